// A table that may be wider than the screen: it scrolls by itself, also by keyboard, and says what it is.
import type { ReactNode } from 'react'

export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="wide-table" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
