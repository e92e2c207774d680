// The list's search, sort and page as its address carries them. What is not understood is left out, never an error, and
// a default is not written, so that the same list has one address.
import { RUN_SORTS, type RunListChoice } from '../../api/queries.ts'
import { RUN_STATE_ORDER } from './run-states.ts'

const SEARCH_LENGTH_MAX = 200

export type RunListSearch = Partial<RunListChoice>

export function readRunListSearch(search: RunListSearch): RunListSearch {
  const page = Number(search.page)
  const sort = RUN_SORTS.find((known) => known === search.sort)
  const state = RUN_STATE_ORDER.find((known) => known === search.state)
  const words = String(search.search ?? '')
    .trim()
    .slice(0, SEARCH_LENGTH_MAX)
  return {
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
    ...(sort === undefined || sort === 'created-at' ? {} : { sort }),
    ...(search.direction === 'ascending' ? { direction: 'ascending' } : {}),
    ...(words === '' ? {} : { search: words }),
    ...(state === undefined ? {} : { state }),
  }
}

export function completeRunListSearch(search: RunListSearch): RunListChoice {
  return { page: 1, sort: 'created-at', direction: 'descending', ...search }
}
