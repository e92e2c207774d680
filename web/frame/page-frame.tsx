// What stands around every page: the way past the header, the header, the page itself, the footer.
import { Outlet, useRouteContext, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { isLanguage, type Language } from '../../src/domain/kernel/language.ts'
import { headOf } from '../page-heads.ts'
import { ReaderProvider, useReader } from '../reader.tsx'
import { PageFooter } from './page-footer.tsx'
import { PageHeader } from './page-header.tsx'

export function PageFrame() {
  const language = useAddressLanguage()
  return (
    <ReaderProvider language={language}>
      <Framed />
    </ReaderProvider>
  )
}

function Framed() {
  const { t } = useReader()
  const main = useRef<HTMLElement>(null)
  useDocumentHead()
  useFocusOnArrival(main)
  return (
    <>
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <PageHeader />
      <main id="content" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <PageFooter />
    </>
  )
}

export function useAddressLanguage(): Language {
  const { language } = useRouteContext({ from: '__root__' })
  const first = useRouterState({ select: (state) => state.location.pathname.split('/')[1] ?? '' })
  return isLanguage(first) ? first : language
}

/** Keeps the document's title, description and language those of the page that is shown. */
function useDocumentHead(): void {
  const { language } = useReader()
  const head = useRouterState({
    select: (state) => state.matches.map((match) => headOf(match.loaderData)).findLast((given) => given !== null),
  })
  useEffect(() => {
    document.documentElement.lang = language
    if (head === undefined || head === null) return
    document.title = head.title
    document.querySelector('meta[name="description"]')?.setAttribute('content', head.description)
  }, [language, head])
}

/** Someone who does not see the page change hears it: the focus goes to the new page, not on the first visit. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    main.current?.focus({ preventScroll: true })
  }, [path, main])
}
