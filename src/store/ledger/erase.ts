// Erasing a person from the ledger: what told of them goes, with the salts that bound it. Entries, leaves and the root of the
// log stay what they were; nobody can find out any more whom they concerned.
import type { Transaction } from '../database.ts'

/** How many entries no longer tell of the person. */
export async function erasePerson(tx: Transaction, personId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('ledger_personal')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
