// The columns that compare two replays node by node: the new value, and under it what it was.
import { useMemo, type ReactNode } from 'react'
import type { NamedNode, RunFigures } from '../../../src/charts/run-figures.ts'
import { SectorName } from '../../parts/sector-name.tsx'
import type { TreeColumn } from '../../parts/tree-table.tsx'
import { useReader, type Reader } from '../../reader.tsx'
import { useLabText, type SayLab } from '../../lab/use-lab-text.ts'

type Column = TreeColumn<NamedNode>

interface Compared {
  readonly reader: Reader
  readonly say: SayLab
  readonly nodes: readonly NamedNode[]
  readonly before: ReadonlyMap<string, NamedNode>
}

export function useColumns(
  columnsOf: (compared: Compared) => readonly Column[],
  present: RunFigures,
  changed: RunFigures,
): readonly Column[] {
  const reader = useReader()
  const say = useLabText()
  return useMemo(() => {
    const before = new Map(present.nodes.map((node) => [node.id, node]))
    return columnsOf({ reader, say, nodes: changed.nodes, before })
  }, [columnsOf, reader, say, present, changed])
}

function nameColumn({ reader, nodes }: Compared): Column {
  const sectors = nodes.filter((node) => node.parent === null).map((node) => node.id)
  return {
    id: 'name',
    title: reader.t('columnName'),
    value: (node) => node.name,
    cell: (node) =>
      node.parent === null ? <SectorName name={node.name} position={sectors.indexOf(node.id)} /> : node.name,
  }
}

interface Figure {
  readonly id: string
  readonly title: string
  readonly of: (node: NamedNode) => number
  readonly form: (value: number) => string
  /** Waits of a node without jobs are no waits. */
  readonly needsJobs?: boolean
}

function figureColumn({ say, before }: Compared, { id, title, of, form, needsJobs = false }: Figure): Column {
  return {
    id,
    title,
    value: of,
    cell: (node) => {
      if (needsJobs && node.jobs === 0) return '–'
      const was = before.get(node.id)
      const value = form(of(node))
      if (was === undefined || form(of(was)) === value) return value
      return (
        <span className="compared">
          <Direction say={say} isMore={of(node) > of(was)} />
          <span>{value}</span>
          <span className="compared-was">{say('was', { value: form(of(was)) })}</span>
        </span>
      )
    },
  }
}

function Direction({ say, isMore }: { say: SayLab; isMore: boolean }): ReactNode {
  return (
    <svg
      viewBox="0 0 10 10"
      width="9"
      height="9"
      className="compared-sign"
      role="img"
      aria-label={say(isMore ? 'moreThan' : 'lessThan')}
    >
      <path d={isMore ? 'M5 1 9.500 9h-9z' : 'M5 9 .5 1h9z'} fill="currentColor" />
    </svg>
  )
}

export function waitComparisonColumns(compared: Compared): readonly Column[] {
  const { t, number, duration } = compared.reader
  const figure = (rest: Figure) => figureColumn(compared, { ...rest, needsJobs: true })
  return [
    nameColumn(compared),
    figure({ id: 'mean', title: t('columnWaitMean'), of: (node) => node.wait.mean, form: duration }),
    figure({ id: 'median', title: t('columnWaitMedian'), of: (node) => node.wait.median, form: duration }),
    figure({ id: 'p90', title: t('columnWaitP90'), of: (node) => node.wait.p90, form: duration }),
    figure({
      id: 'slowdown',
      title: t('columnSlowdown'),
      of: (node) => node.averageBoundedSlowdown,
      form: (value) => number(value, 1),
    }),
    figureColumn(compared, { id: 'jobs', title: t('columnJobs'), of: (node) => node.jobs, form: number }),
  ]
}

export function usageComparisonColumns(compared: Compared): readonly Column[] {
  const { t, number, percent, hours } = compared.reader
  const figure = (rest: Figure) => figureColumn(compared, rest)
  return [
    nameColumn(compared),
    figure({ id: 'guarantee', title: t('columnGuaranteeGpus'), of: (node) => node.guarantee, form: number }),
    figure({ id: 'delivered', title: t('columnDelivered'), of: (node) => node.deliveredUnitSeconds, form: hours }),
    figure({ id: 'share', title: t('columnShareOfDelivered'), of: (node) => node.shareOfDelivered, form: percent }),
    figure({ id: 'borrowed', title: t('columnBorrowed'), of: (node) => node.borrowedUnitSeconds, form: hours }),
    figure({ id: 'lent', title: t('columnLent'), of: (node) => node.lentUnitSeconds, form: hours }),
  ]
}
