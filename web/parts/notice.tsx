// A short message in a box: something to know, something done, something wrong.
import type { ReactNode } from 'react'

export interface NoticeProps {
  readonly kind: 'hint' | 'good' | 'bad'
  readonly title?: string
  readonly children?: ReactNode
  /** Read aloud at once when it appears. */
  readonly announced?: boolean
}

export function Notice({ kind, title, children, announced }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={announced === true ? 'alert' : undefined}>
      {title !== undefined && <p className="notice-title">{title}</p>}
      {children}
    </div>
  )
}
