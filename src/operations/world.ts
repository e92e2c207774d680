// What operations need of the outside, given to them once by src/main.ts.
import type { Authorise } from '../adapters/authorisation/cedar.ts'
import type { ReadHistory } from '../adapters/files/history-bytes.ts'
import type { ShippedPolicy } from '../adapters/files/shipped-policies.ts'
import type { ShippedScenario } from '../adapters/files/shipped-scenarios.ts'
import type { LogSigner } from '../adapters/proof/log-signer.ts'
import type { Database } from '../store/database.ts'

export interface World {
  readonly database: Database
  readonly authorise: Authorise
  readonly clock: () => Date
  /** Identifiers that sort by the time at which they were made. */
  readonly newId: () => string
  /** A secret that nobody can guess. */
  readonly newToken: () => string
  /** Signs what the public log says of itself. */
  readonly logSigner: LogSigner
  /** What Weir ships: an empty database starts with it. */
  readonly policies: readonly ShippedPolicy[]
  readonly scenarios: readonly ShippedScenario[]
  /** The history that a scenario replays, from its file. */
  readonly readHistory: ReadHistory
}
