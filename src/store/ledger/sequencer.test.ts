// The sequencer on a real PostgreSQL: what it answers is in the tables, once, also when several of them race.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/kit/database.ts'
import { available } from '../../domain/ledger/balance.ts'
import type { Outcome } from '../../domain/ledger/decide.ts'
import type { Opening, Post, Transfer } from '../../domain/ledger/transfer.ts'
import { appendAgency } from '../agencies.ts'
import { clientOptions } from '../connection.ts'
import { inTransaction } from '../database.ts'
import { appendInTransaction, queryOf } from './append-in-transaction.ts'
import { EMPTY_ROOT, openLedger, type OpenLedger } from './open-ledger.ts'
import { PostgresTables } from './postgres-tables.ts'

const UNIT = 'milli-reference-unit-second'
const OFFICER = randomUUID()
const DIRECTOR = randomUUID()
const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, by: null, note: null }

let store: TestDatabase
const ledgers: OpenLedger[] = []

beforeAll(async () => {
  store = await testDatabase()
})

afterAll(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.close()))
  await store.close()
})

function open(agency: string): OpenLedger {
  const ledger = openLedger(store.app, { agency, clock: () => 1_795_392_000_000 })
  ledgers.push(ledger)
  return ledger
}

let agencies = 0

/** An agency of its own with 1,000 in pool a, 600 of them awarded to project p: four entries. */
async function withAward(): Promise<{ agency: string; ledger: OpenLedger }> {
  agencies += 1
  const agency = `agency-${agencies}`
  await inTransaction(store.database, { agency }, async (tx) => {
    const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
    await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
  })
  const ledger = open(agency)
  const award = supply(600n, { kind: 'obligate', phase: 'hold', debit: 'POOL:a', credit: 'PROJECT:p', by: OFFICER })
  const outcomes = await ledger.sequencer.append([
    supply(1_000n),
    award,
    { ...FACTS, id: randomUUID(), kind: 'obligate', phase: 'post', hold: award.id, amount: 600n, by: DIRECTOR },
  ])
  expect(shown(outcomes)).toEqual(['0', '1', '2'])
  return { agency, ledger }
}

function supply(amount: bigint, parts: Partial<Opening> = {}): Opening {
  const way = { unit: UNIT, debit: 'ISSUE', credit: 'POOL:a' } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', ...way, amount, ...parts }
}

function job(amount: bigint, parts: Partial<Opening> = {}): Opening {
  return supply(amount, { kind: 'encumber', phase: 'hold', debit: 'PROJECT:p', credit: 'USED:p', ...parts })
}

function end(hold: Opening, amount: bigint): Post {
  return { ...FACTS, id: randomUUID(), kind: 'consume', phase: 'post', hold: hold.id, amount }
}

function shown(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((one) => (one.ok ? `${one.value.isRepeated ? '=' : ''}${one.value.sequence}` : one.refusal))
}

async function left(agency: string): Promise<bigint> {
  return await inTransaction(store.database, { agency }, async (tx) => {
    const tables = new PostgresTables(agency, queryOf(tx), EMPTY_ROOT)
    const [account] = await tables.loadAccounts([{ account: 'PROJECT:p', unit: UNIT }])
    return account === undefined ? 0n : available(account.balance)
  })
}

async function entryCount(agency: string): Promise<number> {
  return await inTransaction(store.database, { agency }, async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ledger_entries`.execute(tx)
    return rows[0]?.n ?? -1
  })
}

describe('a sequencer', () => {
  test('records what it answers', async () => {
    const { agency, ledger } = await withAward()
    const run = job(100n)
    expect(shown(await ledger.sequencer.append([run]))).toEqual(['3'])
    expect(await left(agency)).toBe(500n)
    expect(shown(await ledger.sequencer.append([end(run, 40n)]))).toEqual(['4'])
    expect(await left(agency)).toBe(560n)
    expect(await entryCount(agency)).toBe(5)
  })

  test('answers a repeated request as at first, also after others and by another sequencer', async () => {
    const { agency, ledger } = await withAward()
    const all = job(600n)
    await ledger.sequencer.append([all])
    // Decided anew it would be refused: nothing is left.
    expect(shown(await ledger.sequencer.append([all]))).toEqual(['=3'])
    expect(shown(await open(agency).sequencer.append([all, { ...all, amount: 1n }]))).toEqual([
      '=3',
      'exists-with-different-body',
    ])
    expect(shown(await ledger.sequencer.append([{ ...all, period: '2026-12' }]))).toEqual([
      'exists-with-different-body',
    ])
    expect(await entryCount(agency)).toBe(4)
  })

  test('ends a hold that the same request repeats, also where the hold is not known', async () => {
    const { agency, ledger } = await withAward()
    const run = job(100n)
    await ledger.sequencer.append([run])
    expect(shown(await open(agency).sequencer.append([run, end(run, 40n)]))).toEqual(['=3', '4'])
    expect(await left(agency)).toBe(560n)
  })

  test('knows an account whose only hold ended in the batch that made it', async () => {
    const { agency, ledger } = await withAward()
    const run = job(100n)
    const released = { ...FACTS, id: randomUUID(), kind: 'release', phase: 'void', hold: run.id } as const
    expect(shown(await ledger.sequencer.append([run, released]))).toEqual(['3', '4'])
    expect(shown(await open(agency).sequencer.append([job(50n)]))).toEqual(['5'])
  })

  test('gives a thousand callers one order, each in it once', async () => {
    const { agency, ledger } = await withAward()
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, () => ledger.sequencer.append([job(1n)])))
    const sequences = outcomes.flatMap((one) => shown(one)).filter((text) => /^\d+$/.test(text))
    expect(new Set(sequences).size).toBe(600)
    expect(shown(outcomes.flat()).filter((text) => text === 'balance-too-low')).toHaveLength(400)
    expect(await left(agency)).toBe(0n)
  })

  test('races with others for the same account, and nothing is lost or doubled', async () => {
    const { agency } = await withAward()
    const several = [open(agency), open(agency), open(agency)]
    const at = (n: number, one: Opening) => (several[n % 3] ?? open(agency)).sequencer.append([one])
    const jobs = Array.from({ length: 900 }, () => job(1n))
    // Somebody retries each with another process while the first one still works on it.
    const answers = await Promise.all(jobs.flatMap((one, n) => [at(n, one), at(n + 1, one)]))
    const recorded = answers.flatMap((one) => shown(one)).filter((text) => /^=?\d+$/.test(text))
    const bySequence = Map.groupBy(recorded, (text) => text.replace('=', ''))
    expect(bySequence.size).toBe(600)
    for (const twice of bySequence.values())
      expect(twice.toSorted()).toEqual([twice[0]?.replace('=', ''), `=${twice[0]?.replace('=', '')}`].toSorted())
    expect(await left(agency)).toBe(0n)
    expect(await entryCount(agency)).toBe(603)
  })

  test('learns of an award that another one recorded before it refuses', async () => {
    const { agency, ledger } = await withAward()
    await ledger.sequencer.append([job(600n)])
    const more = supply(50n, { kind: 'obligate', phase: 'hold', debit: 'POOL:a', credit: 'PROJECT:p', by: OFFICER })
    const approval: Transfer = {
      ...FACTS,
      id: randomUUID(),
      kind: 'obligate',
      phase: 'post',
      hold: more.id,
      amount: 50n,
      by: DIRECTOR,
    }
    expect(shown(await open(agency).sequencer.append([more, approval]))).toEqual(['4', '5'])
    expect(shown(await ledger.sequencer.append([job(50n)]))).toEqual(['6'])
  })

  test('refuses the approval by who proposed it, also when another process proposed', async () => {
    const { agency, ledger } = await withAward()
    const more = supply(50n, { kind: 'obligate', phase: 'hold', debit: 'POOL:a', credit: 'PROJECT:p', by: OFFICER })
    await ledger.sequencer.append([more])
    const approval: Transfer = {
      ...FACTS,
      id: randomUUID(),
      kind: 'obligate',
      phase: 'post',
      hold: more.id,
      amount: 50n,
      by: OFFICER,
    }
    expect(shown(await open(agency).sequencer.append([approval]))).toEqual(['approver-is-the-proposer'])
  })

  test('does not let an open chain go on into the next request', async () => {
    const { ledger } = await withAward()
    const [open_, next] = await Promise.all([
      ledger.sequencer.append([job(1n), job(1n, { isLinked: true })]),
      ledger.sequencer.append([job(1n)]),
    ])
    expect([...shown(open_), ...shown(next)]).toEqual(['3', 'linked-chain-open', '4'])
  })

  test('closes a month between the batches of others', async () => {
    const { ledger } = await withAward()
    const answers = await Promise.all([
      ledger.sequencer.append([supply(1n)]),
      ledger.sequencer.appendEvent({ event: 'close', period: '2026-11', state: 'soft-closed' }),
      ledger.sequencer.append([supply(1n), job(1n)]),
      ledger.sequencer.appendEvent({ event: 'close', period: '2026-11', state: 'closed' }),
      ledger.sequencer.append([job(1n), job(1n, { period: '2026-12' })]),
    ])
    expect(answers.map((one) => ('ok' in one ? one.ok : shown(one)))).toEqual([
      ['3'],
      true,
      ['period-soft-closed', '5'],
      true,
      ['period-closed', '7'],
    ])
  })

  test('stands beside operations that append in their own transaction', async () => {
    const { agency, ledger } = await withAward()
    const now = new Date('2026-11-23T08:00:00Z')
    const own = (transfers: Transfer[]) =>
      inTransaction(store.database, { agency }, (tx) => appendInTransaction(tx, agency, transfers, now))
    const one = job(1n)
    const [a, b] = await Promise.all([own([one, job(1n)]), ledger.sequencer.append([job(1n)])])
    expect([...shown(a), ...shown(b)].toSorted()).toEqual(['3', '4', '5'])
    expect(shown(await own([one, job(598n)]))).toEqual([shown(a)[0]?.replace(/^/, '='), 'balance-too-low'])
    expect(await left(agency)).toBe(597n)
  })
})

describe('what is recorded stays', () => {
  test.each(['ledger_entries', 'ledger_accounts', 'ledger_subtrees'])(
    '%s is not changed by Weir, nor by its owner',
    async (table) => {
      const { agency, ledger } = await withAward()
      await Promise.all(
        Array.from({ length: 3 }, () => ledger.sequencer.append(Array.from({ length: 100 }, () => supply(1n)))),
      )
      for (const [as, refused] of [
        [store.app, /permission denied/],
        [store.owner, /never changed or deleted/],
      ] as const) {
        const client = new Client(clientOptions(as))
        await client.connect()
        if (as.role !== null) await client.query(`set role ${as.role}`)
        await client.query(`select set_config('weir.agency', $1, false)`, [agency])
        for (const change of [
          `update ${table} set agency_id = agency_id`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ]) {
          await expect(client.query(change)).rejects.toThrow(refused)
        }
        await client.end()
      }
    },
  )
})
