// When a budget may end: one row for each method, a range and never one date that pretends to be certain.
import type { BurnDownBody, ForecastBody } from '../../../src/contract/burn-down.ts'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'

export function BurnDownForecast({ agency, burnDown }: { agency: string; burnDown: BurnDownBody }) {
  const say = useLedgerText()
  const { day, number } = useReader()
  const { timeZone } = useAgency(agency)
  const amounts = useAmounts()
  const { unit, until, forecasts } = burnDown
  if (forecasts.length === 0) return <p>{say('forecastNone')}</p>
  const moment = (at: string | null) => (at === null ? say(until === null ? 'lastsYear' : 'lasts') : day(at, timeZone))
  const left = ({ leftAtEnd: { least, most } }: ForecastBody) => {
    const [from, to] = [amounts.amount(unit, least), amounts.amount(unit, most)]
    return from === to ? from : `${from} – ${to}`
  }
  return (
    <WideTable label={say('forecastTitle')}>
      <table className="figures-table">
        <caption className="visually-hidden">{say('forecastTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('method')}</th>
            <th scope="col">{say('earliest')}</th>
            <th scope="col">{say('likely')}</th>
            <th scope="col">{say('latest')}</th>
            {until !== null && (
              <th scope="col" className="numeric">
                {say('left')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {forecasts.map((forecast) => (
            <tr key={forecast.method}>
              <th scope="row" className="forecast-method">
                {say(`method-${forecast.method}`, {
                  days: number(forecast.days),
                  charged: amounts.both(unit, forecast.charged),
                })}
              </th>
              <td className="instant">{moment(forecast.earliest)}</td>
              <td className="instant">{moment(forecast.likely)}</td>
              <td className="instant">{moment(forecast.latest)}</td>
              {until !== null && <td className="numeric">{left(forecast)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
