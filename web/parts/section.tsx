// A part of a page under a heading of its own; the heading says the finding, the lead how it was found.
import { useId, type ReactNode } from 'react'

export interface SectionProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
  readonly id?: string
}

export function Section({ title, lead, children, id }: SectionProps) {
  const headingId = useId()
  return (
    <section className="section" aria-labelledby={headingId} id={id}>
      <h2 id={headingId}>{title}</h2>
      {lead !== undefined && <p className="section-lead">{lead}</p>}
      {children}
    </section>
  )
}
