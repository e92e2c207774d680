// One moment in tables: who runs by sector, and the queue with its reasons.
import { sectorPosition, sectorsOf, type RunFigures } from '../../../src/charts/run-figures.ts'
import type { QueueMoment, WaitingJob } from '../../../src/simulator/queue-moment.ts'
import { reasonWords } from '../../../src/text/waiting/reason.ts'
import { traceTime } from '../../charts/trace-time.ts'
import { Section } from '../../parts/section.tsx'
import { SectorName } from '../../parts/sector-name.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import type { SayWaiting } from '../../lab/use-waiting-text.ts'

export interface MomentTablesProps {
  readonly moment: QueueMoment
  readonly figures: RunFigures
  /** The one that is looked for stands first. */
  readonly job: number | null
  readonly say: SayWaiting
}

export function MomentTables(props: MomentTablesProps) {
  const { moment, say } = props
  const { number } = useReader()
  const used = moment.running.reduce((sum, { units }) => sum + units, 0)
  const summary = say('summary', {
    waiting: number(moment.waiting.length),
    running: number(moment.running.length),
    used: number(used),
    capacity: number(moment.capacity),
  })
  return (
    <>
      <Section title={summary} lead={say('runningLead')}>
        <SectorTable {...props} />
      </Section>
      <Section title={say('queueTitle', { count: moment.waiting.length })} lead={say('queueLead')}>
        {moment.waiting.length > 0 && <QueueTable {...props} />}
      </Section>
    </>
  )
}

function SectorTable({ moment, figures, say }: MomentTablesProps) {
  const { number } = useReader()
  const parents = new Map(figures.nodes.map((node) => [node.id, node.parent]))
  const sectorOf = (project: string): string => {
    let node = project
    for (let up = parents.get(node); typeof up === 'string'; up = parents.get(node)) node = up
    return node
  }
  const total = (jobs: readonly { project: string; units: number }[], sector: string) => {
    const own = jobs.filter(({ project }) => sectorOf(project) === sector)
    return { jobs: own.length, units: own.reduce((sum, { units }) => sum + units, 0) }
  }
  return (
    <WideTable label={say('runningLead')}>
      <table className="figures-table">
        <caption className="visually-hidden">{say('runningLead')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('columnSector')}</th>
            {(
              [
                'columnGuarantee',
                'columnInUse',
                'columnAbove',
                'columnRunning',
                'columnWaiting',
                'columnAsked',
              ] as const
            ).map((key) => (
              <th key={key} scope="col" className="numeric">
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sectorsOf(figures).map((sector) => {
            const running = total(moment.running, sector.id)
            const waiting = total(moment.waiting, sector.id)
            return (
              <tr key={sector.id}>
                <th scope="row">
                  <SectorName name={sector.name} position={sectorPosition(figures.nodes, sector.id)} />
                </th>
                <td className="numeric">{number(sector.guarantee)}</td>
                <td className="numeric">{number(running.units)}</td>
                <td className="numeric">{number(Math.max(0, running.units - sector.guarantee))}</td>
                <td className="numeric">{number(running.jobs)}</td>
                <td className="numeric">{number(waiting.jobs)}</td>
                <td className="numeric">{number(waiting.units)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </WideTable>
  )
}

function QueueTable({ moment, figures, job, say }: MomentTablesProps) {
  const { number, duration } = useReader()
  const explained = moment.waiting.filter(({ reason }) => reason !== null)
  const rows = explained.toSorted((a, b) => Number(b.job === job) - Number(a.job === job))
  const names = new Map(figures.nodes.map((node) => [node.id, node.name]))
  return (
    <>
      {rows.length < moment.waiting.length && (
        <p className="quiet">
          {say('queueShown', { shown: number(rows.length), total: number(moment.waiting.length) })}
        </p>
      )}
      <WideTable label={say('queueLead')}>
        <table className="figures-table moment-queue">
          <caption className="visually-hidden">{say('queueLead')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('columnJob')}</th>
              <th scope="col">{say('columnReason')}</th>
              <th scope="col">{say('columnStart')}</th>
              <th scope="col" className="numeric">
                {say('columnUnits')}
              </th>
              <th scope="col" className="numeric">
                {say('columnTime')}
              </th>
              <th scope="col" className="numeric">
                {say('columnWaited')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((waiting) => (
              <tr key={waiting.job} aria-current={waiting.job === job ? 'true' : undefined}>
                <th scope="row">
                  {waiting.job}
                  <span className="draft-policy">{names.get(waiting.project) ?? waiting.project}</span>
                </th>
                <ReasonCells waiting={waiting} figures={figures} names={names} say={say} />
                <td className="numeric">{number(waiting.units)}</td>
                <td className="numeric">{duration(waiting.requested)}</td>
                <td className="numeric">{duration(moment.time - waiting.submittedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  )
}

interface ReasonCellsProps {
  readonly waiting: WaitingJob
  readonly figures: RunFigures
  readonly names: ReadonlyMap<string, string>
  readonly say: SayWaiting
}

function ReasonCells({ waiting: { reason }, figures, names, say }: ReasonCellsProps) {
  const reader = useReader()
  if (reason === null) return null
  const words = reasonWords(reason, reader.language, (node) => names.get(node) ?? node)
  const when = reason.start === null ? '' : traceTime(reader, figures.summary.epoch, reason.start)
  const start = reason.start === null ? 'startUnknown' : reason.isReserved ? 'startReserved' : 'startForeseen'
  return (
    <>
      <td className="moment-reason">
        <strong>{words.reason}</strong>
        {[words.figures, words.holders, words.change].map((line) => line !== null && <span key={line}>{line}</span>)}
        {reason.isDeadlineLost && <span>{say('deadlineLost')}</span>}
      </td>
      <td>{say(start, { when })}</td>
    </>
  )
}
