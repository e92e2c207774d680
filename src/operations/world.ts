// What operations need of the outside, given to them once by src/main.ts.
import type { Authorise } from '../adapters/authorisation/cedar.ts'
import type { ShippedScenario } from '../adapters/files/shipped-scenarios.ts'
import type { Database } from '../store/database.ts'

export interface World {
  readonly database: Database
  readonly authorise: Authorise
  readonly clock: () => Date
  /** Identifiers that sort by the time at which they were made. */
  readonly newId: () => string
  /** A secret that nobody can guess. */
  readonly newToken: () => string
  /** The scenarios that Weir ships. */
  readonly scenarios: readonly ShippedScenario[]
}
