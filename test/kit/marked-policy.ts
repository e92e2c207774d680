// Small policy files with marks: ▲ marks the place that must be told; it is taken out before the file is read.
import { expect } from 'vitest'
import { parsePolicy } from '../../src/domain/policy/parse.ts'

export const POOL = `apiVersion: weir/v1
kind: Pool
metadata: {agency: hannuri, name: small}
spec: {flavors: [{name: h200, unit: gpu, capacity: 100, price: 1}]}
`
export const TREE = `kind: ShareTree
spec: [{id: all, kind: sector, guarantee: 100%}]
`
export const withTree = (tree: string) => `${POOL}---\n${tree}`
export const nodes = (...lines: string[]) =>
  withTree(['kind: ShareTree', 'spec:', ...lines.map((l) => `- ${l}`)].join('\n'))
export const withPool = (pool: string) => `${pool}\n---\n${TREE}`
export const pool = (spec: string) => withPool(POOL.replace(/spec: .*/, `spec: ${spec}`))
export const flavor = (entry: string) => pool(`{flavors: [${entry}]}`)

/** code @ line:column of every problem, and what the marks say. */
export function told(marked: string): {
  told: readonly string[]
  marks: readonly string[]
  expected: readonly string[]
} {
  const marks: string[] = []
  let source = ''
  for (const [position, piece] of marked.split('▲').entries()) {
    if (position > 0) {
      const lines = source.split('\n')
      marks.push(`${lines.length}:${(lines.at(-1) ?? '').length + 1}`)
    }
    source += piece
  }
  const outcome = parsePolicy(source)
  const problems = outcome.ok ? [] : outcome.refusal
  return {
    told: problems.map(({ code, line, column }) => `${code} @ ${line}:${column}`),
    marks,
    expected: problems.map(({ found, expected }) => `${found} -> ${expected}`),
  }
}

export type Row = readonly [claim: string, source: string, code: string | readonly string[], expected?: string]

export function holds([, source, codes, expected]: Row): void {
  const outcome = told(source)
  const list = typeof codes === 'string' ? [codes] : codes
  expect(outcome.told).toEqual(list.map((code, position) => `${code} @ ${outcome.marks[position]}`))
  if (expected !== undefined) expect(outcome.expected[0]).toBe(expected)
}
