// What a flavor's time costs a budget, and whether the months agree with what the engines say.
import { useQuery } from '@tanstack/react-query'
import type { UsageRateBody } from '../../../src/contract/metering.ts'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useMeteringText } from './use-metering-text.ts'

export function Rates({ agency }: { agency: string }) {
  const say = useMeteringText()
  const { day, number } = useReader()
  const { timeZone } = useAgency(agency)
  const { queries } = usePortal()
  const rates = useQuery(queries.usageRates(agency)).data ?? []
  // Prices are decimals of six places: a double holds them.
  const price = ({ numerator, denominator }: UsageRateBody['price']) =>
    number(Number(numerator) / Number(denominator), 6)
  return (
    <Section title={say('page-rates')} lead={say('page-rates-lead')}>
      {rates.length === 0 ? (
        <p className="quiet">{say('rates-none')}</p>
      ) : (
        <WideTable label={say('page-rates')}>
          <table className="figures-table ledger-lines">
            <caption className="visually-hidden">{say('page-rates')}</caption>
            <thead>
              <tr>
                <th scope="col">{say('column-flavor')}</th>
                <th scope="col">{say('column-from')}</th>
                <th scope="col" className="numeric">
                  {say('column-price')}
                </th>
                <th scope="col" className="numeric">
                  {say('column-borrowed')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rates.map((rate) => (
                <tr key={`${rate.flavor} ${rate.validFrom}`}>
                  <th scope="row">{rate.flavor}</th>
                  <td>{day(rate.validFrom, timeZone)}</td>
                  <td className="numeric">{price(rate.price)}</td>
                  <td className="numeric">× {price(rate.borrowedPrice)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </Section>
  )
}

export function Reconciliations({ agency }: { agency: string }) {
  const say = useMeteringText()
  const { instant } = useReader()
  const { timeZone } = useAgency(agency)
  const { queries } = usePortal()
  const all = useQuery(queries.usageReconciliations(agency)).data ?? []
  return (
    <Section title={say('page-reconciliations')} lead={say('page-reconciliations-lead')}>
      {all.length === 0 ? (
        <p className="quiet">{say('page-reconciliations-none')}</p>
      ) : (
        <WideTable label={say('page-reconciliations')}>
          <table className="figures-table ledger-lines">
            <caption className="visually-hidden">{say('page-reconciliations')}</caption>
            <thead>
              <tr>
                <th scope="col">{say('column-month')}</th>
                <th scope="col">{say('column-source')}</th>
                <th scope="col">{say('column-result')}</th>
                <th scope="col">{say('column-made')}</th>
              </tr>
            </thead>
            <tbody>
              {all.map(({ id, period, source, isEqual, differenceCount, madeAt }) => (
                <tr key={id}>
                  <th scope="row">{period}</th>
                  <td>{source}</td>
                  <td>{isEqual ? say('page-equal') : say('page-different', { count: differenceCount })}</td>
                  <td>{instant(madeAt, timeZone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </Section>
  )
}
