// The public log over HTTP, read by an outsider who trusts one key and what they saw before; and what they find when somebody
// with all rights has changed the database behind the server.
import { createHash, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import type { Opening, Transfer } from '../../src/domain/ledger/transfer.ts'
import { posted } from '../../src/domain/ledger/balance.ts'
import { readCheckpoint, type Checkpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { LogAudit } from '../../src/domain/proof/log-audit.ts'
import { readEntryBundle, tilePath, tilesOf } from '../../src/domain/proof/tiles.ts'
import { clientOptions } from '../../src/store/connection.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { TEST_SIGNER, testWeir, type TestWeir } from '../kit/weir.ts'

const AGENCY = 'hannuri'
const FACTS = { ref: null, period: '2026-11', effectiveAt: 1_795_392_000, isLinked: false, by: null, note: null }
const UNIT = 'milli-reference-unit-second'
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

let store: TestDatabase
let weir: TestWeir

beforeEach(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
})

afterEach(async () => {
  await weir.stop()
  await store.close()
})

function supply(parts: Partial<Opening> = {}): Opening {
  const way = { unit: UNIT, debit: 'ISSUE', credit: 'POOL:a', amount: 10_000n } as const
  return { ...FACTS, id: randomUUID(), kind: 'supply', phase: 'move', ...way, ...parts }
}

/** 0 supply, 1 and 2 an award, then 300 jobs with their ends: 603 entries. */
async function record(jobs = 300): Promise<void> {
  const award = supply({
    kind: 'obligate',
    phase: 'hold',
    debit: 'POOL:a',
    credit: 'PROJECT:p',
    amount: 6_000n,
    by: randomUUID(),
    note: 'a person’s words',
  })
  const approval = { ...FACTS, id: randomUUID(), by: randomUUID(), hold: award.id, amount: 6_000n } as const
  const transfers: Transfer[] = [supply(), award, { ...approval, kind: 'obligate', phase: 'post' }]
  for (let n = 0; n < jobs; n += 1) {
    const way = { debit: 'PROJECT:p', credit: 'USED:p' } as const
    const hold = supply({ kind: 'encumber', phase: 'hold', ...way, amount: 20n })
    transfers.push(hold)
    transfers.push({
      ...FACTS,
      id: randomUUID(),
      kind: 'consume',
      phase: 'post',
      hold: hold.id,
      amount: BigInt(1 + (n % 19)),
    })
  }
  const ledger = openLedger(store.app, { agency: AGENCY, clock: Date.now })
  for (const outcome of await ledger.sequencer.append(transfers)) if (!outcome.ok) throw new Error(outcome.refusal)
  await ledger.close()
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await fetch(`${weir.address}/log/${AGENCY}/${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function checkpoint(): Promise<SignedCheckpoint> {
  const read = readCheckpoint(Buffer.from(await bytesOf('checkpoint')).toString('utf8'))
  if (read === null) throw new Error('a checkpoint')
  return read
}

async function audited(seen: Checkpoint | null): Promise<LogAudit> {
  const now = await checkpoint()
  const trusted = { origin: 'weir.test/log/hannuri', keys: [TEST_SIGNER.keyOf(AGENCY).verifier], witnesses: [], seen }
  const audit = new LogAudit(AGENCY, now, trusted, { sha256, verify: verifyEd25519 })
  for (const tile of tilesOf('entries', now.size)) audit.takeBundle(await bytesOf(tilePath(tile)))
  audit.end()
  return audit
}

async function findings(seen: Checkpoint | null): Promise<string[]> {
  try {
    return (await audited(seen)).findings.map(({ problem }) => problem)
  } catch (error) {
    // Entries that the checkpoint promises are not served.
    return [error instanceof Error ? error.message : '']
  }
}

/** As superuser, past every trigger. */
async function change(...statements: readonly string[]): Promise<void> {
  const client = new Client(clientOptions(store.superuser))
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const statement of statements) expect((await client.query(statement)).rowCount).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
}

test('there is no checkpoint before there is an entry', async () => {
  expect((await weir.ask('/log/hannuri/checkpoint')).status).toBe(404)
  expect((await weir.ask('/log/nobody/checkpoint')).status).toBe(404)
})

test('an outsider finds all in order, and follows the log as it grows', async () => {
  await record()
  const first = await audited(null)
  expect(first.findings).toEqual([])
  expect([first.replay.publicCount, first.replay.hiddenCount]).toEqual([3, 600])
  const shown = first.replay.balances().map((balance) => `${balance.account} ${posted(balance)}`)
  expect(shown).toEqual(['ISSUE -10000', 'POOL:a 4000', 'PROJECT:p 6000'])
  const seen = await checkpoint()
  // A checkpoint stands for ten seconds, however the log grows.
  await record(1)
  expect((await checkpoint()).size).toBe(603)
  weir.passTime(10_001)
  expect((await checkpoint()).size).toBe(608)
  expect(await findings(seen)).toEqual([])
  const keys = await weir.ask('/log/hannuri/keys')
  expect(keys.text).toMatch(/^weir\.test\/log\/hannuri\+[0-9a-f]{8}\+\S+ 0\n$/)
})

test('what is served for ever is said to be, and what is not there is not', async () => {
  await record()
  const full = await weir.ask('/log/hannuri/tile/0/000')
  expect(full.headers.get('cache-control')).toContain('immutable')
  expect((await bytesOf('tile/0/002.p/91')).length).toBe(91 * 32)
  expect((await bytesOf('tile/1/000.p/2')).length).toBe(64)
  for (const path of ['tile/0/003', 'tile/0/002', 'tile/0/2', 'tile/entries/002.p/92', 'tile/2/000.p/1']) {
    expect((await weir.ask(`/log/hannuri/${path}`)).status, path).toBe(404)
  }
})

test('of hidden entries nothing is shown but their month', async () => {
  await record()
  const bundle = readEntryBundle(await bytesOf('tile/entries/001')) ?? []
  const texts = bundle.map((leaf) => Buffer.from(leaf).toString('utf8'))
  for (const text of texts) {
    expect(text).toMatch(/^weir-ledger-entry\/1\nsequence \d+\nperiod 2026-11\ncommitment [\w+/]{43}=\n$/)
  }
  // Equal charges cannot be told to be equal, nor a hold from a charge.
  expect(new Set(texts.map((text) => text.split('commitment ')[1])).size).toBe(256)
  const everything = Buffer.from(await bytesOf('tile/entries/000')).toString('utf8')
  expect(everything).not.toContain('USED')
  expect(everything).not.toContain('words')
})

const AT = `where agency_id = '${AGENCY}' and sequence`

test.each<[string, readonly string[], string]>([
  ['a public amount', [`update ledger_entries set amount = 9000 ${AT} = 0`], 'root-differs'],
  ['a hidden amount', [`update ledger_entries set amount = 1 ${AT} = 300`], 'root-differs'],
  [
    'the salt of an entry',
    [`update ledger_entries set salt = decode(repeat('00', 16), 'hex') ${AT} = 9`],
    'root-differs',
  ],
  ['an entry taken out', [`delete from ledger_entries ${AT} = 300`], 'tile/entries/001: 404'],
  [
    'two entries in each other’s place',
    [
      `update ledger_entries set sequence = 9999 ${AT} = 10`,
      `update ledger_entries set sequence = 10 ${AT} = 11`,
      `update ledger_entries set sequence = 11 ${AT} = 9999`,
    ],
    'root-differs',
  ],
  [
    'a checkpoint of its own making',
    [`update log_checkpoints set note = replace(note, '603', '602') where agency_id = '${AGENCY}'`],
    'signature-missing',
  ],
])('an outsider finds %s', async (_, statements, finding) => {
  await record()
  const seen = await checkpoint()
  await change(...statements)
  expect(await findings(seen)).toContain(finding)
})

const EMPTY = [
  'ledger_personal',
  'ledger_subtrees',
  'ledger_entries',
  'ledger_balances',
  'ledger_accounts',
  'ledger_heads',
  'log_checkpoints',
].map((table) => `delete from ${table} where agency_id = '${AGENCY}'`)

test('an outsider finds that the log was rolled back', async () => {
  await record()
  const seen = await checkpoint()
  await change(...EMPTY)
  await record(100)
  expect(await findings(null)).toEqual([])
  expect(await findings(seen)).toEqual(['rolled-back'])
})

test('an outsider finds that the log shows another history', async () => {
  await record()
  const seen = await checkpoint()
  await change(...EMPTY)
  await record(301)
  expect(await findings(null)).toEqual([])
  expect(await findings(seen)).toEqual(['forked'])
})
