// Reads the fields of a question: what is not there has its default, what makes no sense is named by its field.
import { nearestOrAll } from '../../policy/nearest.ts'

export const QUESTION_REFUSALS = [
  'not-utf8',
  'not-json', // found: what the reader of JSON says
  'not-an-object',
  'question-unknown',
  'field-unknown',
  'field-missing', // expected: one of EXPECTED_VALUES
  'field-type', // expected: one of EXPECTED_VALUES
  'number-range', // expected: a bound
  'id-duplicate',
  'parent-unknown', // expected: the nearest ids
  'parent-cycle',
  'tree-too-deep', // expected: levels
  'guarantee-over-parent', // found and expected: units
  'sum-too-large', // expected: a bound
  'not-a-project', // a job at a group or at nothing; expected: the nearest projects
  'sum-differs', // units that are not those of what stands below the node
  'input-too-large',
] as const
export type QuestionRefusalCode = (typeof QUESTION_REFUSALS)[number]

export const EXPECTED_VALUES = ['object', 'list', 'text', 'whole-number', 'true-or-false'] as const
export type ExpectedValue = (typeof EXPECTED_VALUES)[number]

export interface QuestionRefusal {
  readonly code: QuestionRefusalCode
  /** Where, e.g. `nodes[2].guarantee`. */
  readonly field: string
  readonly found: string
  readonly expected: string
}

/** Thrown while a question is read, and only there; `answer` turns it into a value. */
export class RefusedQuestion extends Error {
  readonly refusal: QuestionRefusal

  constructor(code: QuestionRefusalCode, field: string, found: unknown = '', expected = '') {
    super(code)
    this.refusal = { code, field, found: shown(found), expected }
  }
}

/** Below "no bound" of the share tree (2^50); sums of larger numbers would no longer be exact. */
export const MOST_UNITS = 1_000_000_000_000_000

/** Adds up so that the sum stays exact; `field`: that of what is added. */
export function exactSum(sum: number, more: number, field: string): number {
  const total = sum + more
  if (total <= Number.MAX_SAFE_INTEGER) return total
  throw new RefusedQuestion('sum-too-large', field, total, `≤ ${Number.MAX_SAFE_INTEGER}`)
}

const LONGEST = 80

function shown(value: unknown): string {
  if (value === undefined) return ''
  // JSON has no word for the number that 1e999 is read as.
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

export class FieldReader {
  private readonly values: Readonly<Record<string, unknown>>
  private readonly path: string

  constructor(value: unknown, path: string, known: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new RefusedQuestion(path === '' ? 'not-an-object' : 'field-type', path, value, 'object')
    }
    this.values = value as Readonly<Record<string, unknown>>
    this.path = path
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) throw new RefusedQuestion('field-unknown', this.at(key), key, nearestOrAll(key, known))
    }
  }

  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`
  }

  has(key: string): boolean {
    return this.read(key) !== undefined
  }

  text(key: string): string {
    const value = this.needed(key, 'text')
    if (typeof value !== 'string' || value === '') throw new RefusedQuestion('field-type', this.at(key), value, 'text')
    return value
  }

  /** null when it is absent. */
  textOrNull(key: string): string | null {
    return this.read(key) === undefined ? null : this.text(key)
  }

  /** A whole number from `least` to `most`, MOST_UNITS when absent. */
  whole(
    key: string,
    bounds: { readonly least?: number; readonly most?: number; readonly absent?: number } = {},
  ): number {
    const { least = 0, most = MOST_UNITS, absent } = bounds
    const value = absent === undefined ? this.needed(key, 'whole-number') : (this.read(key) ?? absent)
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new RefusedQuestion('field-type', this.at(key), value, 'whole-number')
    }
    if (value === absent) return value
    if (value < least) throw new RefusedQuestion('number-range', this.at(key), value, `≥ ${least}`)
    if (value > most) throw new RefusedQuestion('number-range', this.at(key), value, `≤ ${most}`)
    return value
  }

  flag(key: string, absent: boolean): boolean {
    const value = this.read(key) ?? absent
    if (typeof value !== 'boolean') throw new RefusedQuestion('field-type', this.at(key), value, 'true-or-false')
    return value
  }

  list(key: string): readonly unknown[] {
    const value = this.needed(key, 'list')
    if (!Array.isArray(value)) throw new RefusedQuestion('field-type', this.at(key), value, 'list')
    return value as readonly unknown[]
  }

  object(key: string, known: readonly string[]): FieldReader {
    return new FieldReader(this.needed(key, 'object'), this.at(key), known)
  }

  /** null says nothing, as if the field were absent. */
  private read(key: string): unknown {
    return Object.hasOwn(this.values, key) ? (this.values[key] ?? undefined) : undefined
  }

  private needed(key: string, form: ExpectedValue): unknown {
    const value = this.read(key)
    if (value === undefined) throw new RefusedQuestion('field-missing', this.at(key), '', form)
    return value
  }
}
