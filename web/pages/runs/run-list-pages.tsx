// Turning the pages of the list.
import { Link } from '@tanstack/react-router'
import type { RunListBody } from '../../../src/contract/runs.ts'
import { useReader } from '../../reader.tsx'
import type { RunListSearch } from './run-list-search.ts'

export function RunListPages({ agency, search, list }: { agency: string; search: RunListSearch; list: RunListBody }) {
  const { language, t, number } = useReader()
  const pages = Math.max(1, Math.ceil(list.total / list.pageSize))
  const to = (page: number) => ({ ...search, page }) as RunListSearch
  return (
    <nav className="pages" aria-label={t('pagesLabel')}>
      <p>{t('pagesShown', { page: number(list.page), pages: number(pages), total: number(list.total) })}</p>
      <p className="pages-ways">
        {list.page > 1 && (
          <Link
            to="/$lang/agencies/$agency/runs"
            params={{ lang: language, agency }}
            search={to(list.page - 1)}
            rel="prev"
          >
            {t('pagePrevious')}
          </Link>
        )}
        {list.page < pages && (
          <Link
            to="/$lang/agencies/$agency/runs"
            params={{ lang: language, agency }}
            search={to(list.page + 1)}
            rel="next"
          >
            {t('pageNext')}
          </Link>
        )}
      </p>
    </nav>
  )
}
