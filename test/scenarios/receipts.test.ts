// Receipts over HTTP: what anybody gets, what those get who may look into the ledger, and what a reader of one finds.
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyEd25519 } from '../../src/adapters/proof/ed25519.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { checkReceipt, readReceipt, type Receipt, type ReceiptChecked } from '../../src/domain/proof/receipt.ts'
import { readTlogProof } from '../../src/domain/proof/tlog-proof.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction } from '../../src/store/ledger/append-in-transaction.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { TEST_SIGNER, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const UNIT = 'milli-reference-unit-second' as const
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const AGENCY = 'hannuri'
const TRUST = { agency: AGENCY, origin: `weir.test/log/${AGENCY}`, keys: [TEST_SIGNER.keyOf(AGENCY).verifier] }

let store: TestDatabase
let weir: TestWeir
let auditor: Ask

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store)
  auditor = await weir.signIn(['auditor'])
  await record(300)
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

/** A supply, an award, then so many jobs that start. */
async function record(jobs: number): Promise<void> {
  const facts = () => ({
    id: randomUUID(),
    ref: null,
    period: '2026-11',
    effectiveAt: 1_795_392_000,
    isLinked: false,
    by: null,
    note: null,
    unit: UNIT,
  })
  const amount = 1_000_000n
  const transfers: Transfer[] = [
    { ...facts(), kind: 'supply', phase: 'move', debit: 'ISSUE', credit: 'POOL:a', amount },
    { ...facts(), kind: 'obligate', phase: 'hold', debit: 'POOL:a', credit: 'PROJECT:p', amount, by: randomUUID() },
  ]
  const { unit: _unit, ...approval } = facts()
  transfers.push({
    ...approval,
    kind: 'obligate',
    phase: 'post',
    hold: transfers[1]?.id ?? '',
    amount,
    by: randomUUID(),
  })
  for (let n = 0; n < jobs; n += 1) {
    transfers.push({
      ...facts(),
      kind: 'encumber',
      phase: 'hold',
      debit: 'PROJECT:p',
      credit: 'USED:p',
      amount: BigInt(20 + n),
    })
  }
  const outcomes = await inTransaction(store.database, { agency: AGENCY }, (tx) =>
    appendInTransaction(tx, AGENCY, transfers, weir.world.clock()),
  )
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([])
}

async function receiptFrom(ask: Ask, place: string): Promise<Receipt> {
  const answer = await ask(`/api/agencies/${AGENCY}/ledger/entries/${place}`)
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.stringContaining('weir-ledger-receipt/1')])
  expect(answer.headers.get('content-disposition')).toMatch(/attachment; filename="hannuri-entry-\d+\.receipt\.json"/)
  const receipt = readReceipt(answer.text)
  if (receipt === null) throw new Error('a receipt')
  return receipt
}

function checked(receipt: Receipt, trust = TRUST): ReceiptChecked {
  return checkReceipt(receipt, trust, { sha256, verify: verifyEd25519 })
}

function problemsOf(receipt: Receipt, trust = TRUST): string[] {
  return checked(receipt, trust).findings.map(({ problem }) => problem)
}

test.each([0, 1, 2, 3, 255, 256, 257, 302])('everybody gets the proof of entry %i, and learns no more', async (at) => {
  const receipt = await receiptFrom(weir.ask, `${at}/receipt`)
  const { findings, proof, entry, period } = checked(receipt)
  expect([findings, proof?.index, proof?.checkpoint.size]).toEqual([[], at, 303])
  expect(receipt.opening).toBeNull()
  expect([entry === null, period]).toEqual(at < 3 ? [false, null] : [true, '2026-11'])
  expect(readTlogProof(receipt.proof)?.hashes.length).toBeLessThanOrEqual(9)
})

test('who may look into the ledger gets it opened, and a change of any word shows', async () => {
  for (const at of [1, 150, 302]) {
    const receipt = await receiptFrom(auditor, `${at}/opened-receipt`)
    const { findings, entry } = checked(receipt)
    expect(findings).toEqual([])
    const transfer = entry?.event.event === 'transfer' ? entry.event.transfer : null
    expect(transfer?.phase === 'hold' ? transfer.amount : null).toBe(at === 1 ? 1_000_000n : BigInt(17 + at))
  }
  const { opening, ...rest } = await receiptFrom(auditor, '150/opened-receipt')
  if (opening === null) throw new Error('an opening')
  const changed = (parts: Partial<typeof opening>) => problemsOf({ ...rest, opening: { ...opening, ...parts } })
  expect(changed({ facts: opening.facts.replace('amount 167', 'amount 166') })).toEqual(['commitment-differs'])
  const salt = `${opening.salt.startsWith('A') ? 'B' : 'A'}${opening.salt.slice(1)}`
  expect(changed({ salt })).toEqual(['commitment-differs'])
  expect(changed({ personalDigest: '00' })).toEqual(['commitment-differs'])
  expect(changed({ facts: opening.facts.replace('amount', 'sum') })).toEqual(['facts-malformed'])
  const shown = await receiptFrom(auditor, '0/opened-receipt')
  expect(problemsOf({ ...shown, opening: { ...opening, facts: opening.facts } })).toContain('facts-differ')
})

test('a receipt that was changed, or is of something else, is found out', async () => {
  const receipt = await receiptFrom(weir.ask, '150/receipt')
  const other = await receiptFrom(weir.ask, '151/receipt')
  const commitment = receipt.leaf.replace(/commitment ./, (found) => `commitment ${found.endsWith('A') ? 'B' : 'A'}`)
  expect(problemsOf({ ...receipt, leaf: commitment })).toEqual(['not-included'])
  expect(problemsOf({ ...receipt, leaf: other.leaf })).toEqual(['not-included', 'index-differs'])
  expect(problemsOf({ ...receipt, proof: other.proof })).toEqual(['not-included', 'index-differs'])
  expect(problemsOf({ ...receipt, proof: receipt.proof.replace('\n303\n', '\n304\n') })).toContain('signature-missing')
  expect(problemsOf({ ...receipt, proof: '' })).toEqual(['proof-malformed'])
  expect(problemsOf(receipt, { ...TRUST, keys: [] })).toEqual(['signature-missing'])
  expect(problemsOf(receipt, { ...TRUST, origin: 'elsewhere' })).toEqual(['origin-differs'])
  expect(problemsOf(receipt, { ...TRUST, agency: 'songhan' })).toEqual(['agency-differs'])
  const retired = TRUST.keys.map((key) => ({ ...key, untilSize: 302 }))
  expect(problemsOf(receipt, { ...TRUST, keys: retired })).toEqual(['key-retired'])
  expect(problemsOf(receipt, { ...TRUST, keys: retired.map((key) => ({ ...key, untilSize: 303 })) })).toEqual([])
})

test('an entry that no checkpoint is signed over yet is said to be so', async () => {
  await receiptFrom(weir.ask, '0/receipt')
  await record(1)
  const early = await weir.ask(`/api/agencies/${AGENCY}/ledger/entries/303/receipt`)
  expect([early.status, early.body['refusal']]).toEqual([409, 'entry-not-in-checkpoint'])
  const never = await weir.ask(`/api/agencies/${AGENCY}/ledger/entries/9999/receipt`)
  expect([never.status, never.body['refusal']]).toEqual([404, 'ledger-entry-not-found'])
  weir.passTime(10_001)
  expect(problemsOf(await receiptFrom(weir.ask, '303/receipt'))).toEqual([])
})
