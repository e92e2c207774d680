// A whole ledger in simulated time: several processes with the real sequencer on one database, callers that ask them over a
// network, ask again with the same ids when no answer comes, and crashes of everything at any moment.
import { available } from '../../src/domain/ledger/balance.ts'
import type { Outcome } from '../../src/domain/ledger/decide.ts'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import { Replay } from '../../src/domain/ledger/replay.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { BatchSealer } from '../../src/store/ledger/sealing.ts'
import { Sequencer, type EventOutcome, type OtherEvent } from '../../src/store/ledger/sequencer.ts'
import { StoreRefusal } from '../../src/store/refusal.ts'
import type { Answered, EventAnswered } from './ledger-answers.ts'
import { RandomLedger, type Seen, type Step } from './random-ledger.ts'
import { SimulatedDatabase, type Faults } from './simulated-database.ts'
import { SimulatedTime } from './simulated-time.ts'
import { sha256 } from './slow-tree.ts'

export const AGENCY = 'kr'
const PROCESSES = 3
const MOST_EVENTS = 200_000

interface Process {
  isAlive: boolean
  readonly sequencer: Sequencer
}

export interface WorldOptions {
  readonly steps: number
  readonly callers: number
  readonly faults: Faults
  /** Instead of random steps: what is to be done, each a row of requests one after the other. Several may be done at a time. */
  readonly tasks?: readonly (readonly Step[])[]
  /** What is recorded before all else; without it capacity and awards in each unit. */
  readonly first?: Step
  /** Mean milliseconds between crashes of a process, and of the database. */
  readonly crashEvery: number
}

export class LedgerWorld {
  readonly time = new SimulatedTime(1_790_000_000_000)
  readonly database: SimulatedDatabase
  readonly answered: Answered[] = []
  readonly events: EventAnswered[] = []
  readonly counts = { crashes: 0, powerCuts: 0, retries: 0, gaveUp: 0, eventsSent: 0 }
  readonly #random: () => number
  readonly #options: WorldOptions
  readonly #requests: RandomLedger
  readonly #processes: Process[] = []
  /** What is durable, added up as it comes: what callers look at to ask for things that can be done. */
  readonly #seen = new Replay()
  #left: number
  #working = 0
  #isCalm = false

  constructor(random: () => number, options: WorldOptions) {
    this.#random = random
    this.#options = options
    this.#left = options.tasks?.length ?? options.steps
    this.#requests = new RandomLedger(random)
    this.database = new SimulatedDatabase(this.time, random, options.faults, ({ entries }) => {
      for (const { entry } of entries) this.#seen.take(entry)
    })
    for (let at = 0; at < PROCESSES; at += 1) this.#processes.push(this.#start())
  }

  /** Until every request is answered. False: some never were, although everything was calm at last. */
  async run(): Promise<boolean> {
    this.#crashSometimes()
    const first = this.#options.first ?? this.#requests.beginning()
    this.#working = 1
    void this.#carryOut(first).then(() => {
      this.#working = this.#options.callers
      for (let at = 0; at < this.#options.callers; at += 1) void this.#call()
    })
    return await this.time.run(() => this.#working === 0, MOST_EVENTS)
  }

  entries(): Entry[] {
    return this.database.entries.map(({ entry }) => entry)
  }

  /** One caller: its requests one after the other. */
  async #call(): Promise<void> {
    while (this.#left > 0) {
      const at = (this.#options.tasks?.length ?? 0) - this.#left
      this.#left -= 1
      if (this.#left === 0) this.#calm()
      await this.time.sleep(this.#random() * 40)
      const { tasks } = this.#options
      const task = tasks === undefined ? [this.#requests.next(this.#look())] : tasks[at]!
      // Whoever is refused does not go on with what follows from it.
      for (const step of task) if (!(await this.#carryOut(step))) break
    }
    this.#working -= 1
  }

  /** Whether none of it was refused. */
  async #carryOut(step: Step): Promise<boolean> {
    if ('close' in step) {
      await this.#event(step.close)
      return true
    }
    if (this.#options.tasks === undefined && this.#chance(0.15)) {
      // Its number marks it: in the log it is this one or none.
      this.counts.eventsSent += 1
      await this.#event({ event: 'audit-root', size: this.counts.eventsSent, root: '00' })
    }
    if (step.batch.length === 0) return true
    const from = this.database.entries.length
    for (;;) {
      const outcomes = await this.#send(step.batch)
      if (outcomes !== null) {
        this.answered.push({ from, to: this.database.entries.length, transfers: step.batch, outcomes })
        return outcomes.every(({ ok }) => ok)
      }
      this.counts.retries += 1
    }
  }

  /** Over the network to some process: the request may be lost, late or doubled, and so may its answer. null: none came. */
  #send(transfers: readonly Transfer[]): Promise<readonly Outcome[] | null> {
    return new Promise((resolve) => {
      const { broken } = this.#options.faults
      const copies = this.#chance(broken) ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1) {
        if (this.#chance(broken)) continue
        // A late copy may be carried out long after the caller has got its answer from another one.
        this.time.after(this.#chance(broken) ? this.#random() * 5_000 : this.#random() * 3, () => {
          const answer = (outcomes: readonly Outcome[] | null) => {
            if (!this.#chance(broken)) this.time.after(this.#random() * 3, () => resolve(outcomes))
          }
          void this.#process()
            ?.sequencer.append(transfers)
            .then(answer, (error: unknown) => {
              if (!isUnavailable(error)) throw error
              this.counts.gaveUp += 1
              answer(null)
            })
        })
      }
      this.time.after(2_000 + this.#random() * 4_000, () => resolve(null))
    })
  }

  /** An event is asked for once: whoever gets no answer looks at the log. */
  #event(event: OtherEvent): Promise<void> {
    return new Promise((resolve) => {
      const from = this.database.entries.length
      const answer = (outcome: EventOutcome) => {
        this.events.push({ from, to: this.database.entries.length, event, outcome })
        resolve()
      }
      void this.#process()
        ?.sequencer.appendEvent(event)
        .then(answer, (error: unknown) => {
          if (!isUnavailable(error)) throw error
          resolve()
        })
      this.time.after(8_000, resolve)
    })
  }

  #process(): Process | undefined {
    const alive = this.#processes.filter(({ isAlive }) => isAlive)
    return alive[Math.floor(this.#random() * alive.length)]
  }

  #start(): Process {
    const asker: { isAlive: boolean } = { isAlive: true }
    const sequencer = new Sequencer({
      tables: this.database.tables(asker),
      sealer: new BatchSealer(AGENCY, { sha256, randomBytes: this.#randomBytes }),
      clock: () => Math.floor(this.time.now),
      batchMax: 1 + Math.floor(this.#random() * 20),
      // In half of the worlds the next batch is decided while one is being written.
      splitMin: this.#random() < 0.5 ? 2 : 1000,
      patienceMilliseconds: 3_000,
      // A dead process does not wake up.
      sleep: (milliseconds) =>
        new Promise((resolve) => this.time.after(milliseconds, () => asker.isAlive && resolve())),
    })
    return Object.assign(asker, { sequencer })
  }

  #crashSometimes(): void {
    const { crashEvery } = this.#options
    if (crashEvery === 0 || this.#isCalm) return
    this.time.after(this.#random() * 2 * crashEvery, () => {
      if (this.#isCalm) return
      const at = Math.floor(this.#random() * (PROCESSES + 1))
      const process = this.#processes[at]
      if (process === undefined) {
        this.counts.powerCuts += 1
        this.database.crash(this.#chance(0.3) ? 8_000 : this.#random() * 3_000)
      } else if (process.isAlive) {
        this.counts.crashes += 1
        process.isAlive = false
        this.time.after(this.#random() * 500, () => (this.#processes[at] = this.#start()))
      }
      this.#crashSometimes()
    })
  }

  #calm(): void {
    this.#isCalm = true
    Object.assign(this.#options.faults, { broken: 0, slow: 0 })
  }

  #look(): Seen {
    const { ledger } = this.#seen
    return {
      available: (account, unit) => available(ledger.balance(account, unit)),
      openHolds: () => ledger.openHolds(),
    }
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  readonly #randomBytes = (count: number): Uint8Array => {
    return Uint8Array.from({ length: count }, () => Math.floor(this.#random() * 256))
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof StoreRefusal && error.refusal === 'database-unavailable'
}
