// The ledger written anew from its rules, as slowly as one likes: a list of what was recorded, and every sum taken over all
// of it each time. It shares no code with src/domain/ledger but the shapes of its words.
import type { Outcome } from '../../src/domain/ledger/decide.ts'
import type { PeriodClosed } from '../../src/domain/ledger/entry.ts'
import type { CloseRefusal, TransferRefusal } from '../../src/domain/ledger/refusal.ts'
import type { Opening, Post, Transfer, Void } from '../../src/domain/ledger/transfer.ts'

const MOST = 4_611_686_018_427_387_904n

/** Which kinds go which ways. A random request draws from it; a way that is missing here is only never drawn. */
export const WAYS = {
  supply: ['ISSUE>POOL', 'ISSUE>DUE'],
  apportion: ['POOL>POOL'],
  commit: ['POOL>ROUND', 'ROUND>POOL'],
  obligate: ['ROUND>PROJECT', 'POOL>PROJECT'],
  encumber: ['PROJECT>USED'],
  consume: ['PROJECT>USED', 'OVERDRAFT>USED', 'POOL>USED', 'DUE>EARNED', 'PROJECT>EARNED'],
  release: [],
  expire: ['PROJECT>POOL', 'PROJECT>EXPIRED', 'ROUND>POOL', 'ROUND>EXPIRED', 'POOL>EXPIRED'],
  lend: ['POOL>POOL'],
  recall: ['POOL>POOL'],
  transfer: ['PROJECT>PROJECT'],
  exchange: [
    'PROJECT>EXCHANGE',
    'EXCHANGE>PROJECT',
    'DUE>EXCHANGE',
    'EXCHANGE>DUE',
    'EXCHANGE>ROUNDING',
    'ROUNDING>EXCHANGE',
  ],
  reduce: ['PROJECT>POOL', 'PROJECT>ROUND'],
  adjust: [
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
  refund: ['USED>PROJECT', 'USED>OVERDRAFT', 'USED>POOL', 'EARNED>DUE'],
  withdraw: ['PROJECT>POOL', 'PROJECT>ROUND'],
  write_off: ['POOL>LOST', 'PROJECT>LOST', 'POOL>OVERDRAFT'],
} as const satisfies Record<Transfer['kind'], readonly string[]>

export const BY_TWO: ReadonlySet<string> = new Set(['obligate', 'transfer', 'reduce', 'withdraw', 'write_off'])
const SHOWN = ['supply', 'apportion', 'commit', 'obligate', 'expire', 'reduce', 'withdraw', 'write_off']
const LATE = ['encumber', 'consume', 'release', 'refund', 'adjust']
const BELOW_ZERO = ['ISSUE', 'OVERDRAFT', 'ADJUST', 'DUE', 'ROUNDING', 'EXCHANGE']
const NAME = '[a-z0-9][a-z0-9._-]{0,62}'
const ACCOUNT = new RegExp(
  `^(ISSUE|ROUNDING|EXCHANGE|ROUND:${NAME}:${NAME}|(POOL|PROJECT|USED|OVERDRAFT|EXPIRED|ADJUST|EARNED|LOST|DUE):${NAME})$`,
)
const COUNTED = new RegExp(
  `^(milli-reference-unit-second|qpu-millisecond|shot|vnd|krw|seat|dataset-day|(share-)?milli-unit-second/${NAME})$`,
)
const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const MONTH = /^\d{4}-(0[1-9]|1[012])$/

export interface SlowSums {
  creditsPosted: bigint
  debitsPosted: bigint
  creditsPending: bigint
  debitsPending: bigint
}

export class SlowLedger {
  /** By sequence. */
  log: (Transfer | PeriodClosed)[] = []

  close(event: PeriodClosed): CloseRefusal | null {
    const { period, state } = event
    if (!MONTH.test(period)) return 'period-malformed'
    if (this.isClosed(period, 'closed') || this.isClosed(period, state)) return 'period-already-closed'
    if (state === 'closed' && !this.isClosed(period, 'soft-closed')) return 'period-not-soft-closed'
    this.log.push(event)
    return null
  }

  append(batch: readonly Transfer[]): Outcome[] {
    const outcomes: Outcome[] = []
    for (let at = 0; at < batch.length;) {
      const chain: Transfer[] = []
      do chain.push(batch[at++]!)
      while (chain.at(-1)!.isLinked && at < batch.length)
      outcomes.push(...this.appendChain(chain))
    }
    return outcomes
  }

  sums(account: string, unit: string): SlowSums {
    const sums = { creditsPosted: 0n, debitsPosted: 0n, creditsPending: 0n, debitsPending: 0n }
    const entries = this.transfers()
    const openings = new Map(entries.map((entry) => [entry.id, entry as Opening]))
    const ended = new Set(entries.map((entry) => (entry.phase === 'post' || entry.phase === 'void' ? entry.hold : '')))
    for (const entry of entries) {
      const opened = entry.phase === 'post' || entry.phase === 'void' ? openings.get(entry.hold)! : entry
      if (opened.unit !== unit) continue
      const side = opened.debit === account ? 'debits' : opened.credit === account ? 'credits' : null
      if (side === null) continue
      if (entry.phase === 'move' || entry.phase === 'post') sums[`${side}Posted`] += entry.amount
      if (entry.phase === 'hold' && !ended.has(entry.id)) sums[`${side}Pending`] += entry.amount
    }
    return sums
  }

  transfers(): Transfer[] {
    return this.log.filter((entry): entry is Transfer => !('event' in entry))
  }

  opening(id: string): Opening | undefined {
    return this.transfers().find((entry) => entry.id === id && entry.phase === 'hold') as Opening | undefined
  }

  endOf(hold: string): Post | Void | undefined {
    const isEnd = (entry: Transfer) => (entry.phase === 'post' || entry.phase === 'void') && entry.hold === hold
    return this.transfers().find(isEnd) as Post | Void | undefined
  }

  private isClosed(period: string, state: PeriodClosed['state']): boolean {
    return this.log.some((entry) => 'event' in entry && entry.state === state && entry.period >= period)
  }

  private appendChain(chain: readonly Transfer[]): Outcome[] {
    const before = [...this.log]
    const failed = (at: number, refusal: TransferRefusal): Outcome[] => {
      this.log = before
      return chain.map((_, place) => ({ ok: false, refusal: place === at ? refusal : 'linked-transfer-refused' }))
    }
    if (chain.at(-1)!.isLinked) return failed(chain.length - 1, 'linked-chain-open')
    const outcomes: Outcome[] = []
    let areRepeated = false
    for (const [at, transfer] of chain.entries()) {
      const first = this.log.findIndex((entry) => !('event' in entry) && entry.id === transfer.id)
      if (first < 0) {
        const refusal = this.refusal(transfer)
        if (refusal !== null) return failed(at, refusal)
      } else if (bodyOf(this.log[first] as Transfer) !== bodyOf(transfer)) {
        return failed(at, 'exists-with-different-body')
      }
      if (at === 0) areRepeated = first >= 0
      if (areRepeated !== first >= 0) return failed(at, 'linked-chain-partly-recorded')
      if (first < 0) this.log.push(transfer)
      outcomes.push({
        ok: true,
        value: { sequence: first < 0 ? this.log.length - 1 : first, isRepeated: areRepeated },
      })
    }
    return outcomes
  }

  private refusal(transfer: Transfer): TransferRefusal | null {
    const { id, period, effectiveAt, kind } = transfer
    if (!ID.test(id)) return 'transfer-id-malformed'
    if (!MONTH.test(period)) return 'period-malformed'
    if (!Number.isSafeInteger(effectiveAt)) return 'effective-at-malformed'
    if (this.isClosed(period, 'closed')) return 'period-closed'
    if (this.isClosed(period, 'soft-closed') && !LATE.includes(kind)) return 'period-soft-closed'
    if (transfer.phase === 'post' || transfer.phase === 'void') return this.endRefusal(transfer)
    return wayRefusal(transfer) ?? this.balanceRefusal(transfer)
  }

  private balanceRefusal({ debit, credit, unit, amount }: Opening): TransferRefusal | null {
    const from = this.sums(debit, unit)
    const to = this.sums(credit, unit)
    const taken = from.debitsPosted + from.debitsPending + amount
    if (taken > from.creditsPosted && !BELOW_ZERO.includes(kindOf(debit))) return 'balance-too-low'
    return taken > MOST || to.creditsPosted + to.creditsPending + amount > MOST ? 'balance-too-large' : null
  }

  private endRefusal(end: Post | Void): TransferRefusal | null {
    const hold = this.opening(end.hold)
    if (hold === undefined) return 'hold-not-found'
    const earlier = this.endOf(end.hold)
    if (earlier !== undefined) return earlier.phase === 'post' ? 'hold-already-posted' : 'hold-already-voided'
    const wanted = hold.kind !== 'encumber' ? hold.kind : end.phase === 'post' ? 'consume' : 'release'
    if (end.kind !== wanted) return 'kind-does-not-fit-hold'
    if (end.phase === 'void') return null
    if (end.amount < 1n) return 'amount-not-positive'
    if (end.amount > hold.amount) return 'post-exceeds-hold'
    if (!BY_TWO.has(hold.kind)) return null
    if (end.by === null) return 'approver-missing'
    return end.by === hold.by ? 'approver-is-the-proposer' : null
  }
}

function wayRefusal({ phase, kind, unit, debit, credit, amount }: Opening): TransferRefusal | null {
  if (amount < 1n) return 'amount-not-positive'
  if (amount > MOST) return 'amount-too-large'
  if (!COUNTED.test(unit)) return 'unit-unknown'
  if (!ACCOUNT.test(debit) || !ACCOUNT.test(credit)) return 'account-malformed'
  if (debit === credit) return 'accounts-are-the-same'
  const ways: readonly string[] = WAYS[kind]
  const isPoolHidden = !SHOWN.includes(kind) && /POOL/.test(`${debit}${credit}`) && !unit.includes('/')
  if (isPoolHidden || !ways.includes(`${kindOf(debit)}>${kindOf(credit)}`)) return 'route-not-for-kind'
  return phase === 'move' && BY_TWO.has(kind) ? 'needs-two-persons' : null
}

function kindOf(account: string): string {
  return account.split(':')[0]!
}

/** All that a repeated request must say again; who asked and the private words may be gone. */
function bodyOf(transfer: Transfer): string {
  const { by: _by, note: _note, ...body } = transfer
  return JSON.stringify(
    Object.entries(body)
      .map(([name, value]) => [name, String(value)])
      .toSorted(),
  )
}
