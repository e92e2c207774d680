// A reduction is proposed, announced, and decided by people; nothing is ever taken by a rule alone. Its state changes by
// these moves only, and it ends in the ledger as a hold of one person and the post of another.
import { assert } from '../kernel/assert.ts'
import { canMove, type Moves } from '../kernel/moves.ts'
import { accept, refuse, type Result } from '../kernel/result.ts'
import type { AccountCode } from '../ledger/account.ts'
import type { Hold, Post, Void } from '../ledger/transfer.ts'
import type { Unit } from '../ledger/unit.ts'
import type { ReductionFigures } from './reduction-amount.ts'

export const REDUCTION_STATES = ['proposed', 'noticed', 'exempted', 'approved', 'executed', 'withdrawn'] as const
export type ReductionState = (typeof REDUCTION_STATES)[number]

export const REDUCTION_MOVES = {
  /** The project has been told. */
  notice: { from: ['proposed'], to: 'noticed' },
  /** Its request not to be reduced is granted. */
  exempt: { from: ['noticed'], to: 'exempted' },
  /** One person: the amount is held. */
  approve: { from: ['noticed'], to: 'approved' },
  /** Another person: it is taken. */
  execute: { from: ['approved'], to: 'executed' },
  withdraw: { from: ['proposed', 'noticed', 'approved'], to: 'withdrawn' },
} as const satisfies Moves<ReductionState>

export type ReductionMove = keyof typeof REDUCTION_MOVES

export interface Reduction {
  readonly id: string
  readonly rule: string
  readonly project: string
  readonly unit: Unit
  /** Where it goes back to: the programme's reserve. */
  readonly returnsTo: AccountCode
  readonly figures: ReductionFigures
  /** In whole seconds since 1970. */
  readonly noticeAt: number
  /** Excluded. */
  readonly exemptionUntil: number
  readonly checkAt: number
  readonly state: ReductionState
}

export type ReductionRefusal =
  | 'reduction-move-not-allowed'
  | 'exemption-deadline-passed'
  | 'exemption-deadline-open'
  | 'reduction-not-due'

/**
 * The state after the move, or why it may not be made.
 * @param now of an exemption: when it was asked for; it may be granted later
 */
export function moveReduction(
  reduction: Pick<Reduction, 'state' | 'noticeAt' | 'exemptionUntil' | 'checkAt'>,
  move: ReductionMove,
  now: number,
): Result<ReductionState, ReductionRefusal> {
  const { state, exemptionUntil, checkAt } = reduction
  if (!canMove<ReductionState, typeof REDUCTION_MOVES>(REDUCTION_MOVES, move, state)) {
    return refuse('reduction-move-not-allowed')
  }
  // A notice after the deadline would leave nobody time to answer.
  if ((move === 'notice' || move === 'exempt') && now >= exemptionUntil) return refuse('exemption-deadline-passed')
  if (move === 'approve' && now < exemptionUntil) return refuse('exemption-deadline-open')
  if (move === 'approve' && now < checkAt) return refuse('reduction-not-due')
  return accept(REDUCTION_MOVES[move].to)
}

interface Step {
  readonly id: string
  readonly period: string
  readonly effectiveAt: number
  readonly by: string | null
}

/** @param amount `amountNow` of the proposal */
export function reductionHold(reduction: Reduction, amount: bigint, step: Step): Hold {
  assert(amount > 0n && amount <= reduction.figures.amount, 'never more than was announced')
  const { unit, project, returnsTo } = reduction
  const ways = { unit, debit: `PROJECT:${project}` as const, credit: returnsTo, amount }
  return { ...step, phase: 'hold', kind: 'reduce', ref: null, isLinked: false, note: null, ...ways }
}

export function reductionPost(hold: Hold, step: Step): Post {
  const { id, amount } = hold
  return { ...step, phase: 'post', kind: 'reduce', ref: null, isLinked: false, note: null, hold: id, amount }
}

/** What was approved is given up. */
export function reductionVoid(hold: Hold, step: Step): Void {
  return { ...step, phase: 'void', kind: 'reduce', ref: null, isLinked: false, note: null, hold: hold.id }
}
