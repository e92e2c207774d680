import { describe, expect, it } from 'vitest'
import { completeRunListSearch, readRunListSearch, type RunListSearch } from './run-list-search.ts'

describe('the address of the list of runs', () => {
  it.each<{ said: string; given: Record<string, string>; expected: RunListSearch }>([
    { said: 'a page that is no number is the first', given: { page: 'x' }, expected: {} },
    { said: 'page 0 is the first', given: { page: '0' }, expected: {} },
    { said: 'the first page is not written', given: { page: '1' }, expected: {} },
    { said: 'an unknown state filters nothing', given: { state: 'lost' }, expected: {} },
    { said: 'a known state filters', given: { state: 'failed' }, expected: { state: 'failed' } },
    { said: 'words are trimmed', given: { search: '  philly ' }, expected: { search: 'philly' } },
    { said: 'blank words are none', given: { search: '   ' }, expected: {} },
    { said: 'words of digits stay words', given: { search: '100' }, expected: { search: '100' } },
    {
      said: 'sort and direction are taken',
      given: { sort: 'scenario', direction: 'ascending', page: '3' },
      expected: { page: 3, sort: 'scenario', direction: 'ascending' },
    },
  ])('$said', ({ given, expected }) => {
    expect(readRunListSearch(given as RunListSearch)).toEqual(expected)
  })

  it('that names nothing shows the newest first', () => {
    expect(completeRunListSearch({})).toEqual({ page: 1, sort: 'created-at', direction: 'descending' })
  })
})
