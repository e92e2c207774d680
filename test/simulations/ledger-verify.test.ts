// I6: the verification of a ledger finds nothing in what the sequencer wrote, and something in every single change of what is
// stored: a field of a row, a row taken out or moved, a hash, a salt, a person, a balance, the head.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-verify.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import type { AccountBalance } from '../../src/domain/ledger/balance.ts'
import type { Opening } from '../../src/domain/ledger/transfer.ts'
import type { SealedEntry } from '../../src/store/ledger/tables.ts'
import { LedgerVerification, type StoredLedger, type VerifiedRow } from '../../src/store/ledger/verify.ts'
import { AGENCY, LedgerWorld } from '../kit/ledger-world.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { sha256 } from '../kit/slow-tree.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Math.ceil(Number(process.env['WEIR_SEEDS'] ?? 200) / 4) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

interface Stored {
  rows: VerifiedRow[]
  ledger: StoredLedger
}

type Row = VerifiedRow['row']

async function storedLedger(seed: number): Promise<Stored> {
  const faults = { broken: 0, slow: 0 }
  const world = new LedgerWorld(seededRandom(seed), { steps: 14, callers: 3, faults, crashEvery: 0 })
  expect(await world.run()).toBe(true)
  const { entries, accounts, balances, head, subtrees } = world.database
  const openings = new Map<string, Opening>()
  const rows = entries.map((entry) => rowOf(entry, openings))
  const stored = accounts.flatMap(({ id, account, unit }): AccountBalance[] => {
    const balance = balances.get(id)
    return balance === undefined ? [] : [{ ...balance, account, unit }]
  })
  return { rows, ledger: { head, balances: stored, subtrees } }
}

function rowOf({ entry, salt, leafHash, personal }: SealedEntry, openings: Map<string, Opening>): VerifiedRow {
  const { sequence, recordedAt, event } = entry
  const nothing = { effective_at: null, amount: null, unit: null, debit: null, credit: null, kind: null, phase: null }
  const noIds = { is_linked: null, id: null, ref: null, hold: null, period: null, event: null }
  const base: Row = { sequence: BigInt(sequence), recorded_at: new Date(recordedAt), ...nothing, ...noIds }
  const proof = { salt, leafHash, personalDigest: personal?.digest ?? null }
  if (event.event !== 'transfer') {
    const json = event.event === 'totals' ? null : event
    return { row: { ...base, event: json }, ...proof, personal: null }
  }
  const { transfer } = event
  const isEnd = transfer.phase === 'post' || transfer.phase === 'void'
  const opened = isEnd ? openings.get(transfer.hold)! : transfer
  if (!isEnd) openings.set(transfer.id, transfer)
  const row: Row = {
    ...base,
    effective_at: new Date(transfer.effectiveAt * 1000),
    amount: transfer.phase === 'void' ? null : transfer.amount,
    unit: opened.unit,
    debit: opened.debit,
    credit: opened.credit,
    kind: transfer.kind,
    phase: transfer.phase,
    is_linked: transfer.isLinked,
    id: transfer.id,
    ref: transfer.ref,
    hold: isEnd ? transfer.hold : null,
    period: transfer.period,
  }
  const { by, note } = transfer
  return { row, ...proof, personal: personal === null ? null : { by, note, salt: personal.salt } }
}

function findingsOf({ rows, ledger }: Stored): string[] {
  const verification = new LedgerVerification(AGENCY, sha256)
  for (const row of rows) verification.take(row)
  verification.end(ledger)
  expect(verification.findings.length).toBe(verification.findingCount)
  return verification.findings.map(({ problem }) => problem)
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[copy.length - 1]! ^= 1
  return copy
}

/** Each way to change one row; null: this row has nothing of the kind. */
const ROW_CHANGES: Record<string, (row: VerifiedRow) => Partial<VerifiedRow> | null> = {
  amount: ({ row }) => (row.amount === null ? null : { row: { ...row, amount: row.amount + 1n } }),
  kind: ({ row }) => (row.kind === null ? null : { row: { ...row, kind: row.kind === 'lend' ? 'recall' : 'lend' } }),
  debit: ({ row }) => (row.debit === null ? null : { row: { ...row, debit: 'POOL:other' } }),
  credit: ({ row }) => (row.credit === null ? null : { row: { ...row, credit: 'POOL:other' } }),
  unit: ({ row }) => (row.unit === null ? null : { row: { ...row, unit: 'dataset-day' } }),
  period: ({ row }) => (row.period === null ? null : { row: { ...row, period: '2031-01' } }),
  linked: ({ row }) => (row.is_linked === null ? null : { row: { ...row, is_linked: !row.is_linked } }),
  id: ({ row }) => (row.id === null ? null : { row: { ...row, id: '00000000-0000-4000-8000-ffffffffffff' } }),
  ref: ({ row }) => (row.id === null ? null : { row: { ...row, ref: '00000000-0000-4000-8000-ffffffffffff' } }),
  hold: ({ row }) => (row.hold === null ? null : { row: { ...row, hold: '00000000-0000-4000-8000-ffffffffffff' } }),
  'recorded-at': ({ row }) => ({ row: { ...row, recorded_at: new Date(row.recorded_at.getTime() + 1) } }),
  'effective-at': ({ row }) => {
    const at = row.effective_at
    return at === null ? null : { row: { ...row, effective_at: new Date(at.getTime() + 1000) } }
  },
  phase: ({ row }) => (row.phase === 'hold' ? { row: { ...row, phase: 'move' } } : null),
  salt: ({ salt }) => ({ salt: flipped(salt) }),
  leaf: ({ leafHash }) => ({ leafHash: flipped(leafHash) }),
  digest: ({ personalDigest }) => (personalDigest === null ? null : { personalDigest: flipped(personalDigest) }),
  person: ({ personal }) =>
    personal === null ? null : { personal: { ...personal, by: '00000000-0000-4000-9000-0000000000ff' } },
  words: ({ personal }) => (personal === null ? null : { personal: { ...personal, note: 'other words' } }),
  'personal-salt': ({ personal }) =>
    personal === null ? null : { personal: { ...personal, salt: flipped(personal.salt) } },
}

test('I6: what the sequencer wrote is found whole, and any change of one row is found', async () => {
  const made = new Map<string, number>()
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const stored = await storedLedger(seed)
    expect(findingsOf(stored), `seed ${seed}`).toEqual([])
    const random = seededRandom(seed)
    for (const [name, change] of Object.entries(ROW_CHANGES)) {
      const at = wholeNumber(random, 0, stored.rows.length - 1)
      const row = stored.rows.slice(at).find((one) => change(one) !== null)
      const changed = row === undefined ? null : change(row)
      if (row === undefined || changed === null) continue
      made.set(name, (made.get(name) ?? 0) + 1)
      const rows = stored.rows.map((one) => (one === row ? { ...one, ...changed } : one))
      expect(findingsOf({ ...stored, rows }), `seed ${seed}: ${name} of ${row.row.sequence}`).not.toEqual([])
    }
  }
  // Each change was tried, not only those that are easy to find.
  if (SEEDS >= 20) expect([...made.keys()].toSorted()).toEqual(Object.keys(ROW_CHANGES).toSorted())
})

test('I6: a row taken out, put in another place or doubled is found, and so is every change beside the rows', async () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const stored = await storedLedger(seed)
    expect(findingsOf(stored), `seed ${seed}`).toEqual([])
    const random = seededRandom(seed)
    const { rows, ledger } = stored
    const at = wholeNumber(random, 0, rows.length - 2)
    const [one, next] = [rows[at]!, rows[at + 1]!]
    const renumbered = (row: VerifiedRow, like: VerifiedRow): VerifiedRow => {
      return { ...row, row: { ...row.row, sequence: like.row.sequence } }
    }
    const { head, balances, subtrees } = ledger
    const place = wholeNumber(random, 0, balances.length - 1)
    const balance = balances[place]!
    const withBalance = (changed: AccountBalance): Stored => {
      return { rows, ledger: { ...ledger, balances: balances.with(place, changed) } }
    }
    const withHead = (changed: Partial<typeof head>): Stored => ({
      rows,
      ledger: { ...ledger, head: { ...head, ...changed } },
    })
    const changes: Record<string, Stored> = {
      'taken out': { rows: rows.toSpliced(at, 1), ledger },
      'the last taken out': { rows: rows.slice(0, -1), ledger },
      swapped: { rows: rows.toSpliced(at, 2, renumbered(next, one), renumbered(one, next)), ledger },
      doubled: { rows: [...rows, { ...one, row: { ...one.row, sequence: BigInt(rows.length) } }], ledger },
      'credits posted': withBalance({ ...balance, creditsPosted: balance.creditsPosted + 1n }),
      'debits posted': withBalance({ ...balance, debitsPosted: balance.debitsPosted + 1n }),
      'credits pending': withBalance({ ...balance, creditsPending: balance.creditsPending + 1n }),
      'debits pending': withBalance({ ...balance, debitsPending: balance.debitsPending + 1n }),
      'an account made up': {
        rows,
        ledger: { ...ledger, balances: [...balances, { ...balance, account: 'POOL:made-up', creditsPosted: 1n }] },
      },
      'the head counts less': withHead({ sequence: head.sequence - 1 }),
      'another root': withHead({ root: flipped(head.root) }),
      'another frontier': withHead({ frontier: flipped(head.frontier) }),
      'a month reopened': withHead({ closing: { closedThrough: '1999-01', softClosedThrough: null } }),
      'a subtree made up': {
        rows,
        ledger: { ...ledger, subtrees: [...subtrees, { level: 1, index: 9, hash: head.root }] },
      },
    }
    for (const [name, changed] of Object.entries(changes)) {
      expect(findingsOf(changed), `seed ${seed}: ${name} at ${at}`).not.toEqual([])
    }
  }
})
