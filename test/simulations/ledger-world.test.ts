// The whole ledger in a simulated world: racing sequencers, lost, late and doubled messages, a disk that loses its power,
// processes that die at any moment, callers that ask again. The sequencer is the real one. I5, I6, I7, I10, I11, I14.
// One seed again: WEIR_SEED=123 npx vitest run test/simulations/ledger-world.test.ts. More of them: WEIR_SEEDS=20000.
import { expect, test } from 'vitest'
import { decideBatch } from '../../src/domain/ledger/decide.ts'
import { isEmpty } from '../../src/domain/ledger/balance.ts'
import { committedText, factsText, personalText } from '../../src/domain/ledger/facts.ts'
import { leafText } from '../../src/domain/ledger/leaf.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import { Replay } from '../../src/domain/ledger/replay.ts'
import type { SealedEntry } from '../../src/store/ledger/tables.ts'
import { isTrueOf, takeEntry, textOf, type Answered, type EventAnswered } from '../kit/ledger-answers.ts'
import { AGENCY, LedgerWorld } from '../kit/ledger-world.ts'
import { PROJECTS, randomJobs, retold } from '../kit/random-jobs.ts'
import { seededRandom } from '../kit/share-trees.ts'
import { sha256, treeHash } from '../kit/slow-tree.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 200) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)

async function eachWorld(of: (world: LedgerWorld) => void): Promise<void> {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    try {
      const random = seededRandom(seed)
      const isStormy = seed % 4 !== 0
      const world = new LedgerWorld(random, {
        steps: 40,
        callers: 1 + (seed % 7),
        faults: isStormy ? { broken: 0.06, slow: 0.02 } : { broken: 0, slow: 0 },
        crashEvery: isStormy ? [150, 500, 2_000][seed % 3]! : 0,
      })
      expect(await world.run(), 'every request is answered at last').toBe(true)
      of(world)
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
}

test('I6, I10: what was answered is in the log, once, and tables, log and root say the same after any crashes', async () => {
  const sums = { crashes: 0, powerCuts: 0, retries: 0, gaveUp: 0 }
  await eachWorld((world) => {
    const { counts } = world
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += counts[name]
    checkAnswers(world)
    checkTables(world)
  })
  // The storms are storms: a simulation without faults finds none.
  if (SEEDS >= 100) for (const count of Object.values(sums)) expect(count).toBeGreaterThan(SEEDS / 20)
})

/** Every acknowledged sequence is that of the transfer, in the log as it is now. */
function checkAnswers({ answered, database, events }: LedgerWorld): void {
  const ids = new Set<string>()
  for (const { entry } of database.entries) {
    if (entry.event.event !== 'transfer') continue
    expect(ids.has(entry.event.transfer.id), `${entry.event.transfer.id} is recorded once`).toBe(false)
    ids.add(entry.event.transfer.id)
  }
  for (const { transfers, outcomes } of answered) {
    expect(outcomes).toHaveLength(transfers.length)
    for (const [at, outcome] of outcomes.entries()) {
      if (!outcome.ok) continue
      const event = database.entries[outcome.value.sequence]?.entry.event
      const { note: _note, by: _by, ...said } = transfers[at]!
      expect(event).toMatchObject({ event: 'transfer', transfer: said })
    }
  }
  for (const { event, outcome } of events) {
    if (outcome.ok) expect(database.entries[outcome.value.sequence]?.entry.event).toEqual(event)
  }
  const marks = database.entries.flatMap(({ entry }) => (entry.event.event === 'audit-root' ? [entry.event.size] : []))
  expect(new Set(marks).size, 'an event is recorded once').toBe(marks.length)
}

function checkTables({ database }: LedgerWorld): void {
  const replay = new Replay()
  for (const { entry } of database.entries) replay.take(entry)
  replay.end()
  expect(replay.problems).toEqual([])
  const { accounts, balances, head, entries } = database
  expect(accounts.map(({ id }) => id)).toEqual(accounts.map((_, at) => at))
  expect(head).toMatchObject({ sequence: entries.length, accounts: accounts.length, closing: replay.ledger.closing })
  const stored = accounts.flatMap(({ id, account, unit }) => {
    const balance = balances.get(id)
    return balance === undefined || isEmpty(balance) ? [] : [{ account, unit, ...balance }]
  })
  const byName = (a: { account: string; unit: string }, b: { account: string; unit: string }) =>
    `${a.unit} ${a.account}` < `${b.unit} ${b.account}` ? -1 : 1
  expect(stored.toSorted(byName)).toEqual(replay.ledger.balances().toSorted(byName))
  const holds = new Map<string, readonly [string, string]>()
  for (const { entry, accounts: numbers } of entries) {
    if (entry.event.event !== 'transfer') continue
    const { transfer } = entry.event
    const isEnd = transfer.phase === 'post' || transfer.phase === 'void'
    const names = isEnd ? holds.get(transfer.hold)! : ([transfer.debit, transfer.credit] as const)
    if (!isEnd) holds.set(transfer.id, names)
    expect([accounts[numbers!.debit]?.account, accounts[numbers!.credit]?.account]).toEqual(names)
  }
}

test('I5: any order, repetition and crash schedule of the same requests gives the same balances', async () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const jobs = randomJobs(random, 12)
    const expected = new MemoryLedger()
    for (const step of [jobs.first, ...jobs.tasks.flat()]) {
      if ('batch' in step) expected.apply(decideBatch(expected, step.batch).change)
    }
    // Some are told twice, by two callers that do not know of each other.
    const told = [...jobs.tasks, ...jobs.tasks.filter(() => random() < 0.4)]
    const tasks = told.map((task) => ({ task, place: random() })).toSorted((a, b) => a.place - b.place)
    const world = new LedgerWorld(random, {
      steps: 0,
      callers: 5,
      faults: { broken: 0.06, slow: 0.02 },
      crashEvery: [150, 500, 2_000][seed % 3]!,
      first: jobs.first,
      tasks: tasks.map(({ task }) => task),
    })
    expect(await world.run(), `seed ${seed}: every request is answered at last`).toBe(true)
    const replay = new Replay()
    for (const { entry } of world.database.entries) replay.take(entry)
    expect(replay.ledger.balances(), `seed ${seed}`).toEqual(expected.balances())
    expect(replay.ledger.nextSequence, `seed ${seed}`).toBe(expected.nextSequence)
    expect(replay.ledger.openHolds(), `seed ${seed}`).toEqual([])
    const isRefused = world.answered.some(({ outcomes }) => outcomes.some(({ ok }) => !ok))
    expect(isRefused, `seed ${seed}: what is covered is not refused`).toBe(false)
  }
})

test('I14: a run that is told as two projects’ is charged to one of them, once', async () => {
  let both = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const jobs = randomJobs(random, 10)
    const told = jobs.tasks.flatMap((task) =>
      random() < 0.5 ? PROJECTS.map((project) => retold(task, project)) : [task],
    )
    const tasks = told.map((task) => ({ task, place: random() })).toSorted((a, b) => a.place - b.place)
    const world = new LedgerWorld(random, {
      steps: 0,
      callers: 5,
      faults: { broken: 0.06, slow: 0.02 },
      crashEvery: [150, 500, 2_000][seed % 3]!,
      first: jobs.first,
      tasks: tasks.map(({ task }) => task),
    })
    expect(await world.run(), `seed ${seed}: every request is answered at last`).toBe(true)
    const replay = new Replay()
    const projects = new Map<string, Set<string>>()
    for (const { entry } of world.database.entries) {
      replay.take(entry)
      if (entry.event.event !== 'transfer') continue
      const { transfer } = entry.event
      const [run] = transfer.id.split('-') as [string]
      if (run === '00000000' || transfer.phase === 'post' || transfer.phase === 'void') continue
      const [, project = ''] = transfer.credit.split(':')
      projects.getOrInsertComputed(run, () => new Set()).add(project)
    }
    for (const [run, names] of projects) expect([...names], `seed ${seed}: run ${run}`).toHaveLength(1)
    expect(projects.size, `seed ${seed}: no run is lost`).toBe(jobs.tasks.length)
    expect(replay.ledger.openHolds(), `seed ${seed}: each run has its end`).toEqual([])
    both += world.answered.filter(({ outcomes }) => outcomes.some(({ ok }) => !ok)).length
  }
  if (SEEDS >= 20) expect(both).toBeGreaterThan(SEEDS)
})

test('I11: every head that ever was is the root of a prefix of the log, and each leaf binds its entry', async () => {
  await eachWorld(({ database }) => {
    const { entries, heads } = database
    for (const sealed of entries) expect(Buffer.from(sealed.leafHash)).toEqual(leafHashOf(sealed))
    const leaves = entries.map(({ leafHash }) => leafHash)
    for (const [at, { sequence, root }] of heads.entries()) {
      expect(sequence).toBeGreaterThan(heads[at - 1]?.sequence ?? 0)
      expect(Buffer.from(root), `the head at ${sequence}`).toEqual(Buffer.from(treeHash(leaves.slice(0, sequence))))
    }
  })
})

/** As the documents say it, step by step: salt before what is bound, 0x00 before a leaf. */
function leafHashOf({ entry, salt, personal }: SealedEntry): Buffer {
  const text = entry.event.event === 'transfer' ? personalText(entry.event.transfer) : null
  expect(text === null).toBe(personal === null)
  const digest = text === null ? null : sha256(Buffer.concat([personal!.salt, Buffer.from(text)]))
  const bound = committedText(factsText(AGENCY, entry), digest === null ? null : Buffer.from(digest).toString('hex'))
  const commitment = sha256(Buffer.concat([salt, Buffer.from(bound)]))
  const leaf = leafText(AGENCY, entry, Buffer.from(commitment).toString('base64'))
  return Buffer.from(sha256(Buffer.from(`\0${leaf}`)))
}

test('I7: each answer is what the rules say at one moment between the question and the answer', async () => {
  await eachWorld((world) => {
    const open = new Set<Answered | EventAnswered>([...world.answered, ...world.events])
    const ledger = new MemoryLedger()
    const entries = world.entries()
    for (let length = 0; length <= entries.length; length += 1) {
      for (const answered of open) {
        if (answered.from <= length && length <= answered.to && isTrueOf(answered, ledger)) open.delete(answered)
      }
      const entry = entries[length]
      if (entry !== undefined) takeEntry(ledger, entry)
    }
    const [untrue] = open
    if (untrue !== undefined) expect.fail(textOf(untrue))
  })
})
