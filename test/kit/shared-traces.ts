// Job histories that Weir may not ship (their archive gives no licence) lie beside the project or where WEIR_SHARED says.
// Conformance on them runs when they are there and says so when not.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'

const folder = join(process.env['WEIR_SHARED'] ?? join(PROJECT_ROOT, '..', 'shared'), 'data', 'traces')

export const HAS_SHARED_TRACES = existsSync(folder)

export const WITHOUT_TRACES = `shared trace sets are absent (${process.env['WEIR_SHARED'] === undefined ? 'WEIR_SHARED is unset' : 'WEIR_SHARED has none'})`

export function sharedTrace(name: string): string {
  return join(folder, name)
}
