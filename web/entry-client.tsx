// The browser takes over the page that the server rendered: same data, same markup, then everything that needs a browser.
import './styles/portal.css'
import { hydrate, type DehydratedState } from '@tanstack/react-query'
import { hydrateRoot } from 'react-dom/client'
import { isLanguage, type Language } from '../src/domain/kernel/language.ts'
import { askByFetch } from './api/ask.ts'
import { createQueries } from './api/queries.ts'
import { App, createQueryClient } from './app.tsx'
import type { ServerState } from './document.ts'
import { createPortalRouter } from './router.tsx'

function serverState(): ServerState & { readonly queries: DehydratedState } {
  const text = document.getElementById('weir-state')?.textContent
  if (text === undefined || text === null) throw new Error('the page came without its state')
  return JSON.parse(text) as ServerState & { readonly queries: DehydratedState }
}

/** The language of the address that is shown now; it changes without a new document. */
function languageNow(fallback: Language): Language {
  const first = location.pathname.split('/')[1] ?? ''
  return isLanguage(first) ? first : fallback
}

/** A browser hides nonces from scripts that ask by attribute, not from the property. */
function pageNonce(): string {
  return document.querySelector<HTMLScriptElement>('#weir-state')?.nonce ?? ''
}

async function takeOver(): Promise<void> {
  const state = serverState()
  // The part of Mantine's dialogs that stops scrolling writes a style element, and looks for its nonce here.
  Object.assign(globalThis, { __webpack_nonce__: pageNonce() })
  const queryClient = createQueryClient()
  hydrate(queryClient, state.queries)
  const ask = askByFetch(() => languageNow(state.language))
  const queries = createQueries(ask)
  const router = createPortalRouter({ queryClient, queries, language: state.language, agency: state.agency })
  // The server rendered without suspending; told so, the router draws the same tree here.
  router.ssr = { manifest: undefined }
  await router.load()
  const container = document.getElementById('portal')
  if (container === null) throw new Error('the page came without its container')
  hydrateRoot(
    container,
    <App queryClient={queryClient} router={router} ask={ask} queries={queries} nonce={pageNonce()} drawSvg={null} />,
  )
  document.documentElement.dataset['hydrated'] = 'true'
}

await takeOver()
