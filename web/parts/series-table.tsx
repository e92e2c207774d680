// The series over time as a table: means over equal periods, few enough to be read.
import { sectorsOf, seriesOf, type RunFigures } from '../../src/charts/run-figures.ts'
import { traceTime } from '../charts/trace-time.ts'
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

export function SeriesTable({ figures, caption }: { figures: RunFigures; caption: string }) {
  const reader = useReader()
  const { t, number } = reader
  const { series, summary } = figures
  const length = Math.max(1, Math.ceil(series.steps / PERIODS_MAX))
  const columns = [
    { title: t('columnInUse'), means: periodMeans(series.inUse, length) },
    ...sectorsOf(figures).map((sector) => ({
      title: sector.name,
      means: periodMeans(seriesOf(figures, sector.id).inUse, length),
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
