// Puts the transfers of many callers into one order. While one batch is being written the next callers gather, and are
// written together: one durable commit serves them all. The next batch is decided and sealed meanwhile, on what the one that is
// being written will have changed; when that one fails, both are decided again. Several sequencers, in several processes, may
// work on one ledger; whoever loses the swap of the head decides again on what the other has written.
import type { Outcome } from '../../domain/ledger/decide.ts'
import type { CloseRefusal } from '../../domain/ledger/refusal.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { refuse, type Result } from '../../domain/kernel/result.ts'
import { StoreRefusal } from '../refusal.ts'
import {
  appendEvent,
  appendTransfers,
  EventAttempt,
  prepareTransfers,
  STALE,
  type Appender,
  type PreparedBatch,
} from './append.ts'
import { LedgerCopy } from './ledger-copy.ts'

export interface SequencerOptions extends Appender {
  /** A batch takes waiting requests until it has this many transfers. */
  readonly batchMax?: number
  /** From so many transfers on, one half is decided while the other one is written; fewer are faster together. */
  readonly splitMin?: number
  /** How long a request waits for a database that went away; then it is told that nobody knows what became of it. */
  readonly patienceMilliseconds?: number
  /** Waits before the database is tried again. */
  readonly sleep: (milliseconds: number) => Promise<void>
}

export type OtherEvent = EventAttempt['event']
export type EventOutcome = Result<{ readonly sequence: number }, CloseRefusal>

interface TransferRequest {
  readonly transfers: readonly Transfer[]
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (error: unknown) => void
}

interface EventRequest {
  readonly event: OtherEvent
  readonly resolve: (outcome: EventOutcome) => void
  readonly reject: (error: unknown) => void
}

const BATCH_MAX = 2_000
const SPLIT_MIN = 128
const PATIENCE_MILLISECONDS = 30_000
const RETRY_MILLISECONDS = 100

export class Sequencer {
  readonly #options: SequencerOptions
  readonly #waiting: (TransferRequest | EventRequest)[] = []
  #copy: LedgerCopy | null = null
  #isWorking = false
  /** Called once so many transfers wait. */
  #gathering: { readonly enough: number; readonly wake: () => void } | null = null

  constructor(options: SequencerOptions) {
    this.#options = options
  }

  /**
   * Records transfers, each or (linked) together; resolves when what is recorded is durable. Throws
   * `database-unavailable` when nobody knows whether it was recorded: asking again with the same ids is safe.
   */
  append(transfers: readonly Transfer[]): Promise<readonly Outcome[]> {
    // A chain that is not ended would go on into the next caller's transfers.
    const whole = lengthWithoutOpenChain(transfers)
    const open = transfers.slice(whole)
    const refused = open.map((_, index): Outcome =>
      refuse(index === open.length - 1 ? 'linked-chain-open' : 'linked-transfer-refused'),
    )
    if (whole === 0) return Promise.resolve(refused)
    return new Promise((resolve, reject) => {
      const taken = open.length === 0 ? transfers : transfers.slice(0, whole)
      this.#ask({
        transfers: taken,
        resolve: (outcomes: readonly Outcome[]) => resolve([...outcomes, ...refused]),
        reject,
      })
    })
  }

  /** Records a close, published totals, or a root of the audit log. */
  appendEvent(event: OtherEvent): Promise<EventOutcome> {
    return new Promise((resolve, reject) => this.#ask({ event, resolve, reject }))
  }

  #ask(request: TransferRequest | EventRequest): void {
    this.#waiting.push(request)
    if (this.#gathering !== null && this.#isEnough(this.#gathering.enough)) this.#gathering.wake()
    if (this.#isWorking) return
    this.#isWorking = true
    void this.#work()
  }

  async #work(): Promise<void> {
    // Who asks in the same moment is in the same batch.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting
      if (first === undefined || !('event' in first)) {
        await this.#stream()
        continue
      }
      this.#waiting.shift()
      const event = new EventAttempt(first.event)
      await this.#settle([first], async (copy) => {
        const outcome = await appendEvent(this.#options, copy, event)
        return outcome === STALE ? STALE : () => first.resolve(outcome)
      })
    }
    this.#isWorking = false
  }

  /** Writes batch after batch until nobody waits, or an event is next; each is prepared while the one before is written. */
  async #stream(): Promise<void> {
    let requests = this.#takeBatch(0)
    let prepared = await this.#prepare(requests)
    while (requests.length > 0) {
      if (prepared === null) {
        await this.#settleTransfers(requests)
        requests = this.#takeBatch(0)
        prepared = await this.#prepare(requests)
        continue
      }
      const size = prepared.outcomes.length
      const writing = this.#write(prepared)
      await this.#gather(writing, size)
      const nextRequests = this.#takeBatch(size)
      const nextPrepared = await this.#prepareAhead(nextRequests, writing)
      const isWritten = await writing
      if (isWritten) answer(requests, prepared.outcomes)
      else {
        // What was prepared stands on something that is not there.
        this.#copy = null
        await this.#settleTransfers(requests)
      }
      requests = nextRequests
      prepared = isWritten ? nextPrepared : null
      if (requests.length > 0) continue
      requests = this.#takeBatch(0)
      prepared = await this.#prepare(requests)
    }
  }

  /** Waits until enough have gathered to be decided while the batch is written, or until it is written. */
  async #gather(writing: Promise<boolean>, size: number): Promise<void> {
    const enough = Math.max(this.#splitMin, size) / 2
    if (this.#isEnough(enough)) return
    const woken = new Promise<void>((wake) => {
      this.#gathering = { enough, wake }
    })
    await Promise.race([writing, woken])
    this.#gathering = null
  }

  get #splitMin(): number {
    return this.#options.splitMin ?? SPLIT_MIN
  }

  #isEnough(enough: number): boolean {
    return this.#waiting.length >= enough
  }

  /** What the tables say while a batch is being written may be from before or after it: nothing is loaded until then. */
  async #prepareAhead(requests: readonly TransferRequest[], writing: Promise<boolean>): Promise<PreparedBatch | null> {
    if (this.#copy?.knows(transfersOf(requests)) !== true && !(await writing)) return null
    return await this.#prepare(requests)
  }

  /** null: it has to be decided alone, with the tables at hand. */
  async #prepare(requests: readonly TransferRequest[]): Promise<PreparedBatch | null> {
    if (requests.length === 0 || this.#copy === null) return null
    const copy = this.#copy
    try {
      return await prepareTransfers(this.#options, copy, transfersOf(requests))
    } catch {
      this.#copy = null
      return null
    }
  }

  /** Whether it was written; whoever is told that it was not asks the tables what became of it. */
  async #write({ batch }: PreparedBatch): Promise<boolean> {
    try {
      return (await this.#options.tables.write(batch)) === 'written'
    } catch {
      return false
    }
  }

  async #settleTransfers(requests: readonly TransferRequest[]): Promise<void> {
    const transfers = transfersOf(requests)
    await this.#settle(requests, async (copy) => {
      const outcomes = await appendTransfers(this.#options, copy, transfers)
      return outcomes === STALE ? STALE : () => answer(requests, outcomes)
    })
  }

  /**
   * The transfer requests at the front of the queue, up to the first event or the size of a batch. Of many only half, so that
   * the other half is decided while this one is written.
   * @param inFlight how many transfers are being written
   */
  #takeBatch(inFlight: number): TransferRequest[] {
    const batchMax = this.#options.batchMax ?? BATCH_MAX
    const total = this.#waiting.length + inFlight
    const limit = total >= this.#splitMin ? Math.min(batchMax, Math.ceil(total / 2)) : batchMax
    const requests: TransferRequest[] = []
    let size = 0
    for (const request of this.#waiting) {
      if ('event' in request || (requests.length > 0 && size + request.transfers.length > limit)) break
      requests.push(request)
      size += request.transfers.length
    }
    this.#waiting.splice(0, requests.length)
    return requests
  }

  /** Tries until it is decided on what is true now, or the database stays away too long. */
  async #settle(
    requests: readonly { readonly reject: (error: unknown) => void }[],
    attempt: (copy: LedgerCopy) => Promise<(() => void) | typeof STALE>,
  ): Promise<void> {
    const { clock, patienceMilliseconds = PATIENCE_MILLISECONDS } = this.#options
    const giveUpAt = clock() + patienceMilliseconds
    for (;;) {
      try {
        this.#copy ??= new LedgerCopy(await this.#options.tables.loadHead())
        const done = await attempt(this.#copy)
        if (done !== STALE) {
          done()
          return
        }
        this.#copy = null
      } catch (error) {
        // What was being written may be there or not: the next attempt finds the ids, or not.
        this.#copy = null
        const mayReturn = error instanceof StoreRefusal && error.refusal === 'database-unavailable'
        if (!mayReturn || clock() >= giveUpAt) {
          for (const request of requests) request.reject(error)
          return
        }
        await this.#options.sleep(RETRY_MILLISECONDS)
      }
    }
  }
}

/** How many transfers there are before a chain that has no end. */
function lengthWithoutOpenChain(transfers: readonly Transfer[]): number {
  let length = transfers.length
  while (length > 0 && transfers[length - 1]?.isLinked === true) length -= 1
  return length
}

function transfersOf(requests: readonly TransferRequest[]): readonly Transfer[] {
  const [only] = requests
  return requests.length === 1 && only !== undefined ? only.transfers : requests.flatMap(({ transfers }) => transfers)
}

function answer(requests: readonly TransferRequest[], outcomes: readonly Outcome[]): void {
  if (requests.length === 1) {
    requests[0]?.resolve(outcomes)
    return
  }
  let first = 0
  for (const { transfers, resolve } of requests) {
    resolve(outcomes.slice(first, first + transfers.length))
    first += transfers.length
  }
}
