// Whoever may do everything with the database changes it by hand; the verification says what was changed.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/kit/database.ts'
import type { Opening, Transfer } from '../../domain/ledger/transfer.ts'
import { appendAgency } from '../agencies.ts'
import { clientOptions } from '../connection.ts'
import { inTransaction } from '../database.ts'
import { erasePerson } from './erase.ts'
import { openLedger, sha256 } from './open-ledger.ts'
import { verifyLedger } from './read-ledger.ts'

const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, by: null, note: null }
const OFFICER = randomUUID()
const UNIT = 'milli-reference-unit-second'

let store: TestDatabase
let agencies = 0

beforeAll(async () => {
  store = await testDatabase()
})

afterAll(async () => await store.close())

function supply(parts: Partial<Opening> = {}): Opening {
  const way = { unit: UNIT, debit: 'ISSUE', credit: 'POOL:a', amount: 1_000n } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', ...way, ...parts }
}

/** 0 supply, 1 and 2 an award with its words, 3 a hold, 4 its post, 5 a hold that is open, 6 a close, and 300 more. */
async function ledgerOf(): Promise<string> {
  agencies += 1
  const agency = `agency-${agencies}`
  await inTransaction(store.database, { agency }, async (tx) => {
    const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
    await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
  })
  const ledger = openLedger(store.app, { agency, clock: () => 1_795_392_000_000 })
  const way = { debit: 'PROJECT:p', credit: 'USED:p' } as const
  const award = supply({
    kind: 'obligate',
    phase: 'hold',
    debit: 'POOL:a',
    credit: 'PROJECT:p',
    amount: 600n,
    by: OFFICER,
    note: '한글 모델',
  })
  const run = supply({ kind: 'encumber', phase: 'hold', ...way, amount: 100n })
  const batch: Transfer[] = [
    supply(),
    award,
    { ...FACTS, id: randomUUID(), kind: 'obligate', phase: 'post', hold: award.id, amount: 600n, by: randomUUID() },
    run,
    { ...FACTS, id: randomUUID(), kind: 'consume', phase: 'post', hold: run.id, amount: 40n },
    supply({ kind: 'encumber', phase: 'hold', ...way, amount: 30n }),
  ]
  for (const outcome of await ledger.sequencer.append(batch)) expect(outcome.ok).toBe(true)
  await ledger.sequencer.appendEvent({ event: 'close', period: '2026-10', state: 'soft-closed' })
  await ledger.sequencer.append(Array.from({ length: 300 }, () => supply({ amount: 1n })))
  await ledger.close()
  return agency
}

async function findingsOf(agency: string): Promise<string[]> {
  return await inTransaction(store.database, { agency }, async (tx) => {
    const { verification } = await verifyLedger(tx, agency, sha256)
    return verification.findings.map((finding) =>
      'sequence' in finding ? `${finding.problem} ${finding.sequence}` : finding.problem,
    )
  })
}

/** As superuser, past triggers and row-level security. */
async function change(agency: string, statement: string): Promise<void> {
  const client = new Client(clientOptions(store.superuser))
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    const { rowCount } = await client.query(statement.replaceAll('$agency', `'${agency}'`))
    expect(rowCount).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
}

const AT = 'where agency_id = $agency and sequence'

describe('a verification', () => {
  test('finds nothing in a ledger that nobody has touched', async () => {
    expect(await findingsOf(await ledgerOf())).toEqual([])
  })

  test.each<[string, string, string[]]>([
    [
      'an amount',
      `update ledger_entries set amount = 41 ${AT} = 4`,
      ['leaf-differs 4', 'balance-differs', 'balance-differs'],
    ],
    [
      'an amount beyond the hold',
      `update ledger_entries set amount = 101 ${AT} = 4`,
      ['leaf-differs 4', 'entry-not-allowed 4', 'balance-differs', 'balance-differs'],
    ],
    ['the month of an entry', `update ledger_entries set period = '2026-12' ${AT} = 4`, ['leaf-differs 4']],
    ['the id of an entry', `update ledger_entries set id = gen_random_uuid() ${AT} = 5`, ['leaf-differs 5']],
    [
      'the kind of an entry',
      `update ledger_entries set kind = 'apportion' ${AT} = 0`,
      ['leaf-differs 0', 'entry-not-allowed 0'],
    ],
    ['the accounts of a post', `update ledger_entries set debit_id = credit_id ${AT} = 4`, ['accounts-differ 4']],
    [
      'when it was recorded',
      `update ledger_entries set recorded_at = recorded_at + interval '1 day' ${AT} = 6`,
      ['leaf-differs 6'],
    ],
    ['a salt', `update ledger_entries set salt = decode(repeat('00', 16), 'hex') ${AT} = 3`, ['leaf-differs 3']],
    [
      'a leaf',
      `update ledger_entries set leaf_hash = decode(repeat('00', 32), 'hex') ${AT} = 306`,
      ['leaf-differs 306', 'root-differs', 'frontier-differs'],
    ],
    [
      'a close',
      `update ledger_entries set event = jsonb_set(event, '{period}', '"2026-09"') ${AT} = 6`,
      ['leaf-differs 6', 'closing-differs'],
    ],
    ['private words', `update ledger_personal set note = 'another' ${AT} = 1`, ['personal-differs 1']],
    ['who approved', `update ledger_personal set person_id = gen_random_uuid() ${AT} = 2`, ['personal-differs 2']],
    [
      'the last entry taken out',
      `delete from ledger_entries ${AT} = 306`,
      ['size-differs', 'root-differs', 'frontier-differs', 'balance-differs', 'balance-differs'],
    ],
    [
      'a balance',
      `update ledger_balances set credits_posted = credits_posted + 1 where agency_id = $agency and account_id = 2`,
      ['balance-differs'],
    ],
    [
      'a root',
      `update ledger_heads set root = decode(repeat('00', 32), 'hex') where agency_id = $agency`,
      ['root-differs'],
    ],
    [
      'a frontier',
      `update ledger_heads set frontier = substring(frontier from 33) where agency_id = $agency`,
      ['frontier-differs'],
    ],
    [
      'a month opened again',
      `update ledger_heads set soft_closed_through = null where agency_id = $agency`,
      ['closing-differs'],
    ],
    [
      'a subtree',
      `update ledger_subtrees set hash = decode(repeat('00', 32), 'hex') where agency_id = $agency`,
      ['subtree-differs'],
    ],
    [
      'the name of an account',
      `update ledger_accounts set code = 'PROJECT:q' where agency_id = $agency and code = 'PROJECT:p'`,
      ['leaf-differs 1', 'leaf-differs 3', 'leaf-differs 5'],
    ],
  ])('finds %s changed', async (_, statement, expected) => {
    const agency = await ledgerOf()
    await change(agency, statement)
    const findings = await findingsOf(agency)
    for (const finding of expected) expect(findings).toContain(finding)
    // What follows from it may be more, but no other entry is said to be changed.
    const changed = (all: readonly string[]) => all.filter((finding) => finding.startsWith('leaf-differs'))
    expect(changed(findings)).toEqual(changed(expected))
  })

  test('finds an entry taken out of the middle', async () => {
    const agency = await ledgerOf()
    await change(agency, `delete from ledger_entries ${AT} = 200`)
    expect(await findingsOf(agency)).toEqual(
      expect.arrayContaining(['entry-missing 200', 'root-differs', 'size-differs']),
    )
  })

  test('finds two entries in each other’s place', async () => {
    const agency = await ledgerOf()
    for (const [from, to] of [
      [100, 999],
      [101, 100],
      [999, 101],
    ]) {
      await change(agency, `update ledger_entries set sequence = ${to} ${AT} = ${from}`)
    }
    expect(await findingsOf(agency)).toEqual(expect.arrayContaining(['leaf-differs 100', 'leaf-differs 101']))
  })

  test('does not mind that a person was erased', async () => {
    const agency = await ledgerOf()
    const erased = await inTransaction(store.database, { agency }, (tx) => erasePerson(tx, OFFICER))
    expect(erased).toBe(1)
    expect(await findingsOf(agency)).toEqual([])
  })
})
