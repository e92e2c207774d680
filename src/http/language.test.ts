import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
  ['nothing is English', {}, undefined, 'en'],
  ['one language', {}, 'ko-KR', 'ko'],
  ['the first that Weir knows', {}, 'fr, vi, ko', 'vi'],
  ['quality before order', {}, 'vi;q=0.5, ko;q=0.8', 'ko'],
  ['what is not wanted is not given', {}, 'ko;q=0, vi;q=0.1', 'vi'],
  ['any is English', {}, '*', 'en'],
  ['nonsense is English', {}, ';;q=x,,', 'en'],
  ['the address wins', { lang: 'vi' }, 'ko', 'vi'],
  ['an unknown language in the address does not', { lang: 'fr' }, 'ko', 'ko'],
  ['a doubled one does not either', { lang: ['vi', 'en'] }, 'ko', 'ko'],
])('%s', (_sentence, query, acceptLanguage, language) => {
  expect(languageOf({ query, acceptLanguage })).toBe(language)
})
