// Writes the transfers of one run's charge one after the other, and knows what each of them leaves on the projects' accounts.
import type { Opening, Transfer } from '../ledger/transfer.ts'
import type { BookedHold } from './booked-run.ts'

/** In milli-reference-unit-seconds. */
export interface ChargeAccounts {
  /** What the project may still use, open holds left aside. */
  readonly availableOf: (project: string) => bigint
  /** What it used beyond what it had and did not pay back; above 0. */
  readonly overdraftOf: (project: string) => bigint
}

type Facts = Pick<Opening, 'period' | 'effectiveAt'> & Partial<Pick<Opening, 'ref' | 'note'>>
type LabelledFacts = Facts & { readonly label: string }
type Unlinked<T> = T extends Transfer ? Omit<T, 'isLinked'> : never

const UNIT = 'milli-reference-unit-second'

/** What a project has after a chain, as `ChargeAccounts` says it before. */
export interface ProjectLeft {
  readonly available: bigint
  readonly overdraft: bigint
}

type Left = { -readonly [K in keyof ProjectLeft]: ProjectLeft[K] }

export class ChargeChain {
  private readonly accounts: ChargeAccounts
  private readonly idOf: (label: string) => string
  private readonly transfers: Unlinked<Transfer>[] = []
  private readonly projects = new Map<string, Left>()

  constructor(accounts: ChargeAccounts, idOf: (label: string) => string) {
    this.accounts = accounts
    this.idOf = idOf
  }

  /** All or none of them is recorded. */
  linked(): Transfer[] {
    return this.transfers.map((transfer, index) => ({ ...transfer, isLinked: index < this.transfers.length - 1 }))
  }

  left(): ReadonlyMap<string, ProjectLeft> {
    return this.projects
  }

  /** Holds what there is of it: a run that has started is not stopped by its budget here. null: there is nothing. */
  hold(project: string, amount: bigint, facts: LabelledFacts): BookedHold | null {
    const left = this.leftOf(project)
    const held = smaller(amount, left.available)
    if (held <= 0n) return null
    left.available -= held
    const accounts = { debit: `PROJECT:${project}`, credit: `USED:${project}` } as const
    const id = this.open('hold', 'encumber', accounts, held, facts)
    return { id, project, amount: held }
  }

  post(hold: BookedHold, amount: bigint, facts: Facts): string {
    this.leftOf(hold.project).available += hold.amount - amount
    const id = this.idOf(`post/${hold.id}`)
    this.transfers.push({ ...named(facts), id, kind: 'consume', phase: 'post', hold: hold.id, amount })
    return id
  }

  release(hold: BookedHold, facts: Facts): void {
    this.leftOf(hold.project).available += hold.amount
    const id = this.idOf(`release/${hold.id}`)
    this.transfers.push({ ...named(facts), id, kind: 'release', phase: 'void', hold: hold.id })
  }

  /** The first entry of it; null: the amount is 0. */
  consume(project: string, amount: bigint, facts: LabelledFacts): string | null {
    const left = this.leftOf(project)
    const own = smaller(amount, left.available > 0n ? left.available : 0n)
    left.available -= own
    left.overdraft += amount - own
    const used = `USED:${project}` as const
    const first = this.open('move', 'consume', { debit: `PROJECT:${project}`, credit: used }, own, facts)
    const over = { ...facts, label: `${facts.label}/overdraft` }
    const second = this.open('move', 'consume', { debit: `OVERDRAFT:${project}`, credit: used }, amount - own, over)
    return own > 0n ? first : amount > 0n ? second : null
  }

  /** Lowers the overdraft first: whichever run is corrected first, the project ends with the same. */
  refund(project: string, amount: bigint, facts: LabelledFacts): void {
    const left = this.leftOf(project)
    const over = smaller(amount, left.overdraft)
    left.overdraft -= over
    left.available += amount - over
    const used = `USED:${project}` as const
    const label = `${facts.label}/overdraft`
    this.open('move', 'refund', { debit: used, credit: `OVERDRAFT:${project}` }, over, { ...facts, label })
    this.open('move', 'refund', { debit: used, credit: `PROJECT:${project}` }, amount - over, facts)
  }

  /** What holds kept aside may be free again while an overdraft stands: it is paid back at once. */
  repay(project: string, { period, postingPeriod, now }: RepayFacts): void {
    const left = this.leftOf(project)
    const amount = smaller(left.available, left.overdraft)
    if (amount <= 0n) return
    left.available -= amount
    left.overdraft -= amount
    const facts = { period: postingPeriod(period), effectiveAt: now, label: `repay/${project}` }
    this.open('move', 'adjust', { debit: `PROJECT:${project}`, credit: `OVERDRAFT:${project}` }, amount, facts)
  }

  private open(
    phase: 'move' | 'hold',
    kind: Opening['kind'],
    accounts: Pick<Opening, 'debit' | 'credit'>,
    amount: bigint,
    facts: LabelledFacts,
  ): string {
    const id = this.idOf(facts.label)
    if (amount > 0n) this.transfers.push({ ...named(facts), id, kind, phase, unit: UNIT, ...accounts, amount })
    return id
  }

  private leftOf(project: string): Left {
    let left = this.projects.get(project)
    if (left === undefined) {
      left = { available: this.accounts.availableOf(project), overdraft: this.accounts.overdraftOf(project) }
      this.projects.set(project, left)
    }
    return left
  }
}

interface RepayFacts {
  readonly period: string
  readonly postingPeriod: (period: string) => string
  readonly now: number
}

function named({ period, effectiveAt, ref = null, note = null }: Facts) {
  return { period, effectiveAt, ref, note, by: null }
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}
