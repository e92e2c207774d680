// The portal's addresses. Every loader fills the query cache first, so that a page is whole when it is drawn: on the
// server, where its markup is the answer, and in the browser, where it takes the server's markup over.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  type RouterHistory,
  type SearchSchemaInput,
} from '@tanstack/react-router'
import { isLanguage, type Language } from '../src/domain/kernel/language.ts'
import { ApiRefusal } from './api/ask.ts'
import { isMissing, type Queries } from './api/queries.ts'
import { readFinanceSearch, type FinanceSearch } from './api/finance-queries.ts'
import { PageFrame } from './frame/page-frame.tsx'
import {
  compareHead,
  financeHead,
  homeHead,
  labHead,
  ledgerHead,
  meteringHead,
  policiesHead,
  policyHead,
  runHead,
  runsHead,
  signInHead,
  verifyLogHead,
  waitingHead,
} from './page-heads.ts'
import { labChoice, readLabSearch, type LabSearch } from './pages/lab/lab-choice.ts'
import {
  readAccountsSearch,
  readBurnDownSearch,
  readStatementSearch,
  type AccountsSearch,
  type BurnDownSearch,
  type StatementSearch,
} from './pages/ledger/ledger-search.ts'
import { mayReadLedger } from './pages/ledger/may-read-ledger.ts'
import { mayReadMetering } from './pages/metering/may-read-metering.ts'
import { readMeteringSearch, type MeteringSearch } from './pages/metering/metering-search.ts'
import { COMPLETED_RUNS, readCompareSearch, type CompareSearch } from './pages/runs/compare-search.ts'
import { FailurePage } from './pages/failure-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { completeRunListSearch, readRunListSearch, type RunListSearch } from './pages/runs/run-list-search.ts'

export interface PortalContext {
  readonly queryClient: QueryClient
  readonly queries: Queries
  /** The language of pages whose address names none. */
  readonly language: Language
  /** The agency whose showcase the home page tells of. */
  readonly agency: string
}

const rootRoute = createRootRouteWithContext<PortalContext>()({
  loader: async ({ context: { queryClient, queries } }) => {
    // The frame does without them when they cannot be had: the page inside says what went wrong.
    await Promise.all([queryClient.prefetchQuery(queries.session()), queryClient.prefetchQuery(queries.agencies())])
  },
  component: PageFrame,
  notFoundComponent: NotFoundPage,
  errorComponent: FailurePage,
})

const languageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$lang',
  beforeLoad: ({ params }) => {
    if (!isLanguage(params.lang)) throw notFound()
    return { language: params.lang }
  },
})

const homeRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: '/',
  loader: async ({ context: { queryClient, queries, agency, language } }) => {
    const showcase = await queryClient.ensureQueryData(queries.showcase(agency))
    return { head: homeHead(language, showcase) }
  },
  component: lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage'),
})

const policiesRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/policies',
  loader: async ({ context, params: { agency } }) => {
    await foundOrNot(context.queryClient.ensureQueryData(context.queries.policies(agency)))
    return { head: policiesHead(context.language) }
  },
  component: lazyRouteComponent(() => import('./pages/policies/policies-page.tsx'), 'PoliciesPage'),
})

const policyRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/policies/$name',
  validateSearch: (search: { version?: number } & SearchSchemaInput): { version?: number } => {
    const version = Number(search.version)
    return Number.isInteger(version) && version > 0 ? { version } : {}
  },
  loaderDeps: ({ search }) => ({ version: search.version }),
  loader: async ({ context, params: { agency, name }, deps: { version } }) => {
    const policy = await foundOrNot(context.queryClient.ensureQueryData(context.queries.policy(agency, name, version)))
    return { head: policyHead(context.language, policy) }
  },
  component: lazyRouteComponent(() => import('./pages/policies/policy-page.tsx'), 'PolicyPage'),
})

const runsRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/runs',
  validateSearch: (search: RunListSearch & SearchSchemaInput): RunListSearch => readRunListSearch(search),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient, queries, language }, params: { agency }, deps }) => {
    await foundOrNot(
      Promise.all([
        queryClient.ensureQueryData(queries.runs(agency, completeRunListSearch(deps))),
        queryClient.ensureQueryData(queries.scenarios(agency)),
        queryClient.ensureQueryData(queries.policies(agency)),
        queryClient.ensureQueryData(queries.runs(agency, COMPLETED_RUNS)),
      ]),
    )
    return { head: runsHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/runs/runs-page.tsx'), 'RunsPage'),
})

const runRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/runs/$run',
  loader: async ({ context, params: { agency, run } }) => {
    const found = await foundOrNot(context.queryClient.ensureQueryData(context.queries.run(agency, run)))
    return { head: runHead(context.language, found) }
  },
  component: lazyRouteComponent(() => import('./pages/runs/run-page.tsx'), 'RunPage'),
})

const compareRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/runs/compare',
  validateSearch: (search: CompareSearch & SearchSchemaInput): CompareSearch => readCompareSearch(search),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient, queries, language }, params: { agency }, deps: { a, b } }) => {
    await foundOrNot(queryClient.ensureQueryData(queries.runs(agency, COMPLETED_RUNS)))
    const isThere = async (id: string | undefined) =>
      id !== undefined && (await queryClient.ensureQueryData(queries.comparedRun(agency, id))) !== null
    const [hasFirst, hasSecond] = await Promise.all([isThere(a), isThere(b)])
    return { head: compareHead(language), hasFirst, hasSecond }
  },
  component: lazyRouteComponent(() => import('./pages/runs/compare-page.tsx'), 'ComparePage'),
})

interface WaitingSearch {
  /** Seconds on the clock of the history. */
  readonly at?: number
  /** Number of a job in the history. */
  readonly job?: number
}

const waitingRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/runs/$run/waiting',
  validateSearch: (search: WaitingSearch & SearchSchemaInput): WaitingSearch => {
    const given = (key: 'at' | 'job') => {
      const value = search[key] === undefined ? Number.NaN : Number(search[key])
      return Number.isSafeInteger(value) ? { [key]: value } : {}
    }
    return { ...given('at'), ...given('job') }
  },
  loader: async ({ context, params: { agency, run } }) => {
    const found = await foundOrNot(context.queryClient.ensureQueryData(context.queries.run(agency, run)))
    return { head: waitingHead(context.language, found) }
  },
  component: lazyRouteComponent(() => import('./pages/runs/waiting-page.tsx'), 'WaitingPage'),
})

const labRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/lab',
  validateSearch: (search: LabSearch & SearchSchemaInput): LabSearch => readLabSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient, queries, language }, params: { agency }, deps }) => {
    const [policies, scenarios] = await foundOrNot(
      Promise.all([
        queryClient.ensureQueryData(queries.policies(agency)),
        queryClient.ensureQueryData(queries.scenarios(agency)),
      ]),
    )
    const choice = labChoice(deps, { policies, scenarios })
    if (choice !== null) await queryClient.ensureQueryData(queries.policy(agency, choice.policy, undefined))
    return { head: labHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/lab/lab-page.tsx'), 'LabPage'),
})

/** Those who may not look into the ledger get the page without it: it says why. */
async function withLedger(context: PortalContext, agency: string, load: () => Promise<unknown>): Promise<void> {
  const session = await context.queryClient.ensureQueryData(context.queries.session())
  if (mayReadLedger(session, agency)) await foundOrNot(load())
}

const ledgerRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger',
  validateSearch: (search: AccountsSearch & SearchSchemaInput): AccountsSearch => readAccountsSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params: { agency }, deps }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () => queryClient.ensureQueryData(queries.ledgerAccounts(agency, deps)))
    return { head: ledgerHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/ledger-page.tsx'), 'LedgerPage'),
})

const ledgerAccountRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger/account',
  validateSearch: (search: StatementSearch & SearchSchemaInput): StatementSearch => readStatementSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params: { agency }, deps }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () => queryClient.ensureQueryData(queries.ledgerStatement(agency, deps)))
    return { head: ledgerHead(language, deps.account) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/account-page.tsx'), 'AccountPage'),
})

const ledgerEntryRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger/entries/$entry',
  loader: async ({ context, params: { agency, entry } }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () => queryClient.ensureQueryData(queries.ledgerEntry(agency, entry)))
    return { head: ledgerHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/entry-page.tsx'), 'EntryPage'),
})

const reductionsRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger/reductions',
  loader: async ({ context, params: { agency } }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () => queryClient.ensureQueryData(queries.reductions(agency)))
    return { head: ledgerHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/reductions-page.tsx'), 'ReductionsPage'),
})

const meteringRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/metering',
  validateSearch: (search: MeteringSearch & SearchSchemaInput): MeteringSearch => readMeteringSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params: { agency }, deps }) => {
    const { queryClient, queries, language } = context
    const session = await queryClient.ensureQueryData(queries.session())
    if (mayReadMetering(session, agency)) {
      await foundOrNot(
        Promise.all([
          queryClient.ensureQueryData(queries.usageSources(agency)),
          queryClient.ensureQueryData(queries.usageQuarantine(agency, deps)),
          queryClient.ensureQueryData(queries.usageRates(agency)),
          queryClient.ensureQueryData(queries.usageReconciliations(agency)),
        ]),
      )
    }
    return { head: meteringHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/metering/metering-page.tsx'), 'MeteringPage'),
})

const verifyLogRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger/verify',
  loader: async ({ context: { queryClient, queries, language }, params: { agency } }) => {
    const agencies = await queryClient.ensureQueryData(queries.agencies())
    if (!agencies.some(({ id }) => id === agency)) throw notFound()
    return { head: verifyLogHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/verify/verify-page.tsx'), 'VerifyPage'),
})

const financeRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/finance',
  validateSearch: (search: FinanceSearch & SearchSchemaInput): FinanceSearch => readFinanceSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params: { agency }, deps }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () =>
      Promise.all([
        queryClient.ensureQueryData(queries.finance(agency)),
        queryClient.ensureQueryData(queries.invoices(agency, deps)),
      ]),
    )
    return { head: financeHead(language) }
  },
  component: lazyRouteComponent(() => import('./pages/finance/finance-page.tsx'), 'FinancePage'),
})

const burnDownRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'agencies/$agency/ledger/projects/$project',
  validateSearch: (search: BurnDownSearch & SearchSchemaInput): BurnDownSearch => readBurnDownSearch({ ...search }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params: { agency, project }, deps }) => {
    const { queryClient, queries, language } = context
    await withLedger(context, agency, () => queryClient.ensureQueryData(queries.burnDown(agency, project, deps)))
    return { head: ledgerHead(language, project) }
  },
  component: lazyRouteComponent(() => import('./pages/ledger/burn-down-page.tsx'), 'BurnDownPage'),
})

const signInRoute = createRoute({
  getParentRoute: () => languageRoute,
  path: 'sign-in',
  loader: ({ context }) => ({ head: signInHead(context.language) }),
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

/** What the API does not find is a page that is not there; anything else is a failure. */
async function foundOrNot<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiRefusal && isMissing(error)) throw notFound()
    throw error
  }
}

const routeTree = rootRoute.addChildren([
  languageRoute.addChildren([
    homeRoute,
    policiesRoute,
    policyRoute,
    runsRoute,
    compareRoute,
    runRoute,
    waitingRoute,
    labRoute,
    ledgerRoute,
    ledgerAccountRoute,
    ledgerEntryRoute,
    reductionsRoute,
    meteringRoute,
    financeRoute,
    burnDownRoute,
    verifyLogRoute,
    signInRoute,
  ]),
])

/** Addresses carry plain values (`?page=2&search=100`), not JSON: people read and share them. */
function parsePlainSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

function writePlainSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter((entry) => entry[1] !== undefined && entry[1] !== '')
  const written = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return written === '' ? '' : `?${written}`
}

export function createPortalRouter(context: PortalContext, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context,
    ...(history === undefined ? {} : { history }),
    parseSearch: parsePlainSearch,
    stringifySearch: writePlainSearch,
    defaultErrorComponent: FailurePage,
    defaultPreload: 'intent',
    // The query cache knows what is fresh.
    defaultPreloadStaleTime: 0,
    // On the server it would be an inline script; a browser restores without one.
    scrollRestoration: typeof document !== 'undefined',
    trailingSlash: 'never',
  })
}

export type PortalRouter = ReturnType<typeof createPortalRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: PortalRouter
  }
}
