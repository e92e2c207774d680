// The same figures as a chart shows, as a table that anyone can open.
import type { ReactNode } from 'react'

export function TableTwin({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="table-twin">
      <summary>{title}</summary>
      {children}
    </details>
  )
}
