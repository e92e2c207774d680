// The agencies of this installation. Everybody may know them; only an agency's own transaction changes it.
import type { Language, LocalisedText } from '../domain/kernel/language.ts'
import type { Transaction } from './database.ts'

export interface Agency {
  readonly id: string
  readonly regime: string
  readonly title: LocalisedText
  readonly languages: readonly Language[]
  readonly currencies: readonly string[]
  readonly timeZone: string
}

export async function listAgencies(tx: Transaction): Promise<Agency[]> {
  const rows = await tx.selectFrom('agencies').selectAll().orderBy('id').execute()
  return rows.map(({ time_zone: timeZone, ...row }) => ({ ...row, timeZone }))
}

/** Adds it when it is not there yet; says whether it was added. */
export async function appendAgency(tx: Transaction, agency: Agency): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('agencies')
    .values({
      id: agency.id,
      regime: agency.regime,
      title: JSON.stringify(agency.title),
      languages: [...agency.languages],
      currencies: [...agency.currencies],
      time_zone: agency.timeZone,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
