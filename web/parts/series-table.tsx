// The series over time as a table: means over equal periods, few enough to be read.
import type { RunBody } from '../../src/contract/runs.ts'
import { traceTime } from '../charts/trace-time.ts'
import { sectorsOf } from '../findings/run-findings.ts'
import { useReader } from '../reader.tsx'
import { WideTable } from './wide-table.tsx'

const PERIODS_MAX = 24

/** Means of `values` over each of the periods of `length` steps. */
export function periodMeans(values: readonly number[], length: number): readonly number[] {
  const means: number[] = []
  for (let start = 0; start < values.length; start += length) {
    const period = values.slice(start, start + length)
    means.push(period.reduce((sum, value) => sum + value, 0) / period.length)
  }
  return means
}

export function SeriesTable({ run, caption }: { run: RunBody; caption: string }) {
  const reader = useReader()
  const { t, own, number } = reader
  const { series, summary } = run
  if (series === null || summary === null) return null
  const length = Math.max(1, Math.ceil(series.steps / PERIODS_MAX))
  const columns = [
    { title: t('columnInUse'), means: periodMeans(series.inUse, length) },
    ...sectorsOf(run).map((sector) => ({
      title: own(sector.title) || sector.id,
      means: periodMeans(series.nodes.find((node) => node.id === sector.id)?.inUse ?? [], length),
    })),
    { title: t('columnQueueLength'), means: periodMeans(series.queueLength, length) },
    { title: t('columnQueuedUnits'), means: periodMeans(series.queuedUnits, length) },
  ]
  const periods = columns[0]?.means ?? []
  return (
    <WideTable label={caption}>
      <table className="figures-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columnFrom')}</th>
            {columns.map((column) => (
              <th key={column.title} scope="col" className="numeric">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {periods.map((_, period) => {
            const at = series.startAt + period * length * series.stepSeconds
            return (
              <tr key={at}>
                <th scope="row" className="instant">
                  {traceTime(reader, summary.epoch, at)}
                </th>
                {columns.map((column) => (
                  <td key={column.title} className="numeric">
                    {number(column.means[period] ?? 0, 1)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </WideTable>
  )
}
