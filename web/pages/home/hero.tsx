// What Weir is, in two sentences, and the two ways on.
import { Link } from '@tanstack/react-router'
import type { RunBody } from '../../../src/contract/runs.ts'
import { useReader } from '../../reader.tsx'

export function Hero({ showcase, agency }: { showcase: RunBody | null; agency: string }) {
  const { language, t } = useReader()
  return (
    <div className="hero">
      <div className="width hero-inner">
        <h1>{t('homeHeading')}</h1>
        <p className="hero-lead">{t('homeLead')}</p>
        <p className="hero-ways">
          {showcase === null ? (
            <Link to="/$lang/agencies/$agency/policies" params={{ lang: language, agency }} className="hero-way">
              {t('toPolicies')}
            </Link>
          ) : (
            <>
              <Link
                to="/$lang/agencies/$agency/policies/$name"
                params={{ lang: language, agency: showcase.agency, name: showcase.policy }}
                className="hero-way"
              >
                {t('toPolicy')}
              </Link>
              <Link
                to="/$lang/agencies/$agency/runs/$run"
                params={{ lang: language, agency: showcase.agency, run: showcase.id }}
                className="hero-way hero-way-second"
              >
                {t('toRun')}
              </Link>
            </>
          )}
        </p>
      </div>
      <HeroGates />
    </div>
  )
}

/** The river and its gates: decoration, so nobody hears of it. */
function HeroGates() {
  return (
    <svg className="hero-gates" viewBox="0 0 600 200" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
      <path
        d="M0 62c60 0 60 22 120 22s60-22 120-22 60 22 120 22 60-22 120-22 60 22 120 22v116H0z"
        className="hero-water-back"
      />
      <path
        d="M0 96c60 0 60 20 120 20s60-20 120-20 60 20 120 20 60-20 120-20 60 20 120 20v84H0z"
        className="hero-water-front"
      />
      <path d="M70 84h230v116H70zM322 84h138v116H322zM482 84h92v116h-92z" className="hero-gate" />
    </svg>
  )
}
