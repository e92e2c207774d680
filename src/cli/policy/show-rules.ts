// What a policy says beside its shares, line by line: slices, rules of the pool, how jobs may be stopped, whole cells.
import type { Language } from '../../domain/kernel/language.ts'
import type { Flavor, Policy, PreemptionRule, ShareNode } from '../../domain/policy/policy.ts'
import { findNode } from '../../domain/policy/tree.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { cellsText, sliceText } from '../../text/policy/difference-sentence.ts'
import { exactDuration, ruleLines } from '../../text/policy/rule-words.ts'
import { policyText } from '../../text/policy/text.ts'

type Say = (key: keyof (typeof policyText)['en'], values?: MessageValues) => string

/** Heading and lines of each section that has something to say. */
export function ruleSections(policy: Policy, language: Language): readonly (readonly string[])[] {
  const say: Say = (key, values = {}) => sentence(policyText, language, key, values)
  const slices = (policy.pool.slices ?? []).map((slice) =>
    say('slice-line', { flavor: slice.name, slices: sliceText(slice, language) }),
  )
  return [
    [say('heading-slices'), ...slices],
    [say('heading-rules'), ...ruleLines(policy.rules, language)],
    [say('heading-stopping'), ...stoppingLines(policy, language, say)],
  ].filter((lines) => lines.length > 1)
}

/** Cells, or that the flavor is given by appointment; null when no flavor has either. */
export function cellsColumn(flavors: readonly Flavor[], language: Language): readonly string[] | null {
  if (flavors.every(({ cells, isCalendar }) => cells === undefined && isCalendar !== true)) return null
  return flavors.map(({ cells, isCalendar }) =>
    isCalendar === true ? sentence(policyText, language, 'calendar-yes') : cellsText(cells ?? {}, language),
  )
}

/** Tiers, whole cells, priorities across projects: what the table of the tree has no column for. */
export function nodeLines({ tree }: Policy, language: Language): readonly string[] {
  const say: Say = (key, values = {}) => sentence(policyText, language, key, values)
  return tree.flatMap(({ id, tier, guaranteedCells, priorityScope }) => [
    ...(tier === 0 ? [] : [say('tier-line', { id, tier })]),
    ...(guaranteedCells === undefined ? [] : [say('cells-line', { id, cells: cellsText(guaranteedCells, language) })]),
    ...(priorityScope === 'group' ? [say('scope-line', { id })] : []),
  ])
}

/** A node that only follows the one above it is not told. */
function stoppingLines(policy: Policy, language: Language, say: Say): readonly string[] {
  return policy.tree.flatMap(({ id, parent, preemption }: ShareNode) => {
    const above = parent === null ? undefined : findNode(policy, parent)?.preemption
    if (preemption === undefined || isSameRule(preemption, above)) return []
    const protection = exactDuration(language, preemption.protectedRuntimeSeconds)
    return [say('stopping-line', { id, protection, grace: exactDuration(language, preemption.graceSeconds) })]
  })
}

function isSameRule(a: PreemptionRule, b: PreemptionRule | undefined): boolean {
  return a.protectedRuntimeSeconds === b?.protectedRuntimeSeconds && a.graceSeconds === b.graceSeconds
}
