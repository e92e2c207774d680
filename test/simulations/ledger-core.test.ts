// What must hold of the ledger's core over random requests: the invariants I1, I2, I3, I6, I7, I9, I12, the identity of every
// asset, statements that add up, batches that may be cut anywhere; and a ledger written anew decides the same.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-core.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { identitiesOf, imbalance } from '../../src/domain/ledger/account-identity.ts'
import { accountKindOf, type AccountCode } from '../../src/domain/ledger/account.ts'
import { available, posted, SUM_MAX, type AccountBalance } from '../../src/domain/ledger/balance.ts'
import { closePeriod } from '../../src/domain/ledger/close.ts'
import { decideBatch, type Outcome } from '../../src/domain/ledger/decide.ts'
import type { Entry, LedgerEvent } from '../../src/domain/ledger/entry.ts'
import { factsText, isPublic } from '../../src/domain/ledger/facts.ts'
import { leafText, readLeaf } from '../../src/domain/ledger/leaf.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { PublicReplay, isWhollyPublic } from '../../src/domain/ledger/public-replay.ts'
import { readFacts } from '../../src/domain/ledger/read-facts.ts'
import { Replay } from '../../src/domain/ledger/replay.ts'
import { statementOf } from '../../src/domain/ledger/statement.ts'
import type { Hold, Transfer } from '../../src/domain/ledger/transfer.ts'
import type { Unit } from '../../src/domain/ledger/unit.ts'
import { RandomLedger, type Seen, type Step } from '../kit/random-ledger.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'
import { SlowLedger } from '../kit/slow-ledger.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 200) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const STEPS = 30
const BELOW_ZERO = ['ISSUE', 'OVERDRAFT', 'ADJUST', 'DUE', 'ROUNDING', 'EXCHANGE']

/** A ledger with the log of what it recorded. */
class Course implements Seen {
  readonly ledger = new MemoryLedger()
  readonly entries: Entry[] = []
  readonly steps: Step[] = []

  take(step: Step): readonly Outcome[] {
    this.steps.push(step)
    if ('close' in step) {
      const closing = closePeriod(this.ledger.closing, step.close)
      if (!closing.ok) return []
      this.ledger.closing = closing.value
      this.record(step.close)
      this.ledger.nextSequence += 1
      return []
    }
    const { outcomes, change } = decideBatch(this.ledger, step.batch)
    for (const { transfer } of change.recorded) this.record({ event: 'transfer', transfer })
    this.ledger.apply(change)
    return outcomes
  }

  available(account: AccountCode, unit: Unit): bigint {
    return available(this.ledger.balance(account, unit))
  }

  openHolds(): readonly Hold[] {
    return this.ledger.openHolds()
  }

  private record(event: LedgerEvent): void {
    this.entries.push({ sequence: this.entries.length, recordedAt: 1_790_000_000_000 + this.entries.length, event })
  }
}

/** Runs every seed; `seen` is told after each step, `ended` at the end. */
function eachCourse(
  ended: (course: Course, random: () => number) => void,
  seen: (course: Course, step: Step, outcomes: readonly Outcome[]) => void = () => {},
): void {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    try {
      const random = seededRandom(seed)
      const requests = new RandomLedger(random)
      const course = new Course()
      for (let at = 0; at < STEPS; at += 1) {
        const step = at === 0 ? requests.beginning() : requests.next(course)
        seen(course, step, course.take(step))
      }
      ended(course, random)
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
}

function transfersOf(entries: readonly Entry[]): { sequence: number; transfer: Transfer }[] {
  return entries.flatMap(({ sequence, event }) =>
    event.event === 'transfer' ? [{ sequence, transfer: event.transfer }] : [],
  )
}

/** What each transfer moved for good: between which accounts, how much. */
function movesOf(entries: readonly Entry[]) {
  const holds = new Map<string, Hold>()
  return transfersOf(entries).flatMap(({ transfer }) => {
    if (transfer.phase === 'hold') holds.set(transfer.id, transfer as Hold)
    if (transfer.phase === 'hold' || transfer.phase === 'void') return []
    const opened = transfer.phase === 'post' ? holds.get(transfer.hold)! : transfer
    return [{ unit: opened.unit, debit: opened.debit, credit: opened.credit, amount: transfer.amount }]
  })
}

test('a ledger written anew answers the same and has the same balances', () => {
  let slow = new SlowLedger()
  const refusals = new Set<string>()
  const compare = (course: Course, step: Step, outcomes: readonly Outcome[]) => {
    if (course.steps.length === 1) slow = new SlowLedger()
    if ('close' in step) slow.close(step.close)
    else expect(outcomes).toEqual(slow.append(step.batch))
    for (const outcome of outcomes) if (!outcome.ok) refusals.add(outcome.refusal)
    expect(course.ledger.nextSequence).toBe(slow.log.length)
  }
  eachCourse((course) => {
    for (const { account, unit, ...balance } of course.ledger.balances()) {
      expect(balance, `${account} ${unit}`).toEqual(slow.sums(account, unit))
    }
    const open = slow.transfers().filter((entry) => entry.phase === 'hold' && slow.endOf(entry.id) === undefined)
    expect(new Set(course.openHolds().map(({ id }) => id))).toEqual(new Set(open.map(({ id }) => id)))
  }, compare)
  // The random requests reach every answer that there is.
  if (SEEDS >= 100) expect(refusals.size).toBe(25)
})

test('I1, I2: at every entry debits are credits in each unit, and no account is below zero that may not be', () => {
  eachCourse((course) => {
    const replay = new Replay()
    for (const entry of course.entries) {
      replay.take(entry)
      const sums = new Map<Unit, { posted: bigint; pending: bigint }>()
      for (const balance of replay.ledger.balances()) {
        const sum = sums.get(balance.unit) ?? { posted: 0n, pending: 0n }
        sum.posted += balance.creditsPosted - balance.debitsPosted
        sum.pending += balance.creditsPending - balance.debitsPending
        sums.set(balance.unit, sum)
        checkBounds(balance)
      }
      for (const sum of sums.values()) expect(sum).toEqual({ posted: 0n, pending: 0n })
    }
  })
})

function checkBounds(balance: AccountBalance): void {
  const { account, creditsPosted, debitsPosted, creditsPending, debitsPending } = balance
  const least = [creditsPosted, debitsPosted, creditsPending, debitsPending]
  if (!BELOW_ZERO.includes(accountKindOf(account))) least.push(available(balance))
  if (least.some((amount) => amount < 0n)) expect.fail(`${account} is below zero`)
  if (creditsPosted + creditsPending > SUM_MAX || debitsPosted + debitsPending > SUM_MAX) {
    expect.fail(`${account} is beyond the largest sum`)
  }
}

test('I3: a hold ends at most once, and its post is at most the hold', () => {
  eachCourse(({ entries }) => {
    const holds = new Map<string, bigint>()
    for (const { transfer } of transfersOf(entries)) {
      if (transfer.phase === 'hold') holds.set(transfer.id, transfer.amount)
      if (transfer.phase !== 'post' && transfer.phase !== 'void') continue
      const held = holds.get(transfer.hold)
      expect(held, `${transfer.id} ends a hold that is open`).toBeDefined()
      if (transfer.phase === 'post') expect(transfer.amount <= held! && transfer.amount > 0n).toBe(true)
      holds.delete(transfer.hold)
    }
  })
})

test('I6: the log alone gives the balances, the open holds and what is closed, without a problem', () => {
  eachCourse(({ entries, ledger }) => {
    const replay = new Replay()
    for (const entry of entries) replay.take(entry)
    replay.end()
    expect(replay.problems).toEqual([])
    expect(replay.ledger.balances()).toEqual(ledger.balances())
    expect(replay.ledger.openHolds().map(({ id }) => id)).toEqual(ledger.openHolds().map(({ id }) => id))
    expect(replay.ledger.closing).toEqual(ledger.closing)
    expect(replay.ledger.nextSequence).toBe(entries.length)
  })
})

test('I6: an entry left out, doubled, moved or changed is a problem of the replay or another balance', () => {
  eachCourse(({ entries, ledger }, random) => {
    const at = wholeNumber(random, 0, entries.length - 2)
    const tampered = tamper(entries, at, wholeNumber(random, 0, 3))
    if (tampered === null) return
    const replay = new Replay()
    for (const entry of tampered) replay.take(entry)
    replay.end()
    const isTold = replay.problems.length > 0 || replay.ledger.nextSequence !== entries.length
    if (!isTold) expect(replay.ledger.balances()).not.toEqual(ledger.balances())
  })
})

function tamper(entries: readonly Entry[], at: number, how: number): Entry[] | null {
  const entry = entries[at]!
  if (how === 0) return entries.toSpliced(at, 1)
  if (how === 1) return entries.toSpliced(at, 0, entry)
  if (how === 2) return entries.toSpliced(at, 2, entries[at + 1]!, entry)
  if (entry.event.event !== 'transfer') return null
  const { transfer } = entry.event
  // More of an open hold's post shows in the balances, more of a hold that is released does not: only its proof tells.
  if (transfer.phase !== 'move' && transfer.phase !== 'post') return null
  const event = { event: 'transfer' as const, transfer: { ...transfer, amount: transfer.amount + 1n } }
  return entries.toSpliced(at, 1, { ...entry, event })
}

test('I7: the same id and body is answered with its first sequence, another body is refused; neither changes anything', () => {
  eachCourse(({ entries, ledger }) => {
    for (const { sequence, transfer } of transfersOf(entries)) {
      const again = { ...transfer, isLinked: false, by: null, note: 'other words' }
      const { outcomes, change } = decideBatch(ledger, [again])
      expect(change).toEqual({ balances: [], holds: [], recorded: [] })
      if (transfer.isLinked) expect(outcomes).toEqual([{ ok: false, refusal: 'exists-with-different-body' }])
      else expect(outcomes).toEqual([{ ok: true, value: { sequence, isRepeated: true } }])
      for (const other of otherBodies(transfer)) {
        const answer = decideBatch(ledger, [other])
        expect(answer.outcomes, JSON.stringify(Object.keys(other))).toEqual([
          { ok: false, refusal: 'exists-with-different-body' },
        ])
        expect(answer.change.recorded).toEqual([])
      }
    }
  })
})

function otherBodies(transfer: Transfer): Transfer[] {
  const whole = { ...transfer, isLinked: false }
  const others: Transfer[] = [
    { ...whole, period: '2031-01' },
    { ...whole, effectiveAt: transfer.effectiveAt + 1 },
    { ...whole, ref: '00000000-0000-4000-a000-000000000001' },
    { ...whole, kind: transfer.kind === 'lend' ? 'recall' : 'lend' },
  ]
  if (whole.phase !== 'void') others.push({ ...whole, amount: whole.amount + 1n })
  if (whole.phase === 'post' || whole.phase === 'void') return [...others, { ...whole, hold: transfer.id }]
  return [
    ...others,
    { ...whole, unit: 'dataset-day' },
    { ...whole, debit: 'POOL:other' },
    { ...whole, credit: 'POOL:other' },
    { ...whole, phase: whole.phase === 'hold' ? 'move' : 'hold' },
  ]
}

test('I9: after a close nothing is recorded into its month or an earlier one, after a soft one only what may be late', () => {
  const late = ['encumber', 'consume', 'release', 'refund', 'adjust']
  eachCourse(({ entries }) => {
    let [closed, softly] = ['', '']
    for (const { sequence, event } of entries) {
      if (event.event === 'close' && event.state === 'closed') closed = event.period
      if (event.event === 'close' && event.state === 'soft-closed') softly = event.period
      if (event.event !== 'transfer') continue
      const { period, kind } = event.transfer
      expect(period > closed, `${sequence} is of a closed month`).toBe(true)
      if (!late.includes(kind)) expect(period > softly, `${sequence} ${kind} is late`).toBe(true)
    }
  })
})

test('I12: of each project, what it has and used and what expired or was returned is what it was awarded and got', () => {
  eachCourse(({ entries, ledger }) => {
    const flows = new Map<string, { came: bigint; went: bigint }>()
    const flowOf = (key: string) => flows.getOrInsertComputed(key, () => ({ came: 0n, went: 0n }))
    for (const { unit, debit, credit, amount } of movesOf(entries)) {
      const [giver, taker] = [projectOf(debit), projectOf(credit)]
      if (giver === taker) continue
      if (taker !== null) flowOf(`${taker} ${unit}`).came += amount
      if (giver !== null) flowOf(`${giver} ${unit}`).went += amount
    }
    for (const [key, { came, went }] of flows) {
      const [project, unit] = key.split(' ') as [string, Unit]
      const has = (kind: 'PROJECT' | 'USED' | 'OVERDRAFT') => posted(ledger.balance(`${kind}:${project}`, unit))
      // What is used beyond the award stands below zero in the overdraft.
      expect(has('PROJECT') + has('USED') + has('OVERDRAFT') + went, key).toBe(came)
    }
  })
})

function projectOf(account: AccountCode): string | null {
  const [kind = '', name = ''] = account.split(':')
  return ['PROJECT', 'USED', 'OVERDRAFT'].includes(kind) ? name : null
}

test('of every asset, what was supplied is consumed, encumbered, obligated, free or lost', () => {
  eachCourse(({ entries, ledger }) => {
    const moves = movesOf(entries)
    for (const identity of identitiesOf(ledger.balances())) {
      const { unit } = identity
      expect(imbalance(identity), unit).toBe(0n)
      const supplied = moves.filter((move) => move.unit === unit && move.debit === 'ISSUE')
      expect(identity.supplied, unit).toBe(supplied.reduce((sum, { amount }) => sum + amount, 0n))
      const held = ledger.openHolds().filter((hold) => hold.unit === unit && hold.debit.startsWith('PROJECT:'))
      expect(identity.encumbered, unit).toBe(held.reduce((sum, { amount }) => sum + amount, 0n))
      const used = moves.filter((move) => move.unit === unit && /^(USED|OVERDRAFT):/.test(move.credit))
      const back = moves.filter((move) => move.unit === unit && /^(USED|OVERDRAFT):/.test(move.debit))
      const consumed = (list: typeof moves) => list.reduce((sum, { amount }) => sum + amount, 0n)
      expect(identity.consumed, unit).toBe(consumed(used) - consumed(back))
    }
  })
})

test('a batch cut anywhere between its chains gives the same log', () => {
  eachCourse(({ steps, entries, ledger }, random) => {
    const other = new Course()
    for (const step of steps) {
      if ('close' in step) other.take(step)
      else for (const batch of cut(step.batch, random)) other.take({ batch })
    }
    expect(other.entries).toEqual(entries)
    expect(other.ledger.balances()).toEqual(ledger.balances())
  })
})

function cut(batch: readonly Transfer[], random: () => number): Transfer[][] {
  const parts: Transfer[][] = [[]]
  for (const [at, transfer] of batch.entries()) {
    const isInChain = batch[at - 1]?.isLinked === true
    if (!isInChain && random() < 0.5) parts.push([])
    parts.at(-1)!.push(transfer)
  }
  return parts
}

test("an account's statement adds up: its closing is the balance, and every line is the change of it", () => {
  eachCourse(({ entries, ledger }, random) => {
    const holds = new Map(transfersOf(entries).map(({ transfer }) => [transfer.id, transfer as Hold]))
    const holdOf = (id: string) => holds.get(id)
    const middle = wholeNumber(random, 0, entries.length)
    for (const { account, unit, ...balance } of ledger.balances()) {
      const whole = statementOf({ account, unit }, entries, holdOf)
      expect(whole.closing, `${account} ${unit}`).toEqual(balance)
      const sum = (of: 'posted' | 'held' | 'promised') => whole.lines.reduce((total, line) => total + line[of], 0n)
      expect([sum('posted'), sum('held'), sum('promised')]).toEqual([
        posted(balance),
        balance.debitsPending,
        balance.creditsPending,
      ])
      const first = statementOf({ account, unit }, entries.slice(0, middle), holdOf)
      const rest = statementOf({ account, unit }, entries.slice(middle), holdOf, first.closing)
      expect([...first.lines, ...rest.lines]).toEqual(whole.lines)
    }
  })
})

test('facts are read back as they were written, but for what is personal; hidden leaves of one month differ in nothing', () => {
  const commitment = `${'A'.repeat(43)}=`
  eachCourse(({ entries }) => {
    for (const entry of entries) {
      const { event, sequence } = entry
      const bare = event.event === 'transfer' ? { ...event.transfer, by: null, note: null } : null
      const plain: Entry = bare === null ? entry : { ...entry, event: { event: 'transfer', transfer: bare } }
      expect(readFacts(factsText('kr', entry), 'kr', sequence)).toEqual(plain)
      const leaf = leafText('kr', entry, commitment)
      expect(readLeaf(leaf, 'kr')).toEqual({
        sequence,
        commitment,
        entry: isPublic(event) ? plain : null,
        period: isPublic(event) ? null : bare!.period,
      })
      if (!isPublic(event)) {
        const shown = `weir-ledger-entry/1\nsequence ${sequence}\nperiod ${bare!.period}\ncommitment ${commitment}\n`
        expect(leaf).toBe(shown)
      }
    }
  })
})

test('what an outsider adds up has no problem, and pools and rounds have the balances of the ledger', () => {
  eachCourse(({ entries, ledger }) => {
    const replay = new PublicReplay()
    for (const entry of entries) replay.take(readLeaf(leafText('kr', entry, `${'A'.repeat(43)}=`), 'kr')!)
    expect(replay.problems).toEqual([])
    const isShown = ({ account, unit }: AccountBalance) => isWhollyPublic(account, unit)
    expect(replay.balances().filter(isShown)).toEqual(ledger.balances().filter(isShown))
  })
})
