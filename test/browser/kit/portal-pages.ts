// The pages that every reader may open, by the name under which their screenshots are kept.
import { fixedId } from '../../kit/portal-fixtures.ts'

export interface PortalPage {
  readonly name: string
  /** After the language. */
  readonly path: string
  readonly isSignedIn?: boolean
  readonly isMissing?: boolean
}

const HANNURI = '/agencies/hannuri'

export const PORTAL_PAGES: readonly PortalPage[] = [
  { name: 'home', path: '' },
  { name: 'policies', path: `${HANNURI}/policies` },
  { name: 'policy', path: `${HANNURI}/policies/national-50-30-20` },
  { name: 'policy-by-partition', path: '/agencies/songhan/policies/national-by-partition-2026' },
  { name: 'runs', path: `${HANNURI}/runs` },
  { name: 'runs-signed-in', path: `${HANNURI}/runs?page=2`, isSignedIn: true },
  { name: 'runs-none-found', path: `${HANNURI}/runs?search=nothing` },
  { name: 'runs-empty', path: '/agencies/songhan/runs' },
  { name: 'run', path: `${HANNURI}/runs/${fixedId(11)}` },
  { name: 'run-with-bad-lines', path: `${HANNURI}/runs/${fixedId(16)}` },
  { name: 'run-running', path: `${HANNURI}/runs/${fixedId(12)}`, isSignedIn: true },
  { name: 'compare', path: `${HANNURI}/runs/compare?a=${fixedId(11)}&b=${fixedId(20)}` },
  { name: 'compare-other-history', path: `${HANNURI}/runs/compare?a=${fixedId(11)}&b=${fixedId(21)}` },
  { name: 'compare-unfinished', path: `${HANNURI}/runs/compare?a=${fixedId(11)}&b=${fixedId(12)}` },
  { name: 'compare-missing', path: `${HANNURI}/runs/compare?a=${fixedId(11)}&b=${fixedId(99)}` },
  { name: 'compare-none', path: '/agencies/songhan/runs/compare' },
  { name: 'run-queued', path: `${HANNURI}/runs/${fixedId(13)}` },
  { name: 'run-failed', path: `${HANNURI}/runs/${fixedId(14)}` },
  { name: 'run-cancelled', path: `${HANNURI}/runs/${fixedId(15)}` },
  { name: 'lab-of-no-history', path: '/agencies/songhan/lab' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'not-found', path: '/nothing', isMissing: true },
]
