// A transfer moves an amount of one unit from one account to another: at once, or in two phases (a hold, then its post or
// its void). The words are those of public budgets: apportion, commit, obligate, encumber, consume.
// Two-phase transfers follow TigerBeetle's (docs.tigerbeetle.com, "Two-phase transfers").
import { accountKindOf, type AccountCode, type AccountKind } from './account.ts'
import { flavorOf, type Unit } from './unit.ts'

interface KindRule {
  /** Whether the public log shows its facts; of the others it shows that there was an entry, and binds it. */
  readonly isPublic: boolean
  /** Whether one person proposes (hold) and another approves (post): a plain move is refused. */
  readonly needsTwoPersons: boolean
  /** From which kind of account to which. */
  readonly routes: readonly `${AccountKind}>${AccountKind}`[]
}

export const TRANSFER_KINDS = {
  /** Capacity or money enters, by a signed statement. */
  supply: { isPublic: true, needsTwoPersons: false, routes: ['ISSUE>POOL', 'ISSUE>DUE'] },
  /** A pool is divided over sectors. */
  apportion: { isPublic: true, needsTwoPersons: false, routes: ['POOL>POOL'] },
  /** A pool sets something aside for a round, or gets it back. */
  commit: { isPublic: true, needsTwoPersons: false, routes: ['POOL>ROUND', 'ROUND>POOL'] },
  /** An award. */
  obligate: { isPublic: true, needsTwoPersons: true, routes: ['ROUND>PROJECT', 'POOL>PROJECT'] },
  /** The hold of a job that runs. */
  encumber: { isPublic: false, needsTwoPersons: false, routes: ['PROJECT>USED'] },
  /** What was used: the post of a hold, an excess, a late record; in units of a flavor also from the pool's supply. */
  consume: {
    isPublic: false,
    needsTwoPersons: false,
    routes: ['PROJECT>USED', 'OVERDRAFT>USED', 'POOL>USED', 'DUE>EARNED', 'PROJECT>EARNED'],
  },
  /** The void of a job's hold. */
  release: { isPublic: false, needsTwoPersons: false, routes: [] },
  /** What was not used in time lapses or goes back. */
  expire: {
    isPublic: true,
    needsTwoPersons: false,
    routes: ['PROJECT>POOL', 'PROJECT>EXPIRED', 'ROUND>POOL', 'ROUND>EXPIRED', 'POOL>EXPIRED'],
  },
  /** Shares lent to another sector, and given back. */
  lend: { isPublic: false, needsTwoPersons: false, routes: ['POOL>POOL'] },
  recall: { isPublic: false, needsTwoPersons: false, routes: ['POOL>POOL'] },
  /** From project to project. */
  transfer: { isPublic: false, needsTwoPersons: true, routes: ['PROJECT>PROJECT'] },
  /** One unit is turned into another: always two linked transfers. */
  exchange: {
    isPublic: false,
    needsTwoPersons: false,
    routes: [
      'PROJECT>EXCHANGE',
      'EXCHANGE>PROJECT',
      'DUE>EXCHANGE',
      'EXCHANGE>DUE',
      'EXCHANGE>ROUNDING',
      'ROUNDING>EXCHANGE',
    ],
  },
  /** A reduction by a published formula. */
  reduce: { isPublic: true, needsTwoPersons: true, routes: ['PROJECT>POOL', 'PROJECT>ROUND'] },
  /** A correction to a period that is closed. */
  adjust: {
    isPublic: false,
    needsTwoPersons: false,
    routes: [
      'ADJUST>PROJECT',
      'PROJECT>ADJUST',
      'ADJUST>USED',
      'USED>ADJUST',
      'ADJUST>OVERDRAFT',
      'OVERDRAFT>ADJUST',
      'ADJUST>DUE',
      'DUE>ADJUST',
      'ADJUST>EARNED',
      'EARNED>ADJUST',
      'PROJECT>OVERDRAFT',
    ],
  },
  /** Charged time is given back. */
  refund: {
    isPublic: false,
    needsTwoPersons: false,
    routes: ['USED>PROJECT', 'USED>OVERDRAFT', 'USED>POOL', 'EARNED>DUE'],
  },
  /** Support is taken back. */
  withdraw: { isPublic: true, needsTwoPersons: true, routes: ['PROJECT>POOL', 'PROJECT>ROUND'] },
  /** Given up as lost, or a project's overdraft taken over by the pool. */
  write_off: { isPublic: true, needsTwoPersons: true, routes: ['POOL>LOST', 'PROJECT>LOST', 'POOL>OVERDRAFT'] },
} as const satisfies Record<string, KindRule>

export type TransferKind = keyof typeof TRANSFER_KINDS

export function isTransferKind(text: string): text is TransferKind {
  return Object.hasOwn(TRANSFER_KINDS, text)
}

/** The kind's rule, whatever the kind. */
export function ruleOf(kind: TransferKind): KindRule {
  return TRANSFER_KINDS[kind]
}

/** Whether a transfer of this kind may go this way. What is hidden touches pools only in units of a flavor. */
export function hasRoute(kind: TransferKind, way: Pick<Opening, 'debit' | 'credit' | 'unit'>): boolean {
  const [from, to] = [accountKindOf(way.debit), accountKindOf(way.credit)]
  const rule = ruleOf(kind)
  if (!rule.routes.includes(`${from}>${to}`)) return false
  return rule.isPublic || (from !== 'POOL' && to !== 'POOL') || flavorOf(way.unit) !== null
}

interface TransferFacts {
  /** Made by whoever asks, lower-case UUID; asking again with it has no second effect. */
  readonly id: string
  readonly kind: TransferKind
  /** The transfer that this one corrects or follows. */
  readonly ref: string | null
  /** The month that it belongs to, e.g. '2026-11'. */
  readonly period: string
  /** When it happened, in whole seconds since 1970; the order of the ledger is its sequence, not this. */
  readonly effectiveAt: number
  /** The next one of the batch is decided together with it: all of the chain or nothing. */
  readonly isLinked: boolean
  /** The person who proposes or approves; null: a rule did it. Personal: it can be erased. */
  readonly by: string | null
  /** Words that are not for the public, e.g. a job's name. Personal: they can be erased. */
  readonly note: string | null
}

/** A whole transfer at once, or its first phase. */
export interface Opening extends TransferFacts {
  readonly phase: 'move' | 'hold'
  readonly unit: Unit
  readonly debit: AccountCode
  readonly credit: AccountCode
  readonly amount: bigint
}

/** The second phase with effect: at most what is held; the rest of the hold is free again. */
export interface Post extends TransferFacts {
  readonly phase: 'post'
  readonly hold: string
  readonly amount: bigint
}

/** The second phase without effect. */
export interface Void extends TransferFacts {
  readonly phase: 'void'
  readonly hold: string
}

export type Transfer = Opening | Post | Void
export type Hold = Opening & { readonly phase: 'hold' }

/** A job's hold is consumed or released; every other hold is posted or voided under its own name. */
export function fitsHold(phase: 'post' | 'void', kind: TransferKind, holdKind: TransferKind): boolean {
  if (holdKind === 'encumber') return kind === (phase === 'post' ? 'consume' : 'release')
  return kind === holdKind
}
