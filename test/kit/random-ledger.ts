// Random requests to a ledger: all kinds and ways, holds and their ends, chains, repeated ids with the same and with other
// bodies, several units, amounts near the largest, and what nobody should send. The seed decides all of it.
import type { AccountCode } from '../../src/domain/ledger/account.ts'
import type { PeriodClosed } from '../../src/domain/ledger/entry.ts'
import { exchangeTransfers } from '../../src/domain/ledger/exchange.ts'
import type { Hold, Opening, Transfer, TransferKind } from '../../src/domain/ledger/transfer.ts'
import type { Unit } from '../../src/domain/ledger/unit.ts'
import { wholeNumber } from './share-trees.ts'
import { BY_TWO, WAYS } from './slow-ledger.ts'

const PROJECTS = ['p0', 'p1', 'p2']
const SECTORS = ['academia', 'enterprise']
const BUDGET: Unit = 'milli-reference-unit-second'
/** In shots the pools begin with almost all that an account can hold. */
const HUGE: Unit = 'shot'
export const LEDGER_UNITS: readonly Unit[] = [BUDGET, 'krw', 'milli-unit-second/h200', HUGE]
const PERIODS = ['2026-10', '2026-11', '2026-12']
const MOST = 2n ** 62n
const MALFORMED = 0.02
const KINDS = Object.keys(WAYS) as TransferKind[]
/** What a ledger is mostly asked for. */
const USUAL: readonly TransferKind[] = ['encumber', 'encumber', 'consume', 'obligate', 'transfer', 'refund', 'expire']

/** What the drawer may look at, so that most of what it asks for can be done. */
export interface Seen {
  available(account: AccountCode, unit: Unit): bigint
  openHolds(): readonly Hold[]
}

export type Step = { readonly batch: readonly Transfer[] } | { readonly close: PeriodClosed }

export class RandomLedger {
  readonly #random: () => number
  readonly #sent: Transfer[] = []
  #ids = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** Capacity for the pools and a first award for each project, in each unit. */
  beginning(): Step {
    const batch: Transfer[] = []
    for (const unit of LEDGER_UNITS) {
      const supply = unit === HUGE ? MOST - 1000n : 1_000_000n
      for (const sector of SECTORS) batch.push(this.#opening('supply', 'ISSUE', `POOL:${sector}`, unit, supply))
      for (const project of PROJECTS) {
        const amount = unit === HUGE ? MOST / 4n : BigInt(wholeNumber(this.#random, 1, 100_000))
        const hold = this.#opening('obligate', `POOL:${this.#of(SECTORS)}`, `PROJECT:${project}`, unit, amount)
        batch.push({ ...hold, phase: 'hold', by: person(0) }, this.#end({ ...hold, phase: 'hold' }, 'post', person(1)))
      }
    }
    return { batch: this.#send(batch) }
  }

  next(seen: Seen): Step {
    if (this.#chance(0.05)) {
      const period = this.#chance(0.05)
        ? '2026-1'
        : this.#of(['2026-09', '2026-10', '2026-10', '2026-11', '2026-11', '2026-12'])
      return { close: { event: 'close', period, state: this.#chance(0.6) ? 'soft-closed' : 'closed' } }
    }
    const batch: Transfer[] = []
    for (let left = wholeNumber(this.#random, 1, 6); left > 0; left -= 1) {
      const roll = this.#random()
      if (roll < 0.1) batch.push(this.#again([...this.#sent, ...batch]))
      else if (roll < 0.14) batch.push(...this.#chainAgain())
      else if (roll < 0.18) batch.push(...this.#exchange(seen))
      else if (roll < 0.2) batch.push(...this.#tooMuch())
      else if (roll < 0.28) batch.push(...this.#chain(seen, batch))
      else batch.push(this.#one(seen, batch))
    }
    return { batch: this.#send(batch) }
  }

  #send(batch: Transfer[]): readonly Transfer[] {
    this.#sent.push(...batch)
    return batch
  }

  #of<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)]!
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  #one(seen: Seen, batch: readonly Transfer[]): Transfer {
    const open = [...seen.openHolds(), ...batch.filter(isHold)]
    const holds = this.#chance(0.85) ? open : [...open, ...this.#sent.slice(-40).filter(isHold)]
    if (holds.length > 0 && this.#chance(0.4)) {
      // The newest more often: jobs that run now.
      const hold = this.#chance(0.5) ? holds.at(-1)! : this.#of(holds)
      return this.#spoilt(this.#end(hold, this.#chance(0.65) ? 'post' : 'void', this.#of([person(1), person(0), null])))
    }
    const kind = this.#chance(0.7) ? this.#of(USUAL) : this.#of(KINDS)
    const ways: readonly string[] = WAYS[kind]
    const way = ways.length === 0 || this.#chance(MALFORMED) ? 'USED>ISSUE' : this.#of(ways)
    const [from = '', to = ''] = way.split('>')
    const project = this.#of(PROJECTS)
    const unit = this.#of(LEDGER_UNITS)
    const debit = this.#account(from, project)
    const credit = this.#account(to, this.#chance(0.9) && kind !== 'transfer' ? project : this.#of(PROJECTS))
    const amount = this.#amount(seen.available(debit, unit))
    const opening = this.#opening(kind, debit, credit, unit, amount)
    const isHeld = this.#chance(BY_TWO.has(kind) ? 0.95 : kind === 'encumber' ? 0.97 : 0.1)
    return this.#spoilt(isHeld ? { ...opening, phase: 'hold', by: this.#of([person(0), person(1), null]) } : opening)
  }

  #account(kind: string, project: string): AccountCode {
    switch (kind) {
      case 'POOL':
        return `POOL:${this.#of(SECTORS)}`
      case 'ROUND':
        return `ROUND:2026-1:${this.#of(SECTORS)}`
      case 'EXPIRED':
        return 'EXPIRED:2026-1'
      case 'LOST':
        return 'LOST:node-failure'
      case 'EARNED':
        return 'EARNED:provider-1'
      case 'ADJUST':
        return `ADJUST:${this.#of(PERIODS)}`
      case 'PROJECT':
      case 'USED':
      case 'OVERDRAFT':
      case 'DUE':
        return `${kind}:${project}`
      default:
        return kind as AccountCode
    }
  }

  #amount(available: bigint): bigint {
    const part = available > 0n ? (available * BigInt(wholeNumber(this.#random, 1, 999))) / 3000n : 7n
    const roll = this.#random()
    if (roll < 0.08 && available > 0n) return available
    if (roll < 0.16) return available + 1n
    if (roll < 0.19) return this.#of([0n, -1n, MOST, MOST + 1n, MOST - available, MOST - available + 1n])
    return part + 1n
  }

  #opening(kind: TransferKind, debit: AccountCode, credit: AccountCode, unit: Unit, amount: bigint): Opening {
    return { ...this.#facts(), kind, phase: 'move', unit, debit, credit, amount }
  }

  #end(hold: Hold, phase: 'post' | 'void', by: string | null): Transfer {
    const fitting = hold.kind !== 'encumber' ? hold.kind : phase === 'post' ? 'consume' : 'release'
    const kind = this.#chance(0.95) ? fitting : this.#of(KINDS)
    const facts = { ...this.#facts(), kind, by, hold: hold.id }
    if (phase === 'void') return { ...facts, phase }
    const most = hold.amount > 0n ? hold.amount : 1n
    const roll = this.#random()
    const part = (most * BigInt(wholeNumber(this.#random, 0, 1000))) / 1000n
    return { ...facts, phase, amount: roll < 0.4 ? most : roll < 0.45 ? most + 1n : part }
  }

  #facts() {
    this.#ids += 1
    const period = this.#of(this.#ids < 60 ? PERIODS.slice(0, 2) : [...PERIODS, '2027-01'])
    const note = this.#chance(0.2) ? 'a run "of" many\nlines' : null
    const ref = this.#chance(0.1) ? idOf(wholeNumber(this.#random, 1, this.#ids)) : null
    const effectiveAt = 1_790_000_000 + wholeNumber(this.#random, 0, 7_000_000)
    return { id: idOf(this.#ids), ref, period, effectiveAt, isLinked: false, by: null, note }
  }

  /** Sometimes as nobody should send it. */
  #spoilt(transfer: Transfer): Transfer {
    if (!this.#chance(MALFORMED)) return transfer
    const wrong: Partial<Record<string, unknown>> = this.#of([
      { id: 'not-an-id' },
      { id: transfer.id.toUpperCase().replace('8000', 'A000') },
      { period: '2026-13' },
      { effectiveAt: 1.5 },
      { unit: 'eur' },
      { debit: 'PROJECT' },
      { credit: 'POOL:Big Ones' },
      { hold: idOf(9_999_999) },
      { isLinked: true },
      { credit: 'ISSUE' },
    ])
    const has = Object.keys(wrong).every((name) => name in transfer)
    return has ? { ...transfer, ...wrong } : transfer
  }

  /** As before, or with another body; other private words are no other body. */
  #again(before: readonly Transfer[]): Transfer {
    const transfer = this.#of(before)
    if (this.#chance(0.5)) return this.#chance(0.5) ? transfer : { ...transfer, note: null, by: null }
    const amount = 'amount' in transfer ? { amount: transfer.amount + 1n } : {}
    return {
      ...transfer,
      ...this.#of([amount, { ref: idOf(77) }, { period: '2027-01' }, { effectiveAt: 5 }, { isLinked: true }]),
    }
  }

  /** A whole earlier chain again, or one with a transfer more before its end. */
  #chainAgain(): Transfer[] {
    const last = this.#sent.findLastIndex(({ isLinked }, at) => isLinked && this.#sent[at + 1]?.isLinked === false)
    if (last < 0) return []
    let first = last
    while (first > 0 && last - first < 4 && this.#sent[first - 1]!.isLinked) first -= 1
    const chain = this.#sent.slice(first, last + 2)
    if (this.#chance(0.6)) return chain
    const [extra] = [this.#opening('adjust', 'ADJUST:2026-10', 'PROJECT:p0', BUDGET, 1n)]
    return [...chain.slice(0, -1), { ...extra, isLinked: true }, chain.at(-1)!]
  }

  #chain(seen: Seen, batch: readonly Transfer[]): Transfer[] {
    const chain: Transfer[] = []
    for (let left = wholeNumber(this.#random, 2, 3); left > 0; left -= 1) {
      chain.push({ ...this.#one(seen, [...batch, ...chain]), isLinked: left > 1 })
    }
    return chain
  }

  /** Two, posted or promised, that are together more than an account can hold. */
  #tooMuch(): Transfer[] {
    const credit = this.#account(this.#of(['PROJECT', 'USED', 'OVERDRAFT']), this.#of(PROJECTS))
    return ['ADJUST:2026-10', 'ADJUST:2026-11'].map((debit): Transfer => {
      const opening = this.#opening('adjust', debit as AccountCode, credit, 'seat', MOST / 2n + 1n)
      return this.#chance(0.6) ? { ...opening, phase: 'hold' } : opening
    })
  }

  #exchange(seen: Seen): Transfer[] {
    const account: AccountCode = `PROJECT:${this.#of(PROJECTS)}`
    const [from, to] = this.#chance(0.5) ? (['krw', BUDGET] as const) : ([BUDGET, 'krw'] as const)
    const has = seen.available(account, from)
    const price = {
      version: '1',
      from,
      to,
      numerator: BigInt(wholeNumber(this.#random, 1, 30)),
      denominator: BigInt(wholeNumber(this.#random, 1, 30)),
    }
    const { id: a, period, effectiveAt, ref, by } = this.#facts()
    const ids = [a, this.#facts().id, this.#facts().id] as const
    const amount = has > 2n ? has / 3n : 1n
    return exchangeTransfers({ price, debit: account, credit: account, amount, ids, period, effectiveAt, ref, by })
  }
}

function isHold(transfer: Transfer): transfer is Hold {
  return transfer.phase === 'hold'
}

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

export function person(n: number): string {
  return `00000000-0000-4000-9000-00000000000${n}`
}
