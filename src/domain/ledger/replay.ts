// The whole ledger again, from its entries alone: what the tables say must be what the entries add up to.
import { assertNever } from '../kernel/assert.ts'
import { closePeriod } from './close.ts'
import { decideBatch } from './decide.ts'
import type { Entry } from './entry.ts'
import { MemoryLedger } from './memory-ledger.ts'
import type { CloseRefusal, TransferRefusal } from './refusal.ts'
import type { Transfer } from './transfer.ts'

export type ReplayProblem =
  | { readonly problem: 'sequence-not-next'; readonly sequence: number; readonly expected: number }
  | {
      readonly problem: 'entry-not-allowed'
      readonly sequence: number
      readonly refusal: TransferRefusal | CloseRefusal
    }
  | { readonly problem: 'entry-doubled'; readonly sequence: number; readonly first: number }
  /** Entries of one chain are recorded one after the other, or not at all. */
  | { readonly problem: 'chain-broken'; readonly sequence: number }

/** Takes entries one after the other; what the rules would have refused is a problem, and the replay goes on behind it. */
export class Replay {
  readonly ledger = new MemoryLedger()
  readonly problems: ReplayProblem[] = []
  readonly #sequences = new Map<string, number>()
  #isChainOpen = false

  take(entry: Entry): void {
    const { sequence, event } = entry
    const expected = this.ledger.nextSequence
    if (sequence !== expected) this.problems.push({ problem: 'sequence-not-next', sequence, expected })
    this.ledger.nextSequence = sequence
    const wasChainOpen = this.#isChainOpen
    this.#isChainOpen = event.event === 'transfer' && event.transfer.isLinked
    if (wasChainOpen && event.event !== 'transfer') this.problems.push({ problem: 'chain-broken', sequence })
    this.#takeEvent(entry)
    this.ledger.nextSequence = sequence + 1
  }

  /** Nothing more comes. */
  end(): void {
    if (this.#isChainOpen) this.problems.push({ problem: 'chain-broken', sequence: this.ledger.nextSequence - 1 })
  }

  #takeEvent({ sequence, event }: Entry): void {
    switch (event.event) {
      case 'transfer':
        this.#takeTransfer(event.transfer, sequence)
        break
      case 'close': {
        const closing = closePeriod(this.ledger.closing, event)
        if (closing.ok) this.ledger.closing = closing.value
        else this.problems.push({ problem: 'entry-not-allowed', sequence, refusal: closing.refusal })
        break
      }
      case 'totals':
      case 'audit-root':
        break
      default:
        assertNever(event)
    }
  }

  #takeTransfer(transfer: Transfer, sequence: number): void {
    const first = this.#sequences.get(transfer.id)
    if (first !== undefined) {
      this.problems.push({ problem: 'entry-doubled', sequence, first })
      return
    }
    this.#sequences.set(transfer.id, sequence)
    const { outcomes, change } = decideBatch(this.ledger, [asRecorded(transfer)])
    const [outcome] = outcomes
    if (outcome?.ok === false) {
      this.problems.push({ problem: 'entry-not-allowed', sequence, refusal: outcome.refusal })
      return
    }
    // Neither transfers nor ended holds are kept: a ledger of years must fit into memory.
    this.ledger.apply({ ...change, recorded: [] })
    if (transfer.phase === 'post' || transfer.phase === 'void') this.ledger.forgetHold(transfer.hold)
  }
}

/** That two persons were needed was checked when it was recorded; who approved may be erased since. */
const ERASED_PERSON = 'erased'

/** Alone: that a chain stands together is what `take` looks at. */
function asRecorded(transfer: Transfer): Transfer {
  const by = transfer.phase === 'post' ? (transfer.by ?? ERASED_PERSON) : transfer.by
  return { ...transfer, isLinked: false, by }
}
