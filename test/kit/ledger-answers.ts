// Whether an answer is true: what the rules say of the log at one moment between the question and the answer.
import { closePeriod } from '../../src/domain/ledger/close.ts'
import { decideBatch, type Outcome } from '../../src/domain/ledger/decide.ts'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import type { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import type { EventOutcome, OtherEvent } from '../../src/store/ledger/sequencer.ts'

/** An answer that a caller got, and between which lengths of the log it was given. */
export interface Answered {
  readonly from: number
  readonly to: number
  readonly transfers: readonly Transfer[]
  readonly outcomes: readonly Outcome[]
}

export interface EventAnswered {
  readonly from: number
  readonly to: number
  readonly event: OtherEvent
  readonly outcome: EventOutcome
}

/** The log goes on by one entry, whatever is in it. */
export function takeEntry(ledger: MemoryLedger, { event, sequence }: Entry): void {
  if (event.event === 'transfer') {
    // Alone, but remembered as it was: a repeated chain must be the same chain.
    const { change } = decideBatch(ledger, [{ ...event.transfer, isLinked: false }])
    ledger.apply({ ...change, recorded: [{ sequence, transfer: event.transfer }] })
    return
  }
  if (event.event === 'close') {
    const closing = closePeriod(ledger.closing, event)
    if (closing.ok) ledger.closing = closing.value
  }
  ledger.nextSequence += 1
}

export function textOf(answered: Answered | EventAnswered): string {
  const { from, to } = answered
  if ('event' in answered) return `${answered.event.event}: ${JSON.stringify(answered.outcome)} (log ${from} to ${to})`
  const said = answered.transfers.map(({ id, kind, phase, isLinked, ...rest }, at) => {
    const outcome = answered.outcomes[at]!
    const answer = outcome.ok ? `${outcome.value.isRepeated ? '=' : ''}${outcome.value.sequence}` : outcome.refusal
    return `${id.slice(-4)} ${kind} ${phase}${isLinked ? ' linked' : ''}${'hold' in rest ? ` of ${rest.hold.slice(-4)}` : ''}: ${answer}`
  })
  return `never true between log ${from} and ${to}:\n${said.join('\n')}`
}

/** Whether the rules give this answer on this ledger. */
export function isTrueOf(answered: Answered | EventAnswered, ledger: MemoryLedger): boolean {
  if ('event' in answered) {
    const { event, outcome } = answered
    if (outcome.ok) return outcome.value.sequence === ledger.nextSequence
    const closed = event.event === 'close' ? closePeriod(ledger.closing, event) : null
    return closed?.ok === false && closed.refusal === outcome.refusal
  }
  const { outcomes } = decideBatch(ledger, answered.transfers)
  return outcomes.every((outcome, at) => {
    const given = answered.outcomes[at]!
    if (!outcome.ok || !given.ok) return !outcome.ok && !given.ok && outcome.refusal === given.refusal
    return outcome.value.sequence === given.value.sequence
  })
}
