// What is published of a month at its close: of some projects what each used, of others only what a sector's projects used
// together, of some nothing. The call of a project sets its class.
import type { AccountCode } from './account.ts'
import type { TotalsRow } from './totals.ts'
import type { Unit } from './unit.ts'

export const PUBLICATION_CLASSES = [
  /** What the project used, by its name. */
  'project',
  /** Together with the other projects that were awarded from the same account; the default. */
  'sector',
  'none',
] as const
export type PublicationClass = (typeof PUBLICATION_CLASSES)[number]

/** A sum of fewer projects would tell each of them what the other one used. */
export const PROJECTS_IN_SUM_MIN = 3

/** What one project used in a month, less what was given back. */
export interface ProjectUse {
  readonly project: string
  readonly unit: Unit
  readonly amount: bigint
  readonly publication: PublicationClass
  /** The pool or round from which it was awarded; null: it never was, in this unit. */
  readonly awardedFrom: AccountCode | null
}

/** Rows by account and unit: `USED:<project>` of single projects, `POOL:…` or `ROUND:…` for what theirs used together. */
export function publishedRows(month: readonly ProjectUse[]): TotalsRow[] {
  const rows: TotalsRow[] = []
  const sums = new Map<string, { account: AccountCode; unit: Unit; amount: bigint; projects: number }>()
  for (const { project, unit, amount, publication, awardedFrom } of month) {
    if (amount === 0n || publication === 'none') continue
    if (publication === 'project') rows.push({ account: `USED:${project}`, unit, amount })
    else if (awardedFrom !== null) {
      const key = `${awardedFrom} ${unit}`
      const sum = sums.get(key) ?? { account: awardedFrom, unit, amount: 0n, projects: 0 }
      sums.set(key, { ...sum, amount: sum.amount + amount, projects: sum.projects + 1 })
    }
  }
  for (const { projects, ...row } of sums.values()) if (projects >= PROJECTS_IN_SUM_MIN) rows.push(row)
  return rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function keyOf({ account, unit }: TotalsRow): string {
  return `${account} ${unit}`
}
