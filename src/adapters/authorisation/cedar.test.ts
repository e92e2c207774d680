import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../files/places.ts'
import { cedarAuthorisation, problemsOfPolicies, readPolicyTexts, type Principal } from './cedar.ts'

const texts = readPolicyTexts()
const authorise = cedarAuthorisation(texts)

const VISITOR: Principal = { kind: 'visitor' }
const WEIR: Principal = { kind: 'weir' }
const officer = (agency = 'hannuri'): Principal => ({ kind: 'person', id: 'a', agency, roles: ['programme-officer'] })
const auditor: Principal = { kind: 'person', id: 'b', agency: 'hannuri', roles: ['auditor', 'director'] }

test('the policies pass strict validation', () => {
  expect(problemsOfPolicies(texts)).toEqual([])
})

describe('strict validation finds', () => {
  const broken = (from: string, to: string) => ({
    ...texts,
    policies: { ...texts.policies, 'officers-conduct': (texts.policies['officers-conduct'] ?? '').replace(from, to) },
  })

  test.each([
    ['a misspelt role', 'programme-officer', 'programme-oficer'],
    ['a misspelt attribute', 'principal.agency', 'principal.agenzy'],
    ['a misspelt action', 'Action::"conduct"', 'Action::"conduckt"'],
    ['a policy that never applies', 'principal.agency == resource', 'principal.agency == principal'],
    ['a syntax error', 'when {', 'when'],
  ])('%s, and Weir does not start with it', (_what, from, to) => {
    const texts2 = broken(from, to)
    expect(problemsOfPolicies(texts2)).not.toEqual([])
    expect(() => cedarAuthorisation(texts2)).toThrow(/valid/)
  })
})

test('every operation is an action of the schema, and every action an operation', () => {
  const files = globSync('src/operations/**/*.ts', { cwd: PROJECT_ROOT }).filter((name) => !name.endsWith('.test.ts'))
  const named = files.flatMap((name) => {
    const source = readFileSync(path.join(PROJECT_ROOT, name), 'utf8')
    return source.includes('operation({') ? [/^ {2}name: '([a-z-]+)'/m.exec(source)?.[1] ?? name] : []
  })
  const actions = [...texts.schema.matchAll(/^ {2}action "([a-z-]+)" .*appliesTo/gm)].map(([, name]) => name)
  expect([...new Set(named)].toSorted()).toEqual(actions.toSorted())
})

test.each([
  ['anybody reads', VISITOR, 'list-runs', 'hannuri', true, ['everybody-reads']],
  ['nobody starts a run without signing in', VISITOR, 'start-run', 'hannuri', false, []],
  ['an officer starts a run in the own agency', officer(), 'start-run', 'hannuri', true, ['officers-conduct']],
  ['an officer starts none in another agency', officer('songhan'), 'start-run', 'hannuri', false, []],
  ['an auditor changes nothing, director or not', auditor, 'delete-run', 'hannuri', false, ['auditors-change-nothing']],
  ['an auditor reads', auditor, 'get-run', 'hannuri', true, ['everybody-reads']],
  ['an auditor signs out', auditor, 'sign-out', 'hannuri', true, ['everybody-signs-in-and-out']],
  ['an officer does not do what only Weir does', officer(), 'complete-run', 'hannuri', false, []],
  ['Weir completes a run', WEIR, 'complete-run', 'hannuri', true, ['weir-works']],
] as const)('%s', (_sentence, principal, action, agency, isAllowed, decidedBy) => {
  expect(authorise({ principal, action, agency })).toEqual({ isAllowed, decidedBy })
})

test('an action that no schema knows is a bug, not a permission', () => {
  expect(() => authorise({ principal: WEIR, action: 'do-anything', agency: 'hannuri' })).toThrow(/bug/)
})
