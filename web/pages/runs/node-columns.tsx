// The columns by which a run's outcome is read, for sectors on the home page and for the whole tree on a run's page.
import type { NamedNode } from '../../../src/charts/run-figures.ts'
import { chartText } from '../../../src/text/charts/text.ts'
import { sentence } from '../../../src/text/format.ts'
import { SectorName } from '../../parts/sector-name.tsx'
import type { TreeColumn } from '../../parts/tree-table.tsx'
import type { Reader } from '../../reader.tsx'

type NodeColumn = TreeColumn<NamedNode>

function nameColumn({ t }: Reader, nodes: readonly NamedNode[]): NodeColumn {
  const sectors = nodes.filter((node) => node.parent === null).map((node) => node.id)
  return {
    id: 'name',
    title: t('columnName'),
    value: (node) => node.name,
    cell: (node) =>
      node.parent === null ? <SectorName name={node.name} position={sectors.indexOf(node.id)} /> : node.name,
  }
}

export function usageColumns(reader: Reader, nodes: readonly NamedNode[]): readonly NodeColumn[] {
  const { t, number, percent, hours } = reader
  const numeric = (id: string, title: string, value: (node: NamedNode) => number, say: (value: number) => string) => ({
    id,
    title,
    value,
    cell: (node: NamedNode) => say(value(node)),
  })
  return [
    nameColumn(reader, nodes),
    numeric('guarantee', t('columnGuaranteeGpus'), (node) => node.guarantee, number),
    numeric(
      'in-use',
      t('columnMeanInUse'),
      (node) => node.meanInUse,
      (value) => number(value, 1),
    ),
    numeric('delivered', t('columnDelivered'), (node) => node.deliveredUnitSeconds, hours),
    numeric('share', t('columnShareOfDelivered'), (node) => node.shareOfDelivered, percent),
    numeric('borrowed', t('columnBorrowed'), (node) => node.borrowedUnitSeconds, hours),
    numeric('lent', t('columnLent'), (node) => node.lentUnitSeconds, hours),
  ]
}

export function waitColumns(reader: Reader, nodes: readonly NamedNode[]): readonly NodeColumn[] {
  const { t, number, duration } = reader
  const wait = (id: string, title: string, value: (node: NamedNode) => number): NodeColumn => ({
    id,
    title,
    value,
    cell: (node) => (node.jobs === 0 ? '–' : duration(value(node))),
  })
  return [
    nameColumn(reader, nodes),
    { id: 'jobs', title: t('columnJobs'), value: (node) => node.jobs, cell: (node) => number(node.jobs) },
    wait('mean', t('columnWaitMean'), (node) => node.wait.mean),
    wait('median', t('columnWaitMedian'), (node) => node.wait.median),
    wait('p90', t('columnWaitP90'), (node) => node.wait.p90),
    wait('p99', t('columnWaitP99'), (node) => node.wait.p99),
    wait('max', t('columnWaitMax'), (node) => node.wait.max),
    {
      id: 'slowdown',
      title: t('columnSlowdown'),
      value: (node) => node.averageBoundedSlowdown,
      cell: (node) => (node.jobs === 0 ? '–' : number(node.averageBoundedSlowdown, 2)),
    },
    ...recordedColumns(reader, nodes),
  ]
}

/** None in runs from before they were recorded. */
function recordedColumns({ language, number, duration }: Reader, nodes: readonly NamedNode[]): readonly NodeColumn[] {
  if (nodes.every((node) => node.turnaround === undefined)) return []
  return [
    {
      id: 'turnaround',
      title: sentence(chartText, language, 'class-turnaround'),
      value: (node) => node.turnaround?.mean ?? 0,
      cell: (node) => (node.jobs === 0 ? '–' : duration(node.turnaround?.mean ?? 0)),
    },
    {
      id: 'alone',
      title: sentence(chartText, language, 'node-alone'),
      value: (node) => node.finishTimeFairness ?? 0,
      cell: ({ finishTimeFairness = null }) => (finishTimeFairness === null ? '–' : number(finishTimeFairness, 2)),
    },
  ]
}
