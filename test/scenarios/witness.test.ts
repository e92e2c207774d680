// A witness beside Weir, over HTTP: it co-signs what grows, remembers over a restart, and refuses another history.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askWitness } from '../../src/adapters/proof/ask-witness.ts'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { makeWitnessKey, readWitnessKey, WitnessState } from '../../src/adapters/proof/witness-state.ts'
import { witnessServer } from '../../src/adapters/proof/witness-server.ts'
import { readCheckpoint, type SignedCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { cosignedAt, readVerifierKey } from '../../src/domain/proof/note.ts'
import { checkpointRound } from '../../src/jobs/checkpoints.ts'
import { collectCosignature } from '../../src/operations/ledger/collect-cosignature.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { TEST_SIGNER, testWeir, type TestWeir } from '../kit/weir.ts'

const AGENCY = 'hannuri'
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

let store: TestDatabase
let weir: TestWeir
let folder: string
let server: Server | null = null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir witness '))
  store = await testDatabase()
  weir = await testWeir(store)
})

afterEach(async () => {
  await stopWitness()
  await weir.stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function startWitness(): Promise<string> {
  const file = join(folder, 'witness.key')
  const key = readWitnessKey(file) ?? makeWitnessKey(file, 'witness.test')
  if (key === null) throw new Error('a key')
  const logs = [TEST_SIGNER.keyOf(AGENCY).verifier]
  const started = witnessServer({ key, logs, state: new WitnessState(join(folder, 'state')), clock: Date.now })
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve)
  })
  server = started
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

async function stopWitness(): Promise<void> {
  const stopping = server
  server = null
  if (stopping !== null) await new Promise((resolve) => stopping.close(resolve))
}

async function record(count: number): Promise<void> {
  const ledger = openLedger(store.app, { agency: AGENCY, clock: Date.now })
  const facts = { ref: null, period: '2026-11', effectiveAt: 1, isLinked: false, by: null, note: null } as const
  const way = { kind: 'supply', phase: 'move', unit: 'krw', debit: 'ISSUE', credit: 'POOL:a', amount: 1n } as const
  await ledger.sequencer.append(Array.from({ length: count }, () => ({ ...facts, ...way, id: randomUUID() })))
  await ledger.close()
}

async function round(witness: string): Promise<void> {
  const { world } = weir
  await checkpointRound({ world, log: pino({ level: 'silent' }), witnesses: [witness], askWitness })
  weir.passTime(10_001)
}

async function published(): Promise<SignedCheckpoint> {
  const read = readCheckpoint((await weir.ask('/log/hannuri/checkpoint')).text)
  if (read === null) throw new Error('a checkpoint')
  return read
}

async function witnessedSize(witness: string): Promise<number | null> {
  const key = readVerifierKey(sha256, await (await fetch(`${witness}/`)).text())
  if (key === null) throw new Error('the key of the witness')
  const checkpoint = await published()
  return cosignedAt(checkpoint.note, key, verifyEd25519) === null ? null : checkpoint.size
}

test('a log that grows is co-signed, also after the witness was restarted', async () => {
  await record(300)
  const first = await startWitness()
  await round(first)
  expect(await witnessedSize(first)).toBe(300)
  expect(statSync(join(folder, 'witness.key')).mode & 0o777).toBe(0o600)
  await record(7)
  await stopWitness()
  // Another address: Weir does not know what it signed there, and is told.
  const second = await startWitness()
  await round(second)
  expect(await witnessedSize(second)).toBe(307)
  // Nothing new: nothing is asked.
  expect(await collectCosignature(weir.world, AGENCY, second, () => Promise.reject(new Error('asked')))).toBe(
    'nothing-to-sign',
  )
})

test('a history that was changed is not co-signed', async () => {
  await record(20)
  const witness = await startWitness()
  await round(witness)
  const { origin, size } = await published()
  // The witness has seen another log of the same size, signed by the same key.
  const state = new WitnessState(join(folder, 'state'))
  const other = { ...state.last(origin), root: sha256(Buffer.from('another')) }
  const file = join(
    folder,
    'state',
    `${Buffer.from(sha256(Buffer.from(origin)))
      .toString('hex')
      .slice(0, 32)}.checkpoint`,
  )
  writeFileSync(
    file,
    `${origin}\n${size}\n${Buffer.from(other.root).toString('base64')}\n\n— x ${Buffer.alloc(68).toString('base64')}\n`,
  )
  await record(5)
  await round(witness)
  expect((await published()).size).toBe(25)
  expect(await witnessedSize(witness)).toBeNull()
  const outcome = await collectCosignature(weir.world, AGENCY, witness, askWitness)
  expect(outcome).toEqual({ refusedWith: 422, body: 'proof-wrong\n' })
})

test.each([
  ['GET', '/add-checkpoint', '', 405],
  ['POST', '/elsewhere', '', 404],
  ['POST', '/add-checkpoint', 'nonsense', 400],
  ['POST', '/add-checkpoint', 'x'.repeat(70_000), 413],
])('%s %s is refused', async (method, path, body, status) => {
  const witness = await startWitness()
  const response = await fetch(`${witness}${path}`, { method, ...(body === '' ? {} : { body }) })
  expect(response.status).toBe(status)
})

test('of two witnesses in one folder one is refused; what a killed one left is taken over', async () => {
  const place = join(folder, 'one folder')
  const first = new WitnessState(place).lock()
  expect(first).toBeTypeOf('function')
  expect(new WitnessState(place).lock()).toBe(process.pid)
  if (typeof first === 'function') first()
  // No process has such a number.
  writeFileSync(join(place, 'lock'), '4194399\n')
  const second = new WitnessState(place).lock()
  expect(second).toBeTypeOf('function')
  if (typeof second === 'function') second()
  expect(existsSync(join(place, 'lock'))).toBe(false)
})
