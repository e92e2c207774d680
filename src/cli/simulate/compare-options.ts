// What was typed after `weir simulate compare`, checked.
import type { Language } from '../../domain/kernel/language.ts'
import { BACKFILL_MODES, type BackfillMode } from '../../domain/policy/pool-rules.ts'
import { sentence } from '../../text/format.ts'
import { simulateText } from '../../text/simulate/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { otherOption } from './options.ts'
import { oneOf, type Refuse } from './trace-options.ts'

/** As commander gives them. */
export interface CompareOptions {
  readonly scenario?: string
  readonly policy?: string
  readonly seeds?: string
  readonly report?: string
  readonly json?: boolean
  readonly csv?: boolean
}

export interface CompareRequest {
  /** null: A and B are scenarios. */
  readonly scenario: string | null
  readonly discipline: BackfillMode | null
  /** Histories beside the recorded one. */
  readonly seeds: number
  readonly report: string | null
  readonly form: 'tables' | 'json' | 'csv'
}

const KNOWN: readonly string[] = ['scenario', 'policy', 'seeds', 'report', 'json', 'csv', 'lang', 'store']
const SEEDS_MAX = 1_000

/** Throws a CommandRefusal in the reader's language. */
export function compareRequestOf(options: CompareOptions, language: Language): CompareRequest {
  const refuse: Refuse = (key, values = {}) => {
    throw new CommandRefusal(sentence(simulateText, language, key, values))
  }
  const option = otherOption(options, KNOWN)
  if (option !== null) return refuse('compare-option', { option, command: 'compare' })
  if (options.json === true && options.csv === true) return refuse('compare-json-or-csv')
  return {
    scenario: options.scenario ?? null,
    discipline: oneOf('--policy', options.policy, BACKFILL_MODES, refuse),
    seeds: options.seeds === undefined ? 0 : seedsOf(options.seeds, refuse),
    report: options.report ?? null,
    form: options.json === true ? 'json' : options.csv === true ? 'csv' : 'tables',
  }
}

function seedsOf(found: string, refuse: Refuse): number {
  const count = /^\d{1,4}$/.test(found) ? Number(found) : 0
  // One pair says nothing of chance.
  return count >= 2 && count <= SEEDS_MAX ? count : refuse('compare-seeds-form', { found })
}
