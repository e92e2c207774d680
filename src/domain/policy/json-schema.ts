// The schema of the policy file for editors and other programs. Draft 7: what editors for YAML understand best.
import { z } from 'zod'
import { PolicyDocument } from './schema.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Each document of a policy file fits this schema. What needs more than one document is told by `weir policy check`. */
export function policyJsonSchema(): JsonSchema {
  return jsonSchemaOf(PolicyDocument)
}

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-07' }) }
}
