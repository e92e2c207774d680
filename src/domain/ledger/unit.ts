// What an account counts. Every amount is a whole number of one unit, as bigint; a transfer never crosses units.

export const PLAIN_UNITS = [
  /** Budgets of awards: thousandths of one unit of the policy's `priceBasis`, times seconds. */
  'milli-reference-unit-second',
  'qpu-millisecond',
  'shot',
  /** Money without decimals. */
  'vnd',
  'krw',
  'seat',
  'dataset-day',
] as const
export type PlainUnit = (typeof PLAIN_UNITS)[number]

/** Counted per flavor, because one second of one flavor is not one second of another; a MIG slice is a flavor too. */
export const FLAVOR_UNITS = ['milli-unit-second', 'share-milli-unit-second'] as const
export type FlavorUnit = (typeof FLAVOR_UNITS)[number]

/** e.g. `krw`, `milli-unit-second/h200`. */
export type Unit = PlainUnit | `${FlavorUnit}/${string}`

export const CURRENCIES = ['vnd', 'krw'] as const satisfies readonly PlainUnit[]
export type Currency = (typeof CURRENCIES)[number]

const FLAVOR = /^[a-z0-9][a-z0-9._-]{0,62}$/
const plainUnits: ReadonlySet<string> = new Set(PLAIN_UNITS)
const flavorUnits: ReadonlySet<string> = new Set(FLAVOR_UNITS)

export function isUnit(text: string): text is Unit {
  if (plainUnits.has(text)) return true
  const slash = text.indexOf('/')
  return slash > 0 && flavorUnits.has(text.slice(0, slash)) && FLAVOR.test(text.slice(slash + 1))
}

/** The flavor of a unit that is counted per flavor; null for the others. */
export function flavorOf(unit: Unit): string | null {
  const slash = unit.indexOf('/')
  return slash < 0 ? null : unit.slice(slash + 1)
}
