// What the tables look like to a query. A chapter that adds a table in a migration adds its row type here.
import type { JSONColumnType } from 'kysely'
import type { Language, LocalisedText } from '../domain/kernel/language.ts'

export interface AgenciesTable {
  id: string
  /** Which law, remedies and working days govern it, e.g. 'kr'. */
  regime: string
  title: JSONColumnType<LocalisedText>
  languages: Language[]
  /** ISO 4217 codes; the first is the agency's own. */
  currencies: string[]
  /** IANA name, e.g. 'Asia/Seoul'. */
  time_zone: string
}

export interface Tables {
  agencies: AgenciesTable
}
