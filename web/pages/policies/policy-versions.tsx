// Every version of the policy that was ever stored; none is changed, none goes away.
import { Link } from '@tanstack/react-router'
import type { PolicyBody } from '../../../src/contract/policies.ts'
import { actedBy } from '../../parts/acted-by.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useReader } from '../../reader.tsx'

export function PolicyVersions({ policy, timeZone }: { policy: PolicyBody; timeZone: string }) {
  const { language, t, instant } = useReader()
  const newest = Math.max(...policy.versions.map((version) => version.number))
  return (
    <WideTable label={t('versionsTitle')}>
      <table className="figures-table">
        <caption className="visually-hidden">{t('versionsTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columnVersion')}</th>
            <th scope="col">{t('columnCreatedAt')}</th>
            <th scope="col">{t('columnCreatedBy')}</th>
            <th scope="col">{t('columnChecksum')}</th>
          </tr>
        </thead>
        <tbody>
          {policy.versions.map((version) => (
            <tr key={version.id} aria-current={version.number === policy.version.number ? 'true' : undefined}>
              <th scope="row">
                <Link
                  to="/$lang/agencies/$agency/policies/$name"
                  params={{ lang: language, agency: policy.agency, name: policy.name }}
                  search={version.number === newest ? {} : { version: version.number }}
                >
                  {t('policyVersion', { number: version.number })}
                </Link>
                {version.number === policy.version.number && <span className="shown-mark">{t('shownHere')}</span>}
              </th>
              <td>{instant(version.createdAt, timeZone)}</td>
              <td>{actedBy(version.createdBy)}</td>
              <td>
                <code className="checksum">{version.sha256}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
