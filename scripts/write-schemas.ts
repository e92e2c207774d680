// Writes docs/reference/*.schema.json from the Zod schemas. `node scripts/write-schemas.ts`; a test says when it is due.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyJsonSchema } from '../src/domain/policy/json-schema.ts'
import { scenarioJsonSchema } from '../src/simulator/scenario-file-schema.ts'

const FOLDER = join(import.meta.dirname, '..', 'docs', 'reference')

/** Name of the published file and its text. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  const text = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`
  return new Map([
    ['policy.schema.json', text(policyJsonSchema())],
    ['scenario.schema.json', text(scenarioJsonSchema())],
  ])
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true })
  for (const [name, text] of publishedSchemas()) writeFileSync(join(FOLDER, name), text)
}
