// What two runs with results say when they stand beside each other.
import { useCallback, useMemo } from 'react'
import { amountForms } from '../../../src/charts/amounts.ts'
import type { ChartView } from '../../../src/charts/chart-option.ts'
import { comparedSides, comparisonHeadline, unlikeSentences } from '../../../src/charts/comparison-figures.ts'
import { gainGroups, type GainGroup, type GainLine } from '../../../src/charts/comparison-gains.ts'
import { comparisonTables } from '../../../src/charts/comparison-tables.ts'
import { waitComparisonChart } from '../../../src/charts/wait-comparison.ts'
import type { RunBody } from '../../../src/contract/runs.ts'
import { ChartFigure } from '../../charts/chart-figure.tsx'
import { namedFigures } from '../../charts/named-figures.ts'
import { FigureTable } from '../../parts/figure-table.tsx'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { Notice } from '../../parts/notice.tsx'
import { keyFiguresOf } from '../../parts/run-key-figures.ts'
import { Section } from '../../parts/section.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { useReader, type Reader } from '../../reader.tsx'
import { useComparisonText } from './use-comparison-text.ts'

export function ComparedRuns({ first, second }: { first: RunBody; second: RunBody }) {
  const reader = useReader()
  const { language } = reader
  const say = useComparisonText()
  const sides = useMemo(() => sidesOf(reader, first, second), [reader, first, second])
  const draw = useCallback(
    (view: ChartView) =>
      waitComparisonChart(sides.first, sides.second, view, (side, value) =>
        say('bar-of', { side: side === 'before' ? 'A' : 'B', value }),
      ),
    [sides, say],
  )
  const finding = comparisonHeadline(sides, language)
  const unlike = unlikeSentences(sides, language)
  const { unitHours } = amountForms(language, sides.second.unit)
  return (
    <>
      <KeyFigures figures={bothFigures(reader, sides.first, sides.second)} />
      {unlike.length > 0 && (
        <Notice kind="hint" title={say('unlike-title')}>
          <ul className="unlike-list">
            {unlike.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title={finding} lead={say('chart-waits')}>
        <ChartFigure label={say('chart-waits')} description={finding} draw={draw} />
        {first.trace?.sha256 !== second.trace?.sha256 && <TraceNotice run={first} />}
        <TraceNotice run={second} />
      </Section>
      {sides.comparison.isSameJobs && (
        <Section title={say('section-gains')} lead={say('rule', { unitHours })}>
          {gainGroups(sides, language).map((group) => (
            <Gains key={group.level} group={group} />
          ))}
        </Section>
      )}
      <Section title={say('section-figures')} lead={say('lead')}>
        {comparisonTables(sides, language).map((table) => (
          <div key={table.title} className="compared-table">
            <h3>{table.title}</h3>
            <FigureTable table={table} />
          </div>
        ))}
        <p className="section-lead compared-note">{say('jobs-not-recorded')}</p>
      </Section>
    </>
  )
}

function sidesOf(reader: Reader, first: RunBody, second: RunBody) {
  const side = (run: RunBody) => {
    const figures = namedFigures(reader, run)
    if (figures === null || run.trace === null) throw new Error('a run with a summary has its series and its trace')
    return { ...figures, trace: run.trace }
  }
  return comparedSides(side(first), side(second))
}

/** The key figures of B, each with what it is in A. */
function bothFigures(reader: Reader, first: ReturnType<typeof sidesOf>['first'], second: typeof first) {
  const before = keyFiguresOf(reader, first.summary)
  return keyFiguresOf(reader, second.summary).map(({ name, value }, at) => ({
    name,
    value: `B: ${value}`,
    note: `A: ${before[at]?.value ?? ''}`,
  }))
}

function Gains({ group }: { group: GainGroup }) {
  const say = useComparisonText()
  return (
    <>
      <h3>{group.title}</h3>
      <div className="shifts compared-shifts">
        <Lines title={say('gains')} lines={group.gains} kind="less" />
        <Lines title={say('loses')} lines={group.losses} kind="more" />
      </div>
      {group.unchanged > 0 && <p className="quiet">{say('no-change', { count: group.unchanged })}</p>}
      {group.unjudged > 0 && <p className="quiet">{say('not-judged', { count: group.unjudged })}</p>}
    </>
  )
}

const SHOWN_MAX = 12

function Lines({ title, lines, kind }: { title: string; lines: readonly GainLine[]; kind: 'less' | 'more' }) {
  const say = useComparisonText()
  const rest = lines.length - SHOWN_MAX
  return (
    <div className={`shift-list shift-${kind}`}>
      <h4>{title}</h4>
      {lines.length === 0 ? (
        <p className="quiet">{say('nobody')}</p>
      ) : (
        <ul>
          {lines.slice(0, SHOWN_MAX).map(({ id, name, text }) => (
            <li key={id}>
              <strong>{name}</strong>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 && <p className="quiet">{say('and-more', { count: rest })}</p>}
    </div>
  )
}
