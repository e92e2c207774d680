import { describe, expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('without any setting Weir is on this machine only, on port 4600', () => {
  const read = readSettings({})
  expect(read).toMatchObject({
    ok: true,
    value: { host: '127.0.0.1', port: 4600, databaseUrl: '', origins: [], replays: null, logLevel: 'info' },
  })
})

test('an empty variable is one that is not set', () => {
  expect(readSettings({ WEIR_PORT: '', WEIR_HOME: '' })).toEqual(readSettings({}))
})

test('origins are separated by commas', () => {
  expect(readSettings({ WEIR_ORIGINS: 'https://a.example, http://b.example:81' })).toMatchObject({
    value: { origins: ['https://a.example', 'http://b.example:81'] },
  })
})

test('polled sources are separated by semicolons', () => {
  expect(readSettings({ WEIR_SACCT: 'hannuri/alps=ssh login1  sacct; songhan/dodam=sacct;' })).toMatchObject({
    value: {
      polledSources: [
        { agency: 'hannuri', source: 'alps', command: ['ssh', 'login1', 'sacct'] },
        { agency: 'songhan', source: 'dodam', command: ['sacct'] },
      ],
    },
  })
})

describe('refused by its name', () => {
  test.each([
    ['WEIR_PORT', '70000'],
    ['WEIR_PORT', 'http'],
    ['WEIR_PORT', '80.5'],
    ['WEIR_ORIGINS', 'weir.example.org'],
    ['WEIR_ORIGINS', 'https://weir.example.org/path'],
    ['WEIR_ORIGINS', 'ftp://weir.example.org'],
    ['WEIR_REPLAYS', '0'],
    ['WEIR_REQUESTS_PER_MINUTE', '-1'],
    ['WEIR_SACCT', 'alps=sacct'],
    ['WEIR_SACCT', 'hannuri/alps=sacct; songhan/dodam'],
    ['WEIR_LOG_LEVEL', 'loud'],
  ])('%s=%s', (name, found) => {
    const read = readSettings({ [name]: found })
    expect(read.ok ? [] : read.refusal.map((refusal) => [refusal.name, refusal.found])).toEqual([[name, found]])
  })

  test('all at once', () => {
    const read = readSettings({ WEIR_PORT: 'x', WEIR_LOG_LEVEL: 'y' })
    expect(read.ok ? [] : read.refusal.map((refusal) => refusal.name)).toEqual(['WEIR_PORT', 'WEIR_LOG_LEVEL'])
  })
})
