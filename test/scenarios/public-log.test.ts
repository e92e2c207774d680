// The public log over HTTP, read by an outsider who trusts one key and what they saw before; and what they find when somebody
// with all rights has changed the database behind the server.
import { createHash, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { logKey } from '../../src/adapters/proof/log-signer.ts'
import type { Opening, Transfer } from '../../src/domain/ledger/transfer.ts'
import { posted } from '../../src/domain/ledger/balance.ts'
import { readCheckpoint, type Checkpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { auditEntries } from '../../src/domain/proof/log-files.ts'
import { LogAudit, type LogFinding } from '../../src/domain/proof/log-audit.ts'
import { verifierKeyText } from '../../src/domain/proof/note.ts'
import { readEntryBundle } from '../../src/domain/proof/tiles.ts'
import { readPublishedKey } from '../../src/domain/proof/trusted-key.ts'
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

async function answerOf(path: string): Promise<{ readonly status: number; readonly body: Uint8Array }> {
  const response = await fetch(`${weir.address}/log/${AGENCY}/${path}`)
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const { status, body } = await answerOf(path)
  if (status !== 200) throw new Error(`${path}: ${status}`)
  return body
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
  const files = auditEntries(audit, now, sha256)
  for (let asked = files.next(); asked.done !== true;) {
    const { status, body } = await answerOf(asked.value)
    asked = files.next(status === 404 ? null : body)
  }
  return audit
}

/** What is found, with the entry where there is one. */
async function findings(seen: Checkpoint | null): Promise<string[]> {
  const words = (finding: LogFinding) => ('sequence' in finding ? ` ${finding.sequence}` : '')
  return (await audited(seen)).findings.map((finding) => `${finding.problem}${words(finding)}`)
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
  expect(everything).not.toContain('USED:')
  expect(everything).not.toContain('words')
})

test('a key that was followed by another is published with the size up to which it signed', async () => {
  await record(1)
  await checkpoint()
  const next = logKey(`weir.test/log/${AGENCY}`, Buffer.alloc(32, 8)).verifier
  await change(`insert into log_keys values ('${AGENCY}', '${verifierKeyText(next)}', 5, now())`)
  const lines = (await weir.ask('/log/hannuri/keys')).text.split('\n')
  expect(lines.map((line) => line.split(' ').slice(1))).toEqual([['0', '5'], ['5'], []])
  const keys = lines.slice(0, 2).map((line) => readPublishedKey(sha256, line))
  expect(keys.map((one) => one?.key.untilSize)).toEqual([5, undefined])
})

const AT = `where agency_id = '${AGENCY}' and sequence`

test.each<[string, readonly string[], readonly string[]]>([
  ['a public amount', [`update ledger_entries set amount = 9000 ${AT} = 0`], ['root-differs', 'entry-differs 0']],
  ['a hidden amount', [`update ledger_entries set amount = 1 ${AT} = 300`], ['root-differs', 'entry-differs 300']],
  [
    'the salt of an entry',
    [`update ledger_entries set salt = decode(repeat('00', 16), 'hex') ${AT} = 602`],
    ['root-differs', 'entry-differs 602'],
  ],
  ['an entry taken out', [`delete from ledger_entries ${AT} = 300`], ['entry-not-given 300']],
  ['the last entry taken out', [`delete from ledger_entries ${AT} = 602`], ['entry-not-given 602']],
  [
    'two entries in each other’s place',
    [
      `update ledger_entries set sequence = 9999 ${AT} = 10`,
      `update ledger_entries set sequence = 10 ${AT} = 11`,
      `update ledger_entries set sequence = 11 ${AT} = 9999`,
    ],
    ['root-differs', 'entry-differs 10', 'entry-differs 11'],
  ],
  [
    // Whoever mends the list of hashes as well is found by the root of the tile, which other rows have.
    'an amount with the hash of its new leaf',
    [
      `update ledger_entries set leaf_hash = (select leaf_hash from ledger_entries ${AT} = 6),
        salt = (select salt from ledger_entries ${AT} = 6) ${AT} = 5`,
    ],
    ['root-differs', 'entry-differs 5'],
  ],
  [
    'a checkpoint of its own making',
    [`update log_checkpoints set note = replace(note, '603', '602') where agency_id = '${AGENCY}'`],
    ['signature-missing', 'root-differs'],
  ],
])('an outsider finds %s', async (_, statements, found) => {
  await record()
  const seen = await checkpoint()
  await change(...statements)
  expect((await findings(null)).filter((one) => !one.startsWith('rolled'))).toEqual(found)
  expect(await findings(seen)).toEqual(expect.arrayContaining([...found]))
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
