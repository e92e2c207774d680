// `weir ledger` as a process: a replay rehearsed in the ledger, its sums, its verification, its refusals.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import type { LedgerVerified } from '../../src/operations/ledger/verify-ledger.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { runCommand, startCommand } from '../kit/command.ts'
import { embeddedHome } from '../kit/embedded-home.ts'

const place = embeddedHome({ isNew: true })
const SCENARIO = join(PROJECT_ROOT, 'examples/scenarios/shared-cards.yaml')

interface Rehearsed {
  readonly transfers: number
  readonly isGood: boolean
  readonly sums: readonly { readonly sector: string; readonly replay: number; readonly ledger: number }[]
}

test('a scenario is rehearsed in the ledger, once, and the ledger holds', { timeout: 180_000 }, async () => {
  const empty = await runCommand(place.home, ['--lang', 'vi', 'ledger', 'verify'])
  expect([empty.exitCode, empty.stdout]).toEqual([0, expect.stringContaining('sổ cái chưa có bút toán nào')])

  // Twice: the second time every transfer is known.
  for (let time = 0; time < 2; time += 1) {
    const ran = await runCommand(place.home, ['ledger', 'rehearse', SCENARIO, '--json'])
    expect(ran.exitCode, ran.stderr).toBe(0)
    const rehearsed = JSON.parse(ran.stdout) as Rehearsed
    expect(rehearsed.isGood).toBe(true)
    expect(rehearsed.sums.map(({ sector }) => sector)).toEqual(['national', 'enterprise', 'academia'])
    for (const { replay, ledger } of rehearsed.sums) {
      expect(ledger).toBe(replay)
      expect(ledger).toBeGreaterThan(1_000_000)
    }
    const checked = await runCommand(place.home, ['ledger', 'verify', '--agency', 'hannuri', '--json'])
    expect(checked.exitCode, checked.stderr).toBe(0)
    const verified = JSON.parse(checked.stdout) as LedgerVerified
    expect(verified).toMatchObject({ entryCount: rehearsed.transfers, findingCount: 0, openHoldCount: 0 })
  }

  const other = join(PROJECT_ROOT, 'examples/scenarios/philly-50-30-20.yaml')
  const refused = await runCommand(place.home, ['--lang', 'ko', 'ledger', 'rehearse', other])
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('빈 원장에서만')])
  const unknown = await runCommand(place.home, ['ledger', 'verify', '--agency', 'nobody'])
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('hannuri, songhan')])
})

interface Outside {
  readonly size: number
  readonly root: string
  readonly findings: readonly { readonly problem: string }[]
}

test('a stranger verifies the public log, and remembers it', { timeout: 180_000 }, async () => {
  expect((await runCommand(place.home, ['ledger', 'rehearse', SCENARIO])).exitCode).toBe(0)
  const weir = startCommand(place.home, ['start', '--port', '0'])
  try {
    const [, address = ''] = await weir.says(/answers at (\S+)/)
    const state = join(place.folder, 'seen.json')
    const verify = (...options: string[]) =>
      runCommand(place.home, [
        ...options,
        'ledger',
        'verify',
        '--url',
        address,
        '--agency',
        'hannuri',
        '--state',
        state,
      ])
    const first = await verify()
    expect(first.exitCode, first.stderr).toBe(0)
    expect(first.stderr).toContain('weir.localhost/log/hannuri+')
    expect(first.stdout).toContain('9 are public and keep the rules')
    const again = await verify('--lang', 'ko')
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('여전히 로그의 앞부분입니다')])

    // One entry, proven in a file, without asking anybody.
    const receipt = join(place.folder, 'entry.json')
    const asked = ['ledger', 'receipt', '12', '--agency', 'hannuri', '--opened', '--out', receipt]
    expect(await runCommand(place.home, asked)).toMatchObject({ exitCode: 0, stdout: '' })
    const proven = () => runCommand(place.home, ['ledger', 'verify', '--receipt', receipt, '--state', state])
    const good = await proven()
    expect([good.exitCode, good.stdout]).toEqual([0, expect.stringContaining('entry 12 is in the log')])
    expect(good.stdout).toContain('weir-ledger-facts/1\nagency hannuri\n')
    writeFileSync(receipt, readFileSync(receipt, 'utf8').replace(/amount \d+/, 'amount 1'))
    const bad = await proven()
    expect([bad.exitCode, bad.stdout]).toEqual([1, expect.stringContaining('is not what was committed to')])
    const beyond = await runCommand(place.home, ['ledger', 'receipt', '99999999', '--agency', 'hannuri'])
    expect([beyond.exitCode, beyond.stderr]).toEqual([1, expect.stringContaining('no such entry')])

    // What the stranger remembers is not what they are shown now.
    const seen = JSON.parse(readFileSync(state, 'utf8')) as Outside & { readonly keys: readonly string[] }
    writeFileSync(state, JSON.stringify({ ...seen, size: seen.size - 1 }))
    const forked = await verify()
    expect([forked.exitCode, forked.stdout]).toEqual([1, expect.stringContaining('two histories')])
    writeFileSync(state, JSON.stringify({ ...seen, size: seen.size + 1 }))
    const rolledBack = await verify('--lang', 'vi')
    expect([rolledBack.exitCode, rolledBack.stdout]).toEqual([1, expect.stringContaining('đã bị rút lại')])
    // A failed verification is not remembered.
    expect((JSON.parse(readFileSync(state, 'utf8')) as Outside).size).toBe(seen.size + 1)
    writeFileSync(state, 'nonsense')
    const broken = await verify()
    expect([broken.exitCode, broken.stderr]).toEqual([1, expect.stringContaining('seen.json')])
  } finally {
    await weir.end('SIGINT')
  }
})

test.each<[string, string[], string]>([
  ['no agency', ['--url', 'http://127.0.0.1:9'], '--agency'],
  ['nobody there', ['--url', 'http://127.0.0.1:9', '--agency', 'hannuri'], 'cannot be read'],
  [
    'a key that is none',
    ['--url', 'http://127.0.0.1:9', '--agency', 'hannuri', '--witness', 'x'],
    'is not the key of a log',
  ],
])('a stranger with %s is told', async (_, options, words) => {
  const refused = await runCommand(place.home, ['ledger', 'verify', ...options])
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(words)])
})
