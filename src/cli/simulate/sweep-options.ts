// What was typed after `weir simulate sweep`, checked: the parameters, their values, and how histories are drawn.
import type { Language } from '../../domain/kernel/language.ts'
import { BACKFILL_MODES } from '../../domain/policy/pool-rules.ts'
import { CommandRefusal } from '../refusal.ts'
import { otherOption } from './options.ts'
import { say } from './output.ts'

/** As commander gives them. */
export interface SweepOptions {
  readonly scenario?: string
  readonly set?: readonly string[]
  readonly days?: string
  readonly seeds?: string
  readonly out?: string
  readonly json?: boolean
  readonly csv?: boolean
}

/** What can be varied; those of a node are written with its id, as guarantee.academia. */
export const POOL_PARAMETERS = ['capacity', 'backfill', 'policy', 'growth', 'after'] as const
export const NODE_PARAMETERS = [
  'guarantee',
  'weight',
  'limit',
  'borrowingLimit',
  'lendingLimit',
  'tier',
  'mix',
] as const
export type PoolParameter = (typeof POOL_PARAMETERS)[number]
export type NodeParameter = (typeof NODE_PARAMETERS)[number]

export interface Parameter {
  /** As written. */
  readonly name: string
  readonly kind: PoolParameter | NodeParameter
  /** null: of the pool. */
  readonly node: string | null
  readonly values: readonly string[]
}

export interface SweepRequest {
  readonly scenario: string
  readonly parameters: readonly Parameter[]
  /** Days of the histories that are drawn; null: as many as the history has. */
  readonly days: number | null
  /** Histories for each combination; 0: the recorded one, or one that is drawn when growth or mix are varied. */
  readonly seeds: number
  /** Folder of the results; an interrupted sweep goes on there. */
  readonly out: string
  readonly form: 'tables' | 'json' | 'csv'
}

const KNOWN: readonly string[] = ['scenario', 'set', 'days', 'seeds', 'out', 'json', 'csv', 'lang', 'store']
/** More would be a mistake of typing. */
const CELLS_MAX = 10_000

/** Throws a CommandRefusal in the reader's language. */
export function sweepRequestOf(options: SweepOptions, language: Language): SweepRequest {
  const refuse = (key: Parameters<typeof say>[1], values = {}): never => {
    throw new CommandRefusal(say(language, key, values))
  }
  const option = otherOption(options, KNOWN)
  if (option !== null) return refuse('compare-option', { option, command: 'sweep' })
  if (options.scenario === undefined) return refuse('sweep-needs-scenario')
  if (options.out === undefined) return refuse('sweep-needs-out')
  if (options.json === true && options.csv === true) return refuse('compare-json-or-csv')
  const parameters = (options.set ?? []).map((written) => parameterOf(written, refuse))
  const twice = parameters.find(({ name }, at) => parameters.findIndex((other) => other.name === name) < at)
  if (twice !== undefined) return refuse('sweep-parameter-twice', { name: twice.name })
  const whole = (name: string, found: string, least: number, most: number) => {
    const isWhole = /^\d{1,7}$/.test(found) && Number(found) >= least && Number(found) <= most
    return isWhole ? Number(found) : refuse('sweep-number', { name, found, least, most })
  }
  const seeds = options.seeds === undefined ? 0 : whole('--seeds', options.seeds, 1, 1_000)
  const cells = parameters.reduce((count, { values }) => count * values.length, Math.max(1, seeds))
  if (cells > CELLS_MAX) return refuse('sweep-too-large', { count: cells, most: CELLS_MAX })
  return {
    scenario: options.scenario,
    parameters,
    days: options.days === undefined ? null : whole('--days', options.days, 1, 36_500),
    seeds,
    out: options.out,
    form: options.json === true ? 'json' : options.csv === true ? 'csv' : 'tables',
  }
}

type Refuse = (key: Parameters<typeof say>[1], values?: Record<string, string | number>) => never

function parameterOf(written: string, refuse: Refuse): Parameter {
  const at = written.indexOf('=')
  const name = written.slice(0, at)
  const values =
    at === -1
      ? []
      : written
          .slice(at + 1)
          .split(',')
          .map((value) => value.trim())
  if (at < 1 || values.some((value) => value === '')) return refuse('sweep-set-form', { found: written })
  const [kind = '', ...rest] = name.split('.')
  const node = rest.length === 0 ? null : rest.join('.')
  const known: readonly string[] = node === null ? POOL_PARAMETERS : NODE_PARAMETERS
  if (!known.includes(kind)) {
    const names = [...POOL_PARAMETERS, ...NODE_PARAMETERS.map((each) => `${each}.NODE`)].join(', ')
    return refuse('sweep-parameter-unknown', { name, known: names })
  }
  for (const value of values) checkValue(name, kind as Parameter['kind'], value, refuse)
  return { name, kind: kind as Parameter['kind'], node, values }
}

function checkValue(name: string, kind: Parameter['kind'], value: string, refuse: Refuse): void {
  const isNumber = /^-?\d{1,9}(?:\.\d{1,4})?$/.test(value)
  const number = Number(value)
  switch (kind) {
    case 'backfill':
      if (!(BACKFILL_MODES as readonly string[]).includes(value))
        refuse('sweep-value', { name, found: value, right: BACKFILL_MODES.join(', ') })
      return
    case 'capacity':
      if (!/^[1-9]\d{0,8}$/.test(value)) refuse('sweep-value', { name, found: value, right: '1 – 999,999,999' })
      return
    case 'growth':
      if (!isNumber || number <= -100 || number > 1_000)
        refuse('sweep-value', { name, found: value, right: '> -100, ≤ 1,000 %' })
      return
    case 'after':
      if (!isNumber || number < 0 || number > 50) refuse('sweep-value', { name, found: value, right: '0 – 50' })
      return
    case 'mix':
      if (!isNumber || number < 0 || number > 100) refuse('sweep-value', { name, found: value, right: '0 – 100 %' })
      return
    default:
      // The policy file says what is right for the others.
      return
  }
}
