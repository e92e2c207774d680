// Which two runs are compared, as the address carries them; and the list from which they are chosen.
import type { RunListChoice } from '../../api/queries.ts'

export interface CompareSearch {
  /** Id of the run that the other is held against. */
  readonly a?: string
  readonly b?: string
}

/** The newest of them: older ones are reached from their own page. */
export const COMPLETED_RUNS: RunListChoice = {
  page: 1,
  sort: 'created-at',
  direction: 'descending',
  state: 'completed',
}

/** What cannot be an id is left out, never an error. */
export function readCompareSearch(search: CompareSearch): CompareSearch {
  const given = (key: 'a' | 'b') => {
    const id = String(search[key] ?? '')
    return /^[\da-f-]{36}$/i.test(id) ? { [key]: id } : {}
  }
  return { ...given('a'), ...given('b') }
}
