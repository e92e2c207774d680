// I15: erasing a person changes no root, no balance and no answer, and leaves no copy: not in any row, and not in the pages of
// any table or index once PostgreSQL has tidied up.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Opening, Transfer } from '../../src/domain/ledger/transfer.ts'
import { appendAgency } from '../../src/store/agencies.ts'
import { clientOptions } from '../../src/store/connection.ts'
import { inTransaction } from '../../src/store/database.ts'
import { erasePerson } from '../../src/store/ledger/erase.ts'
import { openLedger, sha256 } from '../../src/store/ledger/open-ledger.ts'
import { verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'

const AGENCY = 'erasing'
const [PROPOSER, APPROVER, OTHER] = [randomUUID(), randomUUID(), randomUUID()]
const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, note: null } as const
const SECRET = 'Nguyễn Thị Ẩn danh 김비밀'
const OTHERS_WORDS = 'words of somebody else'

let store: TestDatabase
let superuser: Client

beforeAll(async () => {
  store = await testDatabase()
  superuser = new Client(clientOptions(store.superuser))
  await superuser.connect()
  await inTransaction(store.database, { agency: AGENCY }, async (tx) => {
    const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
    await appendAgency(tx, { id: AGENCY, title: { ko: AGENCY }, ...shared })
  })
})

afterAll(async () => {
  await superuser.end()
  await store.close()
})

function opening(parts: Partial<Opening>): Opening {
  const way = { unit: 'shot', debit: 'ISSUE', credit: 'POOL:a' } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', by: null, ...way, amount: 1_000n, ...parts }
}

/** An award by two persons, and some of another officer's entries between theirs. */
function requests(): Transfer[] {
  const way = { kind: 'obligate', phase: 'hold', debit: 'POOL:a', credit: 'PROJECT:p', amount: 10n } as const
  const award = opening({ ...way, by: PROPOSER, note: SECRET })
  const facts = { ...FACTS, kind: 'obligate', phase: 'post', hold: award.id, amount: 10n } as const
  const others = Array.from({ length: 50 }, () => opening({ amount: 1n, by: OTHER, note: OTHERS_WORDS }))
  return [
    opening({ by: OTHER }),
    ...others,
    award,
    { ...facts, id: randomUUID(), by: APPROVER, note: SECRET },
    ...others,
  ]
}

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await superuser.query<Record<string, unknown>>(text)).rows
}

/** Tables in whose rows one of the words stands. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const tables = await rows(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`)
  for (const { name } of tables) {
    for (const word of words) {
      const { rowCount } = await superuser.query(`select 1 from ${String(name)} t where t::text like $1 limit 1`, [
        `%${word}%`,
      ])
      if (rowCount !== 0) found.push(`${String(name)}: ${word}`)
    }
  }
  return found
}

/** Files of tables and indexes of this database, also of PostgreSQL's own, in which the bytes stand. */
async function filesWith(bytes: readonly Buffer[]): Promise<string[]> {
  await superuser.query('checkpoint')
  const files = await rows(`select relname as name, pg_read_binary_file(pg_relation_filepath(oid)) as content
    from pg_class where pg_relation_filepath(oid) is not null and relkind in ('r', 'i', 't', 'm') and not relisshared`)
  return files
    .filter(({ content }) => bytes.some((one) => (content as Buffer).includes(one)))
    .map(({ name }) => String(name))
}

async function verified(): Promise<unknown> {
  return await inTransaction(store.database, { agency: AGENCY }, async (tx) => {
    const { verification, head } = await verifyLedger(tx, AGENCY, sha256)
    expect(verification.findings).toEqual([])
    return { head, balances: verification.replayed.balances() }
  })
}

test('I15: an erasure changes no root and no answer, and leaves no copy of who and what', async () => {
  const ledger = openLedger(store.app, { agency: AGENCY, clock: () => 1_795_392_000_000 })
  const asked = requests()
  const first = await ledger.sequencer.append(asked)
  const before = await verified()
  const salts = await rows(`select salt from ledger_personal where person_id in ('${PROPOSER}', '${APPROVER}')`)
  expect(salts).toHaveLength(2)
  const bytes = [Buffer.from(SECRET), ...salts.map(({ salt }) => salt as Buffer)]
  bytes.push(...[PROPOSER, APPROVER].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')))
  // What the planner remembers of a column is a copy too.
  await superuser.query('analyze')
  // The search finds what is there: without this it could not fail.
  expect(await tablesWith([SECRET, PROPOSER])).toEqual([
    `public.ledger_personal: ${SECRET}`,
    `public.ledger_personal: ${PROPOSER}`,
  ])
  expect(await filesWith(bytes)).toContain('ledger_personal')

  for (const person of [PROPOSER, APPROVER]) {
    expect(await inTransaction(store.database, { agency: AGENCY }, (tx) => erasePerson(tx, person))).toBe(1)
  }
  expect(await tablesWith([SECRET, PROPOSER, APPROVER])).toEqual([])
  // Rows that somebody may still see stay for a moment: an analyze of the server itself, begun before the erasure, is enough.
  const filesAfterVacuum = async () => {
    await superuser.query('vacuum (full) ledger_personal')
    return await filesWith(bytes)
  }
  await expect.poll(filesAfterVacuum, { timeout: 30_000, interval: 500 }).toEqual([])

  expect(await verified()).toEqual(before)
  const again = await ledger.sequencer.append(asked.map((transfer) => ({ ...transfer, note: null })))
  const sequences = (outcomes: typeof first) => outcomes.map((outcome) => outcome.ok && outcome.value.sequence)
  expect(sequences(again)).toEqual(sequences(first))
  await ledger.close()
  const left = await inTransaction(store.database, { agency: AGENCY }, async (tx) => {
    const counted = await sql<{ n: number }>`select count(*)::int as n from ledger_personal`.execute(tx)
    return counted.rows[0]?.n
  })
  expect(left).toBe(51)
})
