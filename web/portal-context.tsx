// What every page may use: the way to the API, its queries, and (on the server) the drawing of charts.
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import type { Ask } from './api/ask.ts'
import type { Queries } from './api/queries.ts'
import type { DrawSvg } from './charts/drawing.ts'

interface Portal {
  readonly ask: Ask
  readonly queries: Queries
  readonly drawSvg: DrawSvg | null
}

const PortalReact = createContext<Portal | null>(null)

export function PortalProvider({ ask, queries, drawSvg, children }: Portal & { readonly children: ReactNode }) {
  const portal = useMemo(() => ({ ask, queries, drawSvg }), [ask, queries, drawSvg])
  return <PortalReact value={portal}>{children}</PortalReact>
}

export function usePortal(): Portal {
  const portal = useContext(PortalReact)
  if (portal === null) throw new Error('a part of the portal stands outside PortalProvider')
  return portal
}
