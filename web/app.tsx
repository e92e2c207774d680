// The portal inside its providers; the same tree on the server and in the browser.
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ApiRefusal, type Ask } from './api/ask.ts'
import { PortalProvider } from './portal-context.tsx'
import type { Queries } from './api/queries.ts'
import type { PortalRouter } from './router.tsx'
import type { DrawSvg } from './charts/drawing.ts'
import { cssVariablesResolver, theme } from './theme.ts'

const FRESH_MILLISECONDS = 30_000
const RETRIES_MAX = 2

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MILLISECONDS,
        retry: (failures, error) => !(error instanceof ApiRefusal) && failures < RETRIES_MAX,
      },
    },
  })
}

export interface AppProps {
  readonly queryClient: QueryClient
  readonly router: PortalRouter
  readonly ask: Ask
  readonly queries: Queries
  readonly nonce: string
  /** On the server: draws a chart as SVG. In the browser charts draw themselves when their code has come. */
  readonly drawSvg: DrawSvg | null
}

export function App({ queryClient, router, ask, queries, nonce, drawSvg }: AppProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <PortalProvider ask={ask} queries={queries} drawSvg={drawSvg}>
          <RouterProvider router={router} />
        </PortalProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
