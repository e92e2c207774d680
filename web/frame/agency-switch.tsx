// Which agency's pages are shown, and the way to the others. A disclosure, not a menu: it works without JavaScript.
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { AgencyBody } from '../../src/contract/agencies.ts'
import { useReader } from '../reader.tsx'

export function AgencySwitch({ agencies, agency }: { agencies: readonly AgencyBody[]; agency: string }) {
  const { language, t, own } = useReader()
  const disclosure = useRef<HTMLDetailsElement>(null)
  useClosing(disclosure)
  const shown = agencies.find((known) => known.id === agency)
  if (shown === undefined) return <span />
  return (
    <details className="agency-switch" ref={disclosure}>
      <summary>
        <span className="visually-hidden">{t('agencySwitch')} </span>
        <span className="agency-name">{own(shown.title)}</span>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path
            d="M2.500 4.500 6 8l3.500-3.500"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.600"
            strokeLinecap="round"
          />
        </svg>
      </summary>
      <ul>
        {agencies.map((known) => (
          <li key={known.id}>
            <Link
              to="/$lang/agencies/$agency/policies"
              params={{ lang: language, agency: known.id }}
              aria-current={known.id === agency ? 'true' : undefined}
              onClick={() => disclosure.current?.removeAttribute('open')}
            >
              {own(known.title)}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Closes when one presses Escape or goes on elsewhere, as people expect of a list that lies over the page. */
function useClosing(disclosure: React.RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const close = (event: Event): void => {
      const element = disclosure.current
      if (element === null || !element.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        element.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && element.contains(event.target)) return
      element.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [disclosure])
}
