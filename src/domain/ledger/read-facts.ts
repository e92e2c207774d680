// Reads the canonical text of an entry's facts back: for outsiders who replay a public log.
import { isAccountCode } from './account.ts'
import { FACTS_VERSION, factsText } from './facts.ts'
import type { Entry, LedgerEvent, TotalsPublished } from './entry.ts'
import { isTransferKind, type Transfer } from './transfer.ts'
import { isUnit } from './unit.ts'

/** The entry that the text tells of; what is personal is not in it. null: it is not the canonical text of any entry. */
export function readFacts(text: string, agency: string, sequence: number): Entry | null {
  const lines = text.split('\n').map((line) => {
    const space = line.indexOf(' ')
    return space < 0 ? { name: line, value: '' } : { name: line.slice(0, space), value: line.slice(space + 1) }
  })
  if (lines[0]?.name !== FACTS_VERSION) return null
  const values = new Map(lines.map(({ name, value }) => [name, value]))
  const rows = lines.filter(({ name }) => name === 'row').map(({ value }) => value)
  const event = readEvent(values, rows)
  if (event === null) return null
  const entry: Entry = { sequence, recordedAt: Number(values.get('recorded-at')), event }
  // Whatever was lost, doubled, reordered or written otherwise shows here.
  return factsText(agency, entry) === text ? entry : null
}

type Values = ReadonlyMap<string, string>

function readEvent(values: Values, rows: readonly string[]): LedgerEvent | null {
  const period = values.get('period') ?? ''
  switch (values.get('event')) {
    case 'transfer': {
      const transfer = readTransfer(values)
      return transfer === null ? null : { event: 'transfer', transfer }
    }
    case 'close': {
      const state = values.get('state')
      return state === 'soft-closed' || state === 'closed' ? { event: 'close', period, state } : null
    }
    case 'totals':
      return readTotals(period, rows)
    case 'audit-root':
      return { event: 'audit-root', size: Number(values.get('size')), root: values.get('root') ?? '' }
    default:
      return null
  }
}

function readTotals(period: string, texts: readonly string[]): TotalsPublished | null {
  const rows: TotalsPublished['rows'][number][] = []
  for (const text of texts) {
    const [account = '', unit = '', amount = ''] = text.split(' ')
    if (!isAccountCode(account) || !isUnit(unit) || !AMOUNT.test(amount)) return null
    rows.push({ account, unit, amount: BigInt(amount) })
  }
  return { event: 'totals', period, rows }
}

const AMOUNT = /^-?\d{1,20}$/

function readTransfer(values: Values): Transfer | null {
  const value = (name: string) => values.get(name) ?? ''
  const kind = value('kind')
  if (!isTransferKind(kind)) return null
  const facts = {
    id: value('id'),
    kind,
    ref: value('ref') === '-' ? null : value('ref'),
    period: value('period'),
    effectiveAt: Number(value('effective-at')),
    isLinked: value('linked') === 'yes',
    by: null,
    note: null,
  }
  const phase = value('phase')
  if (phase === 'void') return { ...facts, phase, hold: value('hold') }
  if (!AMOUNT.test(value('amount'))) return null
  const amount = BigInt(value('amount'))
  if (phase === 'post') return { ...facts, phase, hold: value('hold'), amount }
  const [unit, debit, credit] = [value('unit'), value('debit'), value('credit')]
  if (phase !== 'move' && phase !== 'hold') return null
  if (!isUnit(unit) || !isAccountCode(debit) || !isAccountCode(credit)) return null
  return { ...facts, phase, unit, debit, credit, amount }
}
