// The header: whose programme this is, where one can go, in which language, light or dark, and who is signed in.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext, useRouterState } from '@tanstack/react-router'
import { LANGUAGES, type Language } from '../../src/domain/kernel/language.ts'
import { inLanguage } from '../document.ts'
import { usePortal } from '../portal-context.tsx'
import { useReader } from '../reader.tsx'
import { AgencySwitch } from './agency-switch.tsx'
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx'
import { WeirMark } from './weir-mark.tsx'
import { SignedIn } from './signed-in.tsx'

/** Languages by their own names: who cannot read this page finds their own. */
const OWN_NAMES: Readonly<Record<Language, string>> = { en: 'English', vi: 'Tiếng Việt', ko: '한국어' }

export function PageHeader() {
  const { language, t } = useReader()
  const { queries } = usePortal()
  const context = useRouteContext({ from: '__root__' })
  const params = useParams({ strict: false })
  const agency = params.agency ?? context.agency
  const agencies = useQuery(queries.agencies()).data ?? []
  return (
    <header className="page-header">
      <div className="header-row width">
        <Link to="/$lang" params={{ lang: language }} className="brand" aria-label={t('homeLink')}>
          <WeirMark />
          <span className="brand-name">Weir</span>
        </Link>
        <div className="header-tools">
          <LanguageSwitch />
          <ColourSchemeSwitch />
          <SignedIn />
        </div>
      </div>
      <div className="header-places">
        <div className="header-row width">
          <AgencySwitch agencies={agencies} agency={agency} />
          <nav aria-label={t('mainNavigation')} className="places">
            <Link to="/$lang" params={{ lang: language }} activeOptions={{ exact: true }}>
              {t('navHome')}
            </Link>
            <Link to="/$lang/agencies/$agency/policies" params={{ lang: language, agency }}>
              {t('navPolicies')}
            </Link>
            <Link to="/$lang/agencies/$agency/runs" params={{ lang: language, agency }}>
              {t('navRuns')}
            </Link>
            <Link to="/$lang/agencies/$agency/lab" params={{ lang: language, agency }}>
              {t('navLab')}
            </Link>
            <Link to="/$lang/agencies/$agency/ledger" params={{ lang: language, agency }}>
              {t('navLedger')}
            </Link>
          </nav>
        </div>
      </div>
    </header>
  )
}

/** Plain links to the same page in the other languages: they work without JavaScript, and the server sets `lang`. */
function LanguageSwitch() {
  const { language, t } = useReader()
  const href = useRouterState({ select: (state) => state.location.href.split('#')[0] ?? '/' })
  return (
    <nav aria-label={t('languageSwitch')} className="languages">
      {LANGUAGES.map((other) => (
        <a
          key={other}
          href={inLanguage(href, other)}
          lang={other}
          hrefLang={other}
          aria-current={other === language ? 'true' : undefined}
        >
          {OWN_NAMES[other]}
        </a>
      ))}
    </nav>
  )
}
