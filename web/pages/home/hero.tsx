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
      <HeroStream />
    </div>
  )
}

/** One stream, a weir, three channels of 50, 30 and 20: decoration, so nobody hears of it. */
function HeroStream() {
  return (
    <svg className="hero-stream" viewBox="0 0 560 300" preserveAspectRatio="xMaxYMid meet" aria-hidden="true">
      <defs>
        <linearGradient id="hero-source">
          <stop offset="0" className="hero-source-far" />
          <stop offset="0.7" className="hero-source-near" />
        </linearGradient>
      </defs>
      <path d="M0 120C70 105 140 95 220 85V215C140 215 70 205 0 190Z" fill="url(#hero-source)" />
      <path d="M232 85C340 85 400 18 560 18V83C400 83 340 150 232 150Z" className="hero-channel-1" />
      <path d="M232 150C340 150 400 138 560 138V177C400 177 340 189 232 189Z" className="hero-channel-2" />
      <path d="M232 189C340 189 400 240 560 240V266C400 266 340 215 232 215Z" className="hero-channel-3" />
      <path d="M220 60H232V240H220Z" className="hero-weir" />
    </svg>
  )
}
