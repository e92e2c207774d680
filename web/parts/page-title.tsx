// The head of a page: where it belongs, its title, what it is about.
import type { ReactNode } from 'react'

export interface PageTitleProps {
  readonly over?: ReactNode
  readonly title: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
}

export function PageTitle({ over, title, lead, children }: PageTitleProps) {
  return (
    <div className="page-title">
      {over !== undefined && <p className="over-title">{over}</p>}
      <h1>{title}</h1>
      {lead !== undefined && lead !== '' && <p className="lead">{lead}</p>}
      {children}
    </div>
  )
}
