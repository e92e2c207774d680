// What was typed after `weir simulate`, checked: each refusal names the option and what would be right.
import { BACKFILL_MODES, type BackfillMode } from '../../domain/policy/pool-rules.ts'
import type { Language } from '../../domain/kernel/language.ts'
import type { TraceDetails, TraceFormat } from '../../simulator/trace/trace-layout.ts'
import { sentence } from '../../text/format.ts'
import { simulateText } from '../../text/simulate/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { oneOf, TRACE_OPTIONS, traceFormOf, typedOption, type Refuse, type TraceOptionTexts } from './trace-options.ts'

/** As commander gives them: texts that nobody has checked. */
export interface SimulateOptions extends TraceOptionTexts {
  readonly scenario?: string
  readonly trace?: string
  readonly processors?: string
  readonly policy?: string
  readonly estimates?: string
  readonly filter?: string
  readonly schedule?: string
  readonly report?: string
  readonly badLines?: string
  readonly json?: boolean
  readonly store: boolean
}

export interface Outputs {
  readonly schedule: string | null
  readonly report: string | null
  readonly badLines: string | null
  readonly asJson: boolean
}

export type SimulateRequest =
  | {
      readonly kind: 'scenario'
      readonly path: string
      readonly discipline: BackfillMode | null
      readonly isStored: boolean
      readonly outputs: Outputs
    }
  | {
      readonly kind: 'trace'
      readonly path: string
      readonly format: TraceFormat
      readonly details: TraceDetails
      readonly processors: number | null
      readonly discipline: BackfillMode
      readonly estimate: 'requested' | 'actual'
      readonly filter: 'none' | 'sc15'
      readonly outputs: Outputs
    }

/** Throws a CommandRefusal in the reader's language. */
export function requestOf(options: SimulateOptions, language: Language): SimulateRequest {
  const refuse: Refuse = (key, values = {}) => {
    throw new CommandRefusal(sentence(simulateText, language, key, values))
  }
  const outputs = {
    schedule: options.schedule ?? null,
    report: options.report ?? null,
    badLines: options.badLines ?? null,
    asJson: options.json === true,
  }
  const estimate = oneOf('--estimates', options.estimates, ['requested', 'actual'], refuse)
  const filter = oneOf('--filter', options.filter, ['none', 'sc15'], refuse)
  if (options.scenario !== undefined && options.trace !== undefined) return refuse('scenario-and-trace')
  if (options.scenario !== undefined) {
    for (const option of ['format', 'processors', 'estimates', 'filter'] as const) {
      if (options[option] !== undefined) refuse('option-needs-trace', { option: `--${option}` })
    }
    for (const option of TRACE_OPTIONS) {
      if (options[option] !== undefined) refuse('option-needs-trace', { option: typedOption(option) })
    }
    const discipline = oneOf('--policy', options.policy, BACKFILL_MODES, refuse)
    return { kind: 'scenario', path: options.scenario, discipline, isStored: options.store, outputs }
  }
  if (options.trace === undefined) return refuse('scenario-or-trace')
  if (outputs.report !== null) refuse('report-needs-scenario')
  const form = traceFormOf(options.trace, options, refuse)
  // Its rules are about columns that only this format has.
  if (filter === 'sc15' && form.format !== 'swf') {
    return refuse('option-needs-format', { option: '--filter sc15', formats: 'swf' })
  }
  return {
    kind: 'trace',
    path: options.trace,
    ...form,
    processors: processorsOf(options.processors, (found) => refuse('processors-form', { found })),
    discipline: oneOf('--policy', options.policy, BACKFILL_MODES, refuse) ?? 'easy',
    estimate: estimate ?? 'requested',
    filter: filter ?? 'none',
    outputs,
  }
}

/** As typed: an option of `weir simulate` that its command does not have; null: there is none. */
export function otherOption(options: object, known: readonly string[]): string | null {
  const other = Object.keys(options).find((name) => !known.includes(name))
  return other === undefined ? null : `--${other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function processorsOf(found: string | undefined, refuse: (found: string) => never): number | null {
  if (found === undefined) return null
  const value = /^\d{1,8}$/.test(found) ? Number(found) : 0
  return value >= 1 && value <= 10_000_000 ? value : refuse(found)
}
