// I13: a hold never silently expires, and a stuck one is an alarm. Random runs, of which scheduler and accounting hear late, one
// of them or both for a while nothing; ends that are charged at once, late, or never.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-holds.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { decideBatch } from '../../src/domain/ledger/decide.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { stuckHolds, type OpenHold, type RunWord, type RunWords } from '../../src/domain/ledger/stuck-holds.ts'
import type { Hold, Transfer } from '../../src/domain/ledger/transfer.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 200) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const PATIENCE = { run: 600, decision: 86_400 }
const END = 20_000
const STEP = 97

type Source = 'scheduler' | 'accounting'

interface Run {
  readonly hold: Hold
  readonly isProposal: boolean
  readonly limit: number
  readonly end: number
  /** When each source begins to say that it is gone; those of `silent` say nothing between `mute[0]` and `mute[1]`. */
  readonly heard: { readonly scheduler: number; readonly accounting: number }
  readonly mute: readonly [number, number]
  readonly silent: readonly Source[]
  /** When its end was recorded; Infinity: never. */
  readonly settled: number
}

function randomRun(random: () => number, n: number): Run {
  const isProposal = random() < 0.1
  const start = wholeNumber(random, 0, END / 2)
  const limit = wholeNumber(random, 60, 4_000)
  // Some overrun their limit: reality wins.
  const end = start + Math.ceil(limit * (random() * 1.2))
  const late = () => (random() < 0.2 ? wholeNumber(random, 0, 3_000) : wholeNumber(random, 0, 60))
  const heard = { scheduler: end + late(), accounting: end + late() }
  const from = random() < 0.3 ? wholeNumber(random, start, END) : END * 2
  const both = Math.max(heard.scheduler, heard.accounting)
  const settled = random() < 0.2 ? Infinity : both + (random() < 0.3 ? wholeNumber(random, 0, 3_000) : 1)
  const who: readonly (readonly Source[])[] = [['scheduler'], ['accounting'], ['scheduler', 'accounting']]
  const silent = who[wholeNumber(random, 0, 2)]!
  const hold: Hold = {
    id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    ref: null,
    period: '2026-11',
    effectiveAt: start,
    isLinked: false,
    by: null,
    note: null,
    phase: 'hold',
    unit: 'shot',
    amount: 5n,
    ...(isProposal
      ? { kind: 'transfer', debit: 'PROJECT:p', credit: 'PROJECT:q' }
      : { kind: 'encumber', debit: 'PROJECT:p', credit: 'USED:p' }),
  }
  return { hold, isProposal, limit, end, heard, mute: [from, from + wholeNumber(random, 0, 3_000)], silent, settled }
}

function wordsAt({ hold, heard, mute, silent }: Run, now: number): RunWords {
  const word = (at: number, source: Source): RunWord => {
    if (silent.includes(source) && mute[0] <= at && at < mute[1]) return 'silent'
    return at < heard[source] ? 'runs' : 'gone'
  }
  const both = (at: number) => `${word(at, 'scheduler')} ${word(at, 'accounting')}`
  const changes = [hold.effectiveAt, heard.scheduler, heard.accounting, ...mute].filter((at) => at <= now)
  const since = Math.max(hold.effectiveAt, ...changes.filter((at) => both(at) !== both(at - 1)))
  return { scheduler: word(now, 'scheduler'), accounting: word(now, 'accounting'), since }
}

test('I13: a hold stays until it is ended, and one that should have ended is told, by name, within the patience', () => {
  const seen = new Set<string>()
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const runs = new Map(Array.from({ length: 12 }, (_, n) => randomRun(random, n)).map((run) => [run.hold.id, run]))
    const ledger = withAward(1_000n)
    const started = new Set<string>()
    for (let now = 0; now < END; now += STEP) {
      for (const run of runs.values()) {
        if (run.hold.effectiveAt <= now && !started.has(run.hold.id)) record(ledger, run.hold)
        if (run.hold.effectiveAt <= now) started.add(run.hold.id)
        if (run.settled <= now && ledger.hold(run.hold.id)?.state === 'open' && !run.isProposal)
          record(ledger, endOf(run))
      }
      const open = ledger.openHolds().map((hold): OpenHold => {
        const run = runs.get(hold.id)!
        return { hold, endsBy: run.isProposal ? null : hold.effectiveAt + run.limit }
      })
      const unsettled = [...runs.values()].filter(({ hold, settled, isProposal }) => {
        return started.has(hold.id) && (isProposal || settled > now)
      })
      expect(new Set(open.map(({ hold }) => hold.id)), `seed ${seed} at ${now}`).toEqual(
        new Set(unsettled.map(({ hold }) => hold.id)),
      )
      const stuck = stuckHolds(
        open,
        (hold) => (runs.get(hold.id)!.isProposal ? null : wordsAt(runs.get(hold.id)!, now)),
        now,
        PATIENCE,
      )
      const told = new Map(stuck.map(({ hold, alarm }) => [hold.id, alarm]))
      for (const alarm of told.values()) seen.add(alarm)
      for (const run of unsettled) expect(told.get(run.hold.id), `seed ${seed} at ${now}`).toBe(expected(run, now))
      expect(told.size).toBe(stuck.length)
      expect(stuck.map(({ age }) => age)).toEqual(stuck.map(({ age }) => age).toSorted((a, b) => b - a))
    }
  }
  if (SEEDS >= 100)
    expect([...seen].toSorted()).toEqual(['beyond-its-time', 'nobody-knows', 'run-is-gone', 'sources-disagree'])
})

/** What is true of the run, not what the sources say one by one. */
function expected(run: Run, now: number): string | undefined {
  const { heard, mute, hold, silent } = run
  if (run.isProposal) return undefined
  const isOver = now - (hold.effectiveAt + run.limit) > PATIENCE.run
  const [first, last] = [Math.min(heard.scheduler, heard.accounting), Math.max(heard.scheduler, heard.accounting)]
  const spoke = mute[1] <= now ? mute[1] : 0
  if (mute[0] <= now && now < mute[1]) {
    const spoken = (['scheduler', 'accounting'] as const).filter((source) => !silent.includes(source))
    const news = spoken.map((source) => heard[source]).filter((at) => at <= now)
    if (now - Math.max(mute[0], hold.effectiveAt, ...news) > PATIENCE.run) return 'nobody-knows'
    return isOver && spoken.includes('scheduler') && heard.scheduler > now ? 'beyond-its-time' : undefined
  }
  if (now >= last) return now - Math.max(last, spoke) > PATIENCE.run ? 'run-is-gone' : undefined
  if (now >= first) {
    if (now - Math.max(first, spoke) > PATIENCE.run) return 'sources-disagree'
    return isOver && heard.scheduler > now ? 'beyond-its-time' : undefined
  }
  return isOver ? 'beyond-its-time' : undefined
}

test('I13: a proposal that nobody decides, and a run that no source knows, are told', () => {
  const ledger = withAward(100n)
  const at = { ...randomRun(seededRandom(1), 1).hold, effectiveAt: 1_000 }
  const proposal: Hold = { ...at, kind: 'transfer', debit: 'PROJECT:p', credit: 'PROJECT:q' }
  const run: Hold = { ...at, id: at.id.replace(/.$/, 'f'), kind: 'encumber', debit: 'PROJECT:p', credit: 'USED:p' }
  record(ledger, proposal)
  record(ledger, run)
  const open = ledger.openHolds().map((hold) => ({ hold, endsBy: null }))
  const told = (now: number) => stuckHolds(open, () => null, now, PATIENCE).map(({ alarm, age }) => `${alarm} ${age}`)
  expect(told(1_600)).toEqual([])
  expect(told(1_601)).toEqual(['nobody-knows 601'])
  expect(told(87_401)).toEqual(['undecided 86401', 'nobody-knows 86401'])
})

function withAward(amount: bigint): MemoryLedger {
  const ledger = new MemoryLedger()
  const nothing = { debitsPosted: 0n, creditsPending: 0n, debitsPending: 0n }
  ledger.setBalance('PROJECT:p', 'shot', { ...nothing, creditsPosted: amount })
  return ledger
}

function endOf({ hold, end }: Run): Transfer {
  const { id, ref, period, isLinked, by, note } = hold
  const facts = { id: id.replace('4000', '4001'), ref, period, isLinked, by, note }
  return { ...facts, effectiveAt: end, kind: 'consume', phase: 'post', hold: id, amount: 3n }
}

function record(ledger: MemoryLedger, transfer: Transfer): void {
  const { outcomes, change } = decideBatch(ledger, [transfer])
  expect(outcomes[0]?.ok).toBe(true)
  ledger.apply(change)
}
