// The JSON Schemas in docs/reference are those of the code, and editors can use them on the examples.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { publishedSchemas } from '../../scripts/write-schemas.ts'

const ROOT = join(import.meta.dirname, '../..')
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe('published schemas', () => {
  test.each([...publishedSchemas()])('docs/reference/%s is up to date (else: node scripts/write-schemas.ts)', (name, schema) => {
    expect(text(`docs/reference/${name}`)).toBe(schema)
  })

  const accepts = (schema: string, source: string) => {
    const json = z.fromJSONSchema(JSON.parse(text(`docs/reference/${schema}`)) as Parameters<typeof z.fromJSONSchema>[0])
    return parseAllDocuments(source).map((document) => json.safeParse(document.toJS()).success)
  }

  test.each([
    ['policy.schema.json', 'examples/policies/national-50-30-20.yaml', [true, true]],
    ['policy.schema.json', 'examples/policies/national-by-partition-2026.yaml', [true, true]],
    ['scenario.schema.json', 'examples/scenarios/philly-50-30-20.yaml', [true]],
    ['policy.schema.json', 'examples/scenarios/philly-50-30-20.yaml', [false]],
  ])('%s on %s', (schema, example, accepted) => {
    expect(accepts(schema, text(example))).toEqual(accepted)
    expect(accepts(schema, text(example).replace('apiVersion', 'apiversion'))[0]).toBe(false)
  })

  test('each example names its schema, so that an editor finds it', () => {
    for (const example of ['policies/national-50-30-20', 'policies/national-by-partition-2026', 'scenarios/philly-50-30-20']) {
      const [first = ''] = text(`examples/${example}.yaml`).split('\n')
      expect(first).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/docs\/reference\/(policy|scenario)\.schema\.json$/)
    }
  })
})
