// Who may do what, decided by Cedar from policies/*.cedar. A decision names the policies that made it.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  checkParsePolicySet,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
  type EntityJson,
  type EntityUidJson,
} from '@cedar-policy/cedar-wasm/nodejs'
import { assert } from '../../domain/kernel/assert.ts'
import type { Role } from '../../domain/people/role.ts'
import { PROJECT_ROOT } from '../files/places.ts'

export const POLICIES_FOLDER = path.join(PROJECT_ROOT, 'policies')

export type Principal =
  | { readonly kind: 'visitor' }
  | { readonly kind: 'weir' }
  | { readonly kind: 'person'; readonly id: string; readonly agency: string; readonly roles: readonly Role[] }

export interface AuthorisationRequest {
  readonly principal: Principal
  /** The name of an operation. */
  readonly action: string
  /** null: the installation itself. */
  readonly agency: string | null
}

export interface Decision {
  readonly isAllowed: boolean
  /** File names in policies/ without their ending; empty when no policy spoke, which is a no. */
  readonly decidedBy: readonly string[]
}

export type Authorise = (request: AuthorisationRequest) => Decision

export interface PolicyTexts {
  readonly schema: string
  readonly policies: Readonly<Record<string, string>>
}

export function readPolicyTexts(folder: string = POLICIES_FOLDER): PolicyTexts {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.cedar'))
    .toSorted()
  const policies = names.map((name) => [path.basename(name, '.cedar'), readFileSync(path.join(folder, name), 'utf8')])
  return {
    schema: readFileSync(path.join(folder, 'weir.cedarschema'), 'utf8'),
    policies: Object.fromEntries(policies) as Record<string, string>,
  }
}

/** What strict validation finds wrong with the policies; empty when they are in order. */
export function problemsOfPolicies({ schema, policies }: PolicyTexts): string[] {
  const answer = validate({ schema, policies: { staticPolicies: policies }, validationSettings: { mode: 'strict' } })
  if (answer.type === 'failure') return answer.errors.map((error) => error.message)
  const found = [...answer.validationErrors, ...answer.validationWarnings]
  return [
    ...found.map(({ policyId, error }) => `${policyId}: ${error.message}`),
    ...answer.otherWarnings.map(({ message }) => message),
  ]
}

/** Decisions that were asked before: a decision depends on nothing but the request. */
const REMEMBERED_MAX = 10_000

/** Throws when the policies are not in order: Weir does not start with rules that nobody can rely on. */
export function cedarAuthorisation(texts: PolicyTexts = readPolicyTexts()): Authorise {
  const problems = problemsOfPolicies(texts)
  assert(problems.length === 0, `the policies of authorisation are valid (${problems.join('; ')})`)
  const parsed = checkParsePolicySet({ staticPolicies: texts.policies })
  assert(parsed.type === 'success', 'the policies of authorisation can be read')
  preparseSchema('weir', texts.schema)
  preparsePolicySet('weir', { staticPolicies: texts.policies })
  const remembered = new Map<string, Decision>()
  return (request) => {
    const key = JSON.stringify(request)
    const known = remembered.get(key)
    if (known !== undefined) return known
    const decision = decide(request)
    if (remembered.size >= REMEMBERED_MAX) remembered.clear()
    remembered.set(key, decision)
    return decision
  }
}

function decide(request: AuthorisationRequest): Decision {
  const answer = statefulIsAuthorized({
    principal: uidOf(request.principal),
    action: { type: 'Weir::Action', id: request.action },
    resource:
      request.agency === null
        ? { type: 'Weir::Installation', id: 'weir' }
        : { type: 'Weir::Agency', id: request.agency },
    context: {},
    preparsedSchemaName: 'weir',
    validateRequest: true,
    preparsedPolicySetId: 'weir',
    entities: entitiesOf(request.principal),
  })
  assert(
    answer.type === 'success',
    `Cedar can decide ${request.action} (${answer.type === 'failure' ? answer.errors.map((error) => error.message).join('; ') : ''})`,
  )
  const { decision, diagnostics } = answer.response
  assert(diagnostics.errors.length === 0, `no policy fails for ${request.action}`)
  return { isAllowed: decision === 'allow', decidedBy: diagnostics.reason.toSorted() }
}

function uidOf(principal: Principal): EntityUidJson {
  switch (principal.kind) {
    case 'visitor':
      return { type: 'Weir::Visitor', id: 'visitor' }
    case 'weir':
      return { type: 'Weir::Process', id: 'weir' }
    case 'person':
      return { type: 'Weir::Person', id: principal.id }
  }
}

function entitiesOf(principal: Principal): EntityJson[] {
  if (principal.kind !== 'person') return []
  return [
    {
      uid: { type: 'Weir::Person', id: principal.id },
      attrs: {
        agency: { __entity: { type: 'Weir::Agency', id: principal.agency } },
        roles: principal.roles.map((id) => ({ __entity: { type: 'Weir::Role', id } })),
      },
      parents: [],
    },
  ]
}
