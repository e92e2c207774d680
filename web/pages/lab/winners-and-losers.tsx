// Which projects would wait less, and which longer.
import { winnersAndLosers, type WaitShift } from '../../../src/charts/wait-comparison.ts'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { useReader } from '../../reader.tsx'

const SHOWN_MAX = 4

export function WinnersAndLosers({ present, changed }: { present: RunFigures; changed: RunFigures }) {
  const say = useLabText()
  const { winners, losers } = winnersAndLosers(present, changed)
  return (
    <div className="shifts">
      <Shifts title={say('winnersTitle')} shifts={winners} kind="less" />
      <Shifts title={say('losersTitle')} shifts={losers} kind="more" />
    </div>
  )
}

function Shifts({ title, shifts, kind }: { title: string; shifts: readonly WaitShift[]; kind: 'less' | 'more' }) {
  const say = useLabText()
  const { duration, number } = useReader()
  const rest = shifts.length - SHOWN_MAX
  return (
    <div className={`shift-list shift-${kind}`}>
      <h3>{title}</h3>
      {shifts.length === 0 ? (
        <p className="quiet">{say('nobody')}</p>
      ) : (
        <ul>
          {shifts.slice(0, SHOWN_MAX).map(({ node, before, after, difference }) => (
            <li key={node.id}>
              <strong>{node.name}</strong>
              <span>
                {say(kind === 'less' ? 'shiftLess' : 'shiftMore', {
                  amount: duration(Math.abs(difference)),
                  before: duration(before),
                  after: duration(after),
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <p className="quiet">{say('andMore', { count: number(rest) })}</p>}
    </div>
  )
}
