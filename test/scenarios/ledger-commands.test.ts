// `weir ledger` as a process: a replay rehearsed in the ledger, its sums, its verification, its refusals.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import type { LedgerVerified } from '../../src/operations/ledger/verify-ledger.ts'
import { runCommand } from '../kit/command.ts'
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
