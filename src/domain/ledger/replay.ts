// The whole ledger again, from its entries alone: what the tables say must be what the entries add up to.
import { assertNever } from '../kernel/assert.ts'
import { closePeriod } from './close.ts'
import { decideBatch } from './decide.ts'
import { accountKindOf, type AccountCode } from './account.ts'
import type { Entry, TotalsPublished } from './entry.ts'
import { MemoryLedger } from './memory-ledger.ts'
import type { CloseRefusal, TransferRefusal } from './refusal.ts'
import type { Transfer } from './transfer.ts'
import type { Unit } from './unit.ts'

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
  /** What was published of a project's month is not what its entries add up to. */
  | {
      readonly problem: 'totals-differ'
      readonly sequence: number
      readonly account: AccountCode
      readonly unit: Unit
      readonly published: string
      readonly computed: string
    }

/** Takes entries one after the other; what the rules would have refused is a problem, and the replay goes on behind it. */
export class Replay {
  readonly ledger = new MemoryLedger()
  readonly problems: ReplayProblem[] = []
  readonly #sequences = new Map<string, number>()
  /** What each project used in each month, as closes publish it. */
  readonly #used = new Map<string, bigint>()
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
        this.#checkTotals(event, sequence)
        break
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
    this.#countUse(transfer)
    // Neither transfers nor ended holds are kept: a ledger of years must fit into memory.
    this.ledger.apply({ ...change, recorded: [] })
    if (transfer.phase === 'post' || transfer.phase === 'void') this.ledger.forgetHold(transfer.hold)
  }

  #countUse(transfer: Transfer): void {
    if (transfer.phase === 'hold' || transfer.phase === 'void') return
    const opened = transfer.phase === 'post' ? this.ledger.hold(transfer.hold)?.hold : transfer
    if (opened === undefined) return
    for (const [account, amount] of [
      [opened.credit, transfer.amount],
      [opened.debit, -transfer.amount],
    ] as const) {
      if (accountKindOf(account) !== 'USED') continue
      const key = useKey(transfer.period, account, opened.unit)
      this.#used.set(key, (this.#used.get(key) ?? 0n) + amount)
    }
  }

  #checkTotals({ period, rows }: TotalsPublished, sequence: number): void {
    for (const { account, unit, amount } of rows) {
      if (accountKindOf(account) !== 'USED') continue
      const computed = this.#used.get(useKey(period, account, unit)) ?? 0n
      if (computed === amount) continue
      const amounts = { published: String(amount), computed: String(computed) }
      this.problems.push({ problem: 'totals-differ', sequence, account, unit, ...amounts })
    }
  }
}

function useKey(period: string, account: AccountCode, unit: Unit): string {
  return `${period} ${account} ${unit}`
}

/** That two persons were needed was checked when it was recorded; who approved may be erased since. */
const ERASED_PERSON = 'erased'

/** Alone: that a chain stands together is what `take` looks at. */
function asRecorded(transfer: Transfer): Transfer {
  const by = transfer.phase === 'post' ? (transfer.by ?? ERASED_PERSON) : transfer.by
  return { ...transfer, isLinked: false, by }
}
