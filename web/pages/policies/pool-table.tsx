// What there is to divide, and what a card of each kind is worth in reference hours.
import type { PolicyBody } from '../../../src/contract/policies.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'
import { UNIT_KEYS } from './policy-columns.tsx'

export function PoolTable({ flavors }: { flavors: PolicyBody['flavors'] }) {
  const { t, number } = useReader()
  return (
    <WideTable label={t('poolTitle')}>
      <table className="figures-table">
        <caption className="visually-hidden">{t('poolTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columnFlavor')}</th>
            <th scope="col">{t('columnUnit')}</th>
            <th scope="col" className="numeric">
              {t('columnCapacity')}
            </th>
            <th scope="col" className="numeric">
              {t('columnPrice')}
            </th>
          </tr>
        </thead>
        <tbody>
          {flavors.map((flavor) => (
            <tr key={flavor.name}>
              <th scope="row">{flavor.name}</th>
              <td>{t(UNIT_KEYS[flavor.unit])}</td>
              <td className="numeric">{number(flavor.capacity)}</td>
              <td className="numeric">{number(flavor.price.numerator / flavor.price.denominator, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
