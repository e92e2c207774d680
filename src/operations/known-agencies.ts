// Which agencies there are, remembered: none is ever deleted, so only an unknown one is worth a question.
import { listAgencies } from '../store/agencies.ts'
import { inTransaction, type Database } from '../store/database.ts'

const known = new WeakMap<Database, Set<string>>()

export async function knowsAgency(database: Database, id: string): Promise<boolean> {
  if (known.get(database)?.has(id) === true) return true
  const agencies = await inTransaction(database, { agency: null }, listAgencies)
  known.set(database, new Set(agencies.map((agency) => agency.id)))
  return agencies.some((agency) => agency.id === id)
}
