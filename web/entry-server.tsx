// Renders a page whole on the server, in the asked language, with the data that it shows. src/http calls `render`.
import { dehydrate } from '@tanstack/react-query'
import { createMemoryHistory } from '@tanstack/react-router'
import { renderToString } from 'react-dom/server'
import clientManifest from 'virtual:client-manifest'
import type { PageRequest, PageResponse } from '../src/contract/pages.ts'
import { isLanguage, type Language } from '../src/domain/kernel/language.ts'
import { ApiRefusal, askInProcess } from './api/ask.ts'
import { createQueries } from './api/queries.ts'
import { App, createQueryClient } from './app.tsx'
import { drawSvg } from './charts/draw-svg.ts'
import { clientFiles } from './client-files.ts'
import { writeDocument, type ServerState } from './document.ts'
import { failureHead, headOf, notFoundHead, type PageHead } from './page-heads.ts'
import { createPortalRouter, type PortalRouter } from './router.tsx'

export async function render(request: PageRequest): Promise<PageResponse> {
  const queryClient = createQueryClient()
  const ask = askInProcess(request.api)
  const queries = createQueries(ask)
  queryClient.setQueryData(queries.session().queryKey, request.session)
  const context = { queryClient, queries, language: request.language, agency: request.agency }
  const router = createPortalRouter(context, createMemoryHistory({ initialEntries: [request.url] }))
  await router.load()
  const language = languageOf(request)
  const { status, head } = outcomeOf(router, language)
  const markup = renderToString(
    <App
      queryClient={queryClient}
      router={router}
      ask={ask}
      queries={queries}
      nonce={request.nonce}
      drawSvg={drawSvg}
    />,
  )
  const state: ServerState = { language, agency: request.agency }
  const html = writeDocument({
    language,
    head,
    url: request.url,
    nonce: request.nonce,
    files: clientFiles(clientManifest, routeSources(router)),
    markup,
    state: { ...state, queries: dehydrate(queryClient) },
  })
  return { status, html }
}

function languageOf(request: PageRequest): Language {
  const first = request.url.split(/[/?#]/)[1] ?? ''
  return isLanguage(first) ? first : request.language
}

/** Status and head by what became of the matched routes. */
function outcomeOf(router: PortalRouter, language: Language): { status: number; head: PageHead } {
  const { matches } = router.state
  if (matches.some((match) => match.status === 'notFound' || match._notFound === true)) {
    return { status: 404, head: notFoundHead(language) }
  }
  const failed = matches.find((match) => match.status === 'error')
  if (failed !== undefined) {
    const error: unknown = failed.error
    return { status: error instanceof ApiRefusal ? error.problem.status : 500, head: failureHead(language) }
  }
  const head = matches.map((match) => headOf(match.loaderData)).findLast((given) => given !== null)
  return { status: 200, head: head ?? notFoundHead(language) }
}

/** The source of the page that is shown, so that its script is loaded with the document and not after it. */
function routeSources(router: PortalRouter): readonly string[] {
  const sources: Readonly<Record<string, string>> = {
    '/$lang/': 'pages/home/home-page.tsx',
    '/$lang/agencies/$agency/policies': 'pages/policies/policies-page.tsx',
    '/$lang/agencies/$agency/policies/$name': 'pages/policies/policy-page.tsx',
    '/$lang/agencies/$agency/runs': 'pages/runs/runs-page.tsx',
    '/$lang/agencies/$agency/runs/$run': 'pages/runs/run-page.tsx',
    '/$lang/agencies/$agency/runs/$run/waiting': 'pages/runs/waiting-page.tsx',
    '/$lang/agencies/$agency/lab': 'pages/lab/lab-page.tsx',
    '/$lang/agencies/$agency/ledger': 'pages/ledger/ledger-page.tsx',
    '/$lang/agencies/$agency/ledger/account': 'pages/ledger/account-page.tsx',
    '/$lang/agencies/$agency/ledger/entries/$entry': 'pages/ledger/entry-page.tsx',
    '/$lang/agencies/$agency/ledger/reductions': 'pages/ledger/reductions-page.tsx',
    '/$lang/agencies/$agency/finance': 'pages/finance/finance-page.tsx',
    '/$lang/agencies/$agency/metering': 'pages/metering/metering-page.tsx',
    '/$lang/agencies/$agency/ledger/projects/$project': 'pages/ledger/burn-down-page.tsx',
    '/$lang/agencies/$agency/ledger/verify': 'pages/ledger/verify/verify-page.tsx',
    '/$lang/sign-in': 'pages/sign-in/sign-in-page.tsx',
  }
  return router.state.matches.flatMap((match) => sources[match.routeId] ?? [])
}
