// The key of a public log is replaced while outsiders look: who knows only the old key goes on, and the old key is good for nothing later.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileLogSigner, type LogSigner } from '../../src/adapters/proof/log-signer.ts'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import { readCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { verifierKeyText } from '../../src/domain/proof/note.ts'
import { signatureFinding, type TrustedKey } from '../../src/domain/proof/trusted-key.ts'
import { asLocalOfficer } from '../../src/cli/runs/local-officer.ts'
import { checkpointRound } from '../../src/jobs/checkpoints.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { getCheckpoint } from '../../src/operations/ledger/get-checkpoint.ts'
import { listLogKeys } from '../../src/operations/ledger/list-log-keys.ts'
import { rotateLogKey } from '../../src/operations/ledger/rotate-log-key.ts'
import { perform } from '../../src/operations/operation.ts'
import type { World } from '../../src/operations/world.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { recordLog } from '../kit/public-log.ts'
import { testWorld, type TestWorld } from '../kit/world.ts'
import { pino } from 'pino'

const AGENCY = 'hannuri'
const CALL = { actor: WEIR, agency: AGENCY }
let store: TestDatabase
let held: TestWorld
let world: World
let folder: string
let signer: LogSigner

beforeAll(async () => {
  store = await testDatabase()
  held = await testWorld(store)
  folder = mkdtempSync(path.join(tmpdir(), 'weir-keys-'))
  signer = fileLogSigner(folder, 'weir.test')
  world = { ...held.world, logSigner: signer }
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await store.close()
})

/** The log grows, and a round of checkpoints passes. */
async function grow() {
  await recordLog(store, 1)
  held.passTime(60_000)
  await checkpointRound({
    world,
    log: pino({ level: 'silent' }),
    witnesses: [],
    askWitness: () => Promise.reject(new Error()),
  })
  const got = await perform(world, getCheckpoint, CALL, {})
  const checkpoint = got.ok ? readCheckpoint(got.value) : null
  if (checkpoint === null) throw new Error('a checkpoint is there')
  return checkpoint
}

async function rotate(): Promise<string> {
  const officer = await asLocalOfficer(world, AGENCY)
  if (!officer.ok) throw new Error(officer.refusal)
  const rotated = await perform(world, rotateLogKey, officer.value, {})
  return rotated.ok ? rotated.value.verifierKey : rotated.refusal
}

test('a key is replaced, and everybody can follow', async () => {
  expect(await rotate()).toBe('checkpoint-not-found')
  const first = await grow()
  const old: TrustedKey = signer.keyOf(AGENCY).verifier
  expect(signatureFinding(first, [old], verifyEd25519)).toBeNull()
  const next = await rotate()
  expect(next).toContain('weir.test/log/hannuri+')
  expect(await rotate()).toBe('key-rotation-pending')
  expect(existsSync(path.join(folder, `${AGENCY}.retiring.key`))).toBe(true)
  // The first one of the new key is signed by both.
  const both = await grow()
  const fresh: TrustedKey = signer.keyOf(AGENCY).verifier
  expect(verifierKeyText(fresh)).toBe(next)
  expect(signatureFinding(both, [old], verifyEd25519)).toBeNull()
  expect(signatureFinding(both, [fresh], verifyEd25519)).toBeNull()
  expect(existsSync(path.join(folder, `${AGENCY}.retiring.key`))).toBe(false)
  const later = await grow()
  expect(signatureFinding(later, [fresh], verifyEd25519)).toBeNull()
  expect(signatureFinding(later, [old], verifyEd25519)).not.toBeNull()
  const listed = await perform(world, listLogKeys, CALL, {})
  expect(listed.ok && listed.value.map(({ fromSize, untilSize }) => [fromSize, untilSize])).toEqual([
    [0, both.size],
    [both.size, null],
  ])
  // It can be done again.
  expect(await rotate()).toContain('+')
  await grow()
})
