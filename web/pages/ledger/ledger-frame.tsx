// The head of every page of the ledger; whoever may not look into it learns why instead of the page.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageTitle } from '../../parts/page-title.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { SignInHint } from '../runs/sign-in-hint.tsx'
import { mayReadLedger } from './may-read-ledger.ts'
import { useLedgerText } from './use-ledger-text.ts'

export interface LedgerFrameProps {
  readonly agency: string
  readonly title: string
  readonly lead: string
  /** The first page has no way to itself. */
  readonly isFirst?: boolean
  readonly children: () => ReactNode
}

export function LedgerFrame({ agency, title, lead, isFirst, children }: LedgerFrameProps) {
  const { language } = useReader()
  const say = useLedgerText()
  const { queries } = usePortal()
  const { title: agencyTitle } = useAgency(agency)
  const session = useQuery(queries.session()).data
  const way =
    isFirst === true ? (
      agencyTitle
    ) : (
      <Link to="/$lang/agencies/$agency/ledger" params={{ lang: language, agency }}>
        {say('toLedger')}
      </Link>
    )
  return (
    <div className="width">
      <PageTitle over={way} title={title} lead={lead} />
      {mayReadLedger(session, agency) ? (
        children()
      ) : (
        <>
          <SignInHint />
          <p className="ledger-way">
            <Link to="/$lang/agencies/$agency/ledger/verify" params={{ lang: language, agency }}>
              {say('toVerify')}
            </Link>
          </p>
        </>
      )}
    </div>
  )
}

/** Turning pages; `to` draws the link to one of them. */
export function LedgerPages(props: {
  readonly list: { readonly page: number; readonly pageSize: number; readonly total: number }
  readonly to: (page: number, words: string, rel: 'prev' | 'next') => ReactNode
}) {
  const { t, number } = useReader()
  const say = useLedgerText()
  const { page, pageSize, total } = props.list
  const pages = Math.max(1, Math.ceil(total / pageSize))
  return (
    <nav className="pages" aria-label={t('pagesLabel')}>
      <p>{say('pages', { page: number(page), pages: number(pages), total: number(total) })}</p>
      <p className="pages-ways">
        {page > 1 && props.to(page - 1, t('pagePrevious'), 'prev')}
        {page < pages && props.to(page + 1, t('pageNext'), 'next')}
      </p>
    </nav>
  )
}
