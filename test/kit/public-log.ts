// A public log for tests, and what somebody with all rights does to the database behind it.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { Opening, Transfer } from '../../src/domain/ledger/transfer.ts'
import { clientOptions } from '../../src/store/connection.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import type { TestDatabase } from './database.ts'

export const LOG_AGENCY = 'hannuri'
const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, by: null, note: null }
const UNIT = 'milli-reference-unit-second'

function opening(parts: Partial<Opening>): Opening {
  const way = { unit: UNIT, debit: 'ISSUE', credit: 'POOL:a', amount: 10_000n } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', ...way, ...parts }
}

/** 0 supply, 1 and 2 an award by two persons, then so many jobs with their ends: 3 + 2 x jobs entries. */
export async function recordLog(store: Pick<TestDatabase, 'app'>, jobs = 300): Promise<void> {
  const award = opening({
    kind: 'obligate',
    phase: 'hold',
    debit: 'POOL:a',
    credit: 'PROJECT:p',
    amount: 6_000n,
    by: randomUUID(),
    note: 'a person’s words',
  })
  const approval = { ...FACTS, id: randomUUID(), by: randomUUID(), hold: award.id, amount: 6_000n } as const
  const transfers: Transfer[] = [opening({}), award, { ...approval, kind: 'obligate', phase: 'post' }]
  for (let n = 0; n < jobs; n += 1) {
    const way = { debit: 'PROJECT:p', credit: 'USED:p' } as const
    const hold = opening({ kind: 'encumber', phase: 'hold', ...way, amount: 20n })
    const amount = BigInt(1 + (n % 19))
    transfers.push(hold, { ...FACTS, id: randomUUID(), kind: 'consume', phase: 'post', hold: hold.id, amount })
  }
  const ledger = openLedger(store.app, { agency: LOG_AGENCY, clock: Date.now })
  for (const outcome of await ledger.sequencer.append(transfers)) if (!outcome.ok) throw new Error(outcome.refusal)
  await ledger.close()
}

const AT = `where agency_id = '${LOG_AGENCY}' and sequence`

/** Statements of a superuser. */
export const TAMPERINGS = {
  'a public amount': [`update ledger_entries set amount = 9000 ${AT} = 0`],
  'a hidden amount': [`update ledger_entries set amount = 1 ${AT} = 300`],
  'the salt of an entry': [`update ledger_entries set salt = decode(repeat('00', 16), 'hex') ${AT} = 602`],
  'an entry taken out': [`delete from ledger_entries ${AT} = 300`],
  'the last entry taken out': [`delete from ledger_entries ${AT} = 602`],
  'two entries in each other’s place': [
    `update ledger_entries set sequence = 9999 ${AT} = 10`,
    `update ledger_entries set sequence = 10 ${AT} = 11`,
    `update ledger_entries set sequence = 11 ${AT} = 9999`,
  ],
  // Whoever mends the list of hashes as well is found by the root of the tile, which other rows have.
  'an amount with the hash of another leaf': [
    `update ledger_entries set leaf_hash = (select leaf_hash from ledger_entries ${AT} = 6),
      salt = (select salt from ledger_entries ${AT} = 6) ${AT} = 5`,
  ],
  'a checkpoint of its own making': [
    `update log_checkpoints set note = replace(note, '603', '602') where agency_id = '${LOG_AGENCY}'`,
  ],
  /** Back to the empty ledger; what is recorded next is signed with the real key. */
  'everything thrown away': [
    'ledger_personal',
    'ledger_subtrees',
    'ledger_entries',
    'ledger_balances',
    'ledger_accounts',
    'ledger_heads',
    'log_checkpoints',
  ].map((table) => `delete from ${table} where agency_id = '${LOG_AGENCY}'`),
} as const satisfies Record<string, readonly string[]>

/** As superuser, past every trigger; each statement must do something. */
export async function tamper(store: Pick<TestDatabase, 'superuser'>, ...statements: readonly string[]): Promise<void> {
  const client = new Client(clientOptions(store.superuser))
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const statement of statements) {
      const { rowCount } = await client.query(statement)
      if (rowCount === null || rowCount === 0) throw new Error(`nothing was changed by: ${statement}`)
    }
  } finally {
    await client.end()
  }
}
