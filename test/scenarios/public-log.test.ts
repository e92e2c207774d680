// The public log over HTTP, read by an outsider who trusts one key and what they saw before; and what they find when somebody
// with all rights has changed the database behind the server.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { logKey } from '../../src/adapters/proof/log-signer.ts'
import { posted } from '../../src/domain/ledger/balance.ts'
import { readCheckpoint, type Checkpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { auditEntries } from '../../src/domain/proof/log-files.ts'
import { LogAudit, type LogFinding } from '../../src/domain/proof/log-audit.ts'
import { verifierKeyText } from '../../src/domain/proof/note.ts'
import { readEntryBundle } from '../../src/domain/proof/tiles.ts'
import { readPublishedKey } from '../../src/domain/proof/trusted-key.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { LOG_AGENCY, recordLog, tamper, TAMPERINGS } from '../kit/public-log.ts'
import { TEST_SIGNER, testWeir, type TestWeir } from '../kit/weir.ts'

const AGENCY = LOG_AGENCY
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

test('there is no checkpoint before there is an entry', async () => {
  expect((await weir.ask('/log/hannuri/checkpoint')).status).toBe(404)
  expect((await weir.ask('/log/nobody/checkpoint')).status).toBe(404)
})

test('an outsider finds all in order, and follows the log as it grows', async () => {
  await recordLog(store)
  const first = await audited(null)
  expect(first.findings).toEqual([])
  expect([first.replay.publicCount, first.replay.hiddenCount]).toEqual([3, 600])
  const shown = first.replay.balances().map((balance) => `${balance.account} ${posted(balance)}`)
  expect(shown).toEqual(['ISSUE -10000', 'POOL:a 4000', 'PROJECT:p 6000'])
  const seen = await checkpoint()
  // A checkpoint stands for ten seconds, however the log grows.
  await recordLog(store, 1)
  expect((await checkpoint()).size).toBe(603)
  weir.passTime(10_001)
  expect((await checkpoint()).size).toBe(608)
  expect(await findings(seen)).toEqual([])
  const keys = await weir.ask('/log/hannuri/keys')
  expect(keys.text).toMatch(/^weir\.test\/log\/hannuri\+[0-9a-f]{8}\+\S+ 0\n$/)
})

test('what is served for ever is said to be, and what is not there is not', async () => {
  await recordLog(store)
  const full = await weir.ask('/log/hannuri/tile/0/000')
  expect(full.headers.get('cache-control')).toContain('immutable')
  expect((await bytesOf('tile/0/002.p/91')).length).toBe(91 * 32)
  expect((await bytesOf('tile/1/000.p/2')).length).toBe(64)
  for (const path of ['tile/0/003', 'tile/0/002', 'tile/0/2', 'tile/entries/002.p/92', 'tile/2/000.p/1']) {
    expect((await weir.ask(`/log/hannuri/${path}`)).status, path).toBe(404)
  }
})

test('of hidden entries nothing is shown but their month', async () => {
  await recordLog(store)
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
  await recordLog(store, 1)
  await checkpoint()
  const next = logKey(`weir.test/log/${AGENCY}`, Buffer.alloc(32, 8)).verifier
  await tamper(store, `insert into log_keys values ('${AGENCY}', '${verifierKeyText(next)}', 5, now())`)
  const lines = (await weir.ask('/log/hannuri/keys')).text.split('\n')
  expect(lines.map((line) => line.split(' ').slice(1))).toEqual([['0', '5'], ['5'], []])
  const keys = lines.slice(0, 2).map((line) => readPublishedKey(sha256, line))
  expect(keys.map((one) => one?.key.untilSize)).toEqual([5, undefined])
})

test.each<[keyof typeof TAMPERINGS, readonly string[]]>([
  ['a public amount', ['root-differs', 'entry-differs 0']],
  ['a hidden amount', ['root-differs', 'entry-differs 300']],
  ['the salt of an entry', ['root-differs', 'entry-differs 602']],
  ['an entry taken out', ['entry-not-given 300']],
  ['the last entry taken out', ['entry-not-given 602']],
  ['two entries in each other’s place', ['root-differs', 'entry-differs 10', 'entry-differs 11']],
  ['an amount with the hash of another leaf', ['root-differs', 'entry-differs 5']],
  ['a checkpoint of its own making', ['signature-missing', 'root-differs']],
])('an outsider finds %s', async (name, found) => {
  await recordLog(store)
  const seen = await checkpoint()
  await tamper(store, ...TAMPERINGS[name])
  expect(await findings(null)).toEqual(found)
  expect((await findings(seen)).filter((one) => one !== 'rolled-back')).toEqual(found)
})

test('an outsider finds that the log was rolled back', async () => {
  await recordLog(store)
  const seen = await checkpoint()
  await tamper(store, ...TAMPERINGS['everything thrown away'])
  await recordLog(store, 100)
  expect(await findings(null)).toEqual([])
  expect(await findings(seen)).toEqual(['rolled-back'])
})

test('an outsider finds that the log shows another history', async () => {
  await recordLog(store)
  const seen = await checkpoint()
  await tamper(store, ...TAMPERINGS['everything thrown away'])
  await recordLog(store, 301)
  expect(await findings(null)).toEqual([])
  expect(await findings(seen)).toEqual(['forked'])
})
