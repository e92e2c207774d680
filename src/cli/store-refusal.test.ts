import { expect, test } from 'vitest'
import { LANGUAGES } from '../domain/kernel/language.ts'
import { STORE_REFUSALS, StoreRefusal } from '../store/refusal.ts'
import { storeRefusalSentence } from './store-refusal.ts'

const values = {
  home: '/srv/weir home',
  pid: 4711,
  host: 'han',
  command: 'weir start',
  since: '2026-11-23T06:00:00.000Z',
  owner: 'lan',
  account: 'nobody',
  folder: '/srv/data',
  file: '/srv/credentials.json',
  data: 17,
  programs: 18,
  platform: 'linux-riscv64',
  log: '/srv/log',
  reason: 'no space left',
  version: '14.2',
  versionMin: 15,
  encoding: 'LATIN1',
  role: 'plain',
  database: 'weir',
  migration: '0001-agencies.sql',
}

test.each(STORE_REFUSALS.flatMap((refusal) => LANGUAGES.map((language) => [refusal, language] as const)))(
  '%s has a whole sentence in %s',
  (refusal, language) => {
    const text = storeRefusalSentence(new StoreRefusal(refusal, values), language)
    expect(text).not.toMatch(/[{}]/)
    expect(text.length).toBeGreaterThan(20)
  },
)

test('who has the home is said with its command, number and machine', () => {
  const text = storeRefusalSentence(new StoreRefusal('home-in-use', values), 'en')
  expect(text).toContain('/srv/weir home')
  expect(text).toContain('“weir start” (process 4711 on han)')
})
