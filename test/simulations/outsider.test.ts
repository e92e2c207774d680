// What an outsider can learn of hidden entries from the public log and the awards in it: that there were so many in a month, and
// nothing of any project's use. Two worlds with the same public entries and the same number of hidden ones in the same months, but
// other jobs, projects, amounts and times, look the same from outside but for their commitments.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/outsider.test.ts. More of them: WEIR_SEEDS=2000.
import { expect, test } from 'vitest'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import { decideBatch } from '../../src/domain/ledger/decide.ts'
import { committedText, factsText } from '../../src/domain/ledger/facts.ts'
import { leafText, readLeaf } from '../../src/domain/ledger/leaf.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { SALT_BYTES, Sealer } from '../../src/domain/ledger/seal.ts'
import { ruleOf, type Hold, type Opening, type Transfer } from '../../src/domain/ledger/transfer.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { sha256 } from '../kit/slow-tree.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 60) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const AGENCY = 'hannuri'
const UNIT = 'milli-reference-unit-second'
const PROJECTS = ['p0', 'p1', 'p2', 'p3']
const MONTHS = ['2026-10', '2026-11']
const DAY_SECONDS = 86_400
const BEGIN = 1_790_000_000

/** What happens for all to see, and between it so many hidden entries of a month. */
type Slot = { readonly shown: Transfer; readonly recordedAt: number } | { readonly hiddenIn: string }

interface SealedLeaf {
  readonly entry: Entry
  readonly salt: Uint8Array
  readonly leaf: string
}

function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

function opening(random: () => number, period: string, parts: Partial<Opening>): Opening {
  return {
    id: uuid(random),
    kind: 'encumber',
    phase: 'move',
    ref: null,
    period,
    effectiveAt: BEGIN + wholeNumber(random, 0, 60 * DAY_SECONDS),
    isLinked: false,
    by: null,
    note: null,
    unit: UNIT,
    debit: 'ISSUE',
    credit: 'POOL:academia',
    amount: 1_000_000n,
    ...parts,
  }
}

/** A supply, an award for each project, then hidden entries of two months with a reduction and a supply between them. */
function storyOf(random: () => number): Slot[] {
  const slots: Slot[] = []
  let recordedAt = BEGIN * 1000
  const show = (transfer: Transfer): void => {
    slots.push({ shown: transfer, recordedAt: (recordedAt += wholeNumber(random, 1, 1_000_000)) })
  }
  const byTwo = (period: string, parts: Partial<Opening>): void => {
    const hold = { ...opening(random, period, parts), phase: 'hold' as const, by: uuid(random) }
    show(hold)
    const { id: _id, unit: _unit, debit: _debit, credit: _credit, ...facts } = hold
    show({ ...facts, id: uuid(random), phase: 'post', hold: hold.id, by: uuid(random) })
  }
  show(opening(random, MONTHS[0]!, { kind: 'supply' }))
  for (const project of PROJECTS) {
    const amount = BigInt(wholeNumber(random, 50_000, 200_000))
    byTwo(MONTHS[0]!, { kind: 'obligate', debit: 'POOL:academia', credit: `PROJECT:${project}`, amount })
  }
  for (const month of MONTHS) {
    for (let left = wholeNumber(random, 20, 60); left > 0; left -= 1) slots.push({ hiddenIn: month })
    show(opening(random, month, { kind: 'supply', amount: BigInt(wholeNumber(random, 1, 1000)) }))
    const debit = `PROJECT:${PROJECTS[0]!}` as const
    byTwo(month, { kind: 'reduce', debit, credit: 'POOL:academia', amount: 5n })
  }
  return slots
}

/** Fills the hidden places with jobs of its own, by the rules of the ledger. */
class World {
  readonly leaves: SealedLeaf[] = []
  readonly #random: () => number
  readonly #ledger = new MemoryLedger()
  readonly #sealer = new Sealer(AGENCY, sha256)
  readonly #open: Hold[] = []

  constructor(story: readonly Slot[], random: () => number) {
    this.#random = random
    let recordedAt = BEGIN * 1000
    for (const slot of story) {
      if ('shown' in slot) {
        expect(this.#record(slot.shown, slot.recordedAt), 'what is public is recorded in every world').toBe(true)
        recordedAt = slot.recordedAt
        continue
      }
      recordedAt += wholeNumber(random, 0, 500)
      while (!this.#record(this.#hidden(slot.hiddenIn), recordedAt));
    }
  }

  #record(transfer: Transfer, recordedAt: number): boolean {
    const { outcomes, change } = decideBatch(this.#ledger, [transfer])
    if (outcomes[0]?.ok !== true) return false
    const sequence = this.#ledger.nextSequence
    this.#ledger.apply(change)
    this.#ledger.nextSequence = sequence + 1
    if (transfer.phase === 'hold' && transfer.kind === 'encumber') this.#open.push({ ...transfer, phase: 'hold' })
    const entry: Entry = { sequence, recordedAt, event: { event: 'transfer', transfer } }
    const salt = Uint8Array.from({ length: SALT_BYTES }, () => Math.floor(this.#random() * 256))
    const { commitment } = this.#sealer.seal(entry, salt, null)
    this.leaves.push({ entry, salt, leaf: leafText(AGENCY, entry, commitment.toBase64()) })
    return true
  }

  #hidden(period: string): Transfer {
    const random = this.#random
    const project = PROJECTS[wholeNumber(random, 0, PROJECTS.length - 1)]!
    const ways = { debit: `PROJECT:${project}`, credit: `USED:${project}` } as const
    const amount = BigInt(wholeNumber(random, 1, 900))
    const roll = random()
    if (roll < 0.4) return { ...opening(random, period, { ...ways, amount }), phase: 'hold' }
    if (roll < 0.6) return opening(random, period, { ...ways, kind: 'consume', amount })
    if (roll < 0.7) {
      const back = { debit: ways.credit, credit: ways.debit } as const
      const ref = this.leaves.at(-1)?.entry
      const id = ref?.event.event === 'transfer' ? ref.event.transfer.id : null
      return opening(random, period, { ...back, kind: 'refund', amount, ref: id })
    }
    const [hold] = this.#open.splice(Math.floor(random() * this.#open.length), 1)
    const { unit: _unit, debit: _debit, credit: _credit, amount: _amount, ...facts } = opening(random, period, {})
    if (hold === undefined) return opening(random, period, { ...ways, kind: 'consume', amount })
    return roll < 0.95
      ? { ...facts, kind: 'consume', phase: 'post', hold: hold.id, amount: (hold.amount + 1n) / 2n }
      : { ...facts, kind: 'release', phase: 'void', hold: hold.id }
  }

  /** `<project> <day>`: what was used then. */
  dailyUse(): Record<string, string> {
    const use = new Map<string, bigint>()
    const holds = new Map<string, Transfer>()
    for (const { entry } of this.leaves) {
      if (entry.event.event !== 'transfer') continue
      const { transfer } = entry.event
      holds.set(transfer.id, transfer)
      if (transfer.kind !== 'consume' || transfer.phase === 'void') continue
      const way = transfer.phase === 'post' ? holds.get(transfer.hold) : transfer
      const day = Math.floor(transfer.effectiveAt / DAY_SECONDS)
      const key = `${way !== undefined && 'debit' in way ? way.debit : ''} ${day}`
      use.set(key, (use.get(key) ?? 0n) + transfer.amount)
    }
    return Object.fromEntries([...use].map(([key, amount]) => [key, String(amount)]))
  }
}

function eachStory(of: (first: World, second: World, story: readonly Slot[]) => void): void {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    try {
      const story = storyOf(seededRandom(seed))
      of(new World(story, seededRandom(seed + 1_000_000)), new World(story, seededRandom(seed + 2_000_000)), story)
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
}

const COMMITMENT = /^commitment (\S+)$/m

/** All that an outsider is shown, but for what nobody can invert. */
function withoutCommitments({ leaves }: World): string[] {
  return leaves.map(({ leaf }) => leaf.replace(COMMITMENT, 'commitment'))
}

test('two worlds that differ only in what is hidden look the same from outside', () => {
  eachStory((first, second) => {
    expect(withoutCommitments(first)).toEqual(withoutCommitments(second))
    // Otherwise nothing would be hidden: the projects did other things on other days.
    expect(first.dailyUse()).not.toEqual(second.dailyUse())
    expect(Object.keys(first.dailyUse()).length).toBeGreaterThan(5)
  })
})

test('a hidden leaf has its number, its month and a commitment, and nothing else', () => {
  eachStory((world, _other, story) => {
    for (const [at, { entry, leaf }] of world.leaves.entries()) {
      const slot = story[at]!
      const read = readLeaf(leaf, AGENCY)
      if ('shown' in slot) {
        expect(read?.entry).toEqual({ ...entry, event: expect.objectContaining({ event: 'transfer' }) as unknown })
        continue
      }
      const [commitment = ''] = COMMITMENT.exec(leaf) ?? []
      expect(leaf).toBe(`weir-ledger-entry/1\nsequence ${at}\nperiod ${slot.hiddenIn}\n${commitment}\n`)
      expect(leaf).not.toContain(String(entry.recordedAt))
    }
  })
})

test('which kinds are hidden: all that tells of use, of lending, and of what passes between projects', () => {
  for (const kind of ['encumber', 'consume', 'release', 'lend', 'recall', 'transfer', 'exchange', 'refund', 'adjust']) {
    expect([kind, ruleOf(kind as Transfer['kind']).isPublic]).toEqual([kind, false])
  }
})

test('no two commitments are equal, not even of equal facts, and none can be guessed without its salt', () => {
  eachStory((first, second) => {
    const all = [...first.leaves, ...second.leaves]
    const commitments = all.map(({ leaf }) => COMMITMENT.exec(leaf)?.[1] ?? '')
    expect(new Set(commitments).size).toBe(all.length)
    const sealer = new Sealer(AGENCY, sha256)
    const zeros = new Uint8Array(SALT_BYTES)
    for (const [at, { entry, salt }] of all.entries()) {
      const sealed = (other: Uint8Array) => sealer.seal(entry, other, null).commitment.toBase64()
      expect(sealed(salt)).toBe(commitments[at])
      // Whoever guesses every fact rightly still cannot see that they did.
      expect(commitments).not.toContain(sealed(zeros))
      const bare = sha256(new TextEncoder().encode(committedText(factsText(AGENCY, entry), null)))
      expect(commitments).not.toContain(bare.toBase64())
    }
  })
})
