import { z } from 'zod'
import { FILE_PROBLEM_CODES } from '../domain/policy/problem.ts'
import { FLAVOR_UNITS, NODE_KINDS } from '../domain/policy/policy.ts'
import { LocalisedTextBody } from './agencies.ts'

const UnitsByFlavorBody = z.record(z.string(), z.int())

export const FlavorBody = z
  .object({
    name: z.string(),
    unit: z.enum(FLAVOR_UNITS),
    quantum: z.int(),
    capacity: z.int(),
    price: z.object({ numerator: z.int(), denominator: z.int() }),
  })
  .meta({ id: 'Flavor' })

export const ShareNodeBody = z
  .object({
    id: z.string(),
    parent: z.string().nullable(),
    kind: z.enum(NODE_KINDS),
    title: LocalisedTextBody,
    guarantee: UnitsByFlavorBody,
    weight: z.int(),
    tier: z.int(),
    limit: UnitsByFlavorBody,
    borrowingLimit: UnitsByFlavorBody,
    lendingLimit: UnitsByFlavorBody,
    /** Guarantee over all flavors: cards, and reference GPU-hours per hour; shares of the pool in each (4 decimals). */
    cards: z.int(),
    referenceCards: z.number(),
    shareOfCards: z.number(),
    shareOfCompute: z.number(),
  })
  .meta({ id: 'ShareNode' })
export type ShareNodeBody = z.infer<typeof ShareNodeBody>

export const PolicyVersionRowBody = z
  .object({ id: z.uuid(), number: z.int(), sha256: z.string(), createdAt: z.iso.datetime(), createdBy: z.string() })
  .meta({ id: 'PolicyVersionRow' })

export const PolicyBody = z
  .object({
    agency: z.string(),
    name: z.string(),
    title: LocalisedTextBody,
    description: LocalisedTextBody,
    version: PolicyVersionRowBody,
    versions: z.array(PolicyVersionRowBody),
    /** The file as it was written. */
    source: z.string(),
    flavors: z.array(FlavorBody),
    nodes: z.array(ShareNodeBody),
  })
  .meta({ id: 'Policy' })
export type PolicyBody = z.infer<typeof PolicyBody>

export const PolicyRowBody = z
  .object({ name: z.string(), title: LocalisedTextBody, version: PolicyVersionRowBody })
  .meta({ id: 'PolicyRow' })
export type PolicyRowBody = z.infer<typeof PolicyRowBody>

export const FileProblemBody = z
  .object({
    code: z.enum(FILE_PROBLEM_CODES),
    line: z.int(),
    column: z.int(),
    path: z.string(),
    /** Whom it is about: the id of a node, or ''. */
    subject: z.string(),
    found: z.string(),
    expected: z.string(),
    /** The problem as a sentence in the asked language. */
    sentence: z.string(),
  })
  .meta({ id: 'FileProblem' })

export const PolicyCheckBody = z
  .object({ valid: z.boolean(), problems: z.array(FileProblemBody) })
  .meta({ id: 'PolicyCheck' })
export type PolicyCheckBody = z.infer<typeof PolicyCheckBody>
