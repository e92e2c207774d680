// The rows and the series of an outcome, with the titles that the policy gave its nodes.
import type { LocalisedText } from '../../domain/kernel/language.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import type { Outcome } from '../../simulator/outcome.ts'
import type { Transaction } from '../../store/database.ts'
import { appendRunDetails, appendRunNodes, appendRunSeries } from '../../store/run-results.ts'

export async function appendResults(
  tx: Transaction,
  run: { readonly agency: string; readonly id: string },
  results: { readonly outcome: Outcome; readonly policySource: string },
): Promise<void> {
  const { outcome, policySource } = results
  const titles = titlesOf(policySource)
  const nodes = outcome.nodes.map((node) => ({ ...node, title: titles.get(node.id) ?? {} }))
  await appendRunNodes(tx, run, nodes)
  const { accounts, classes, flavors = null } = outcome
  if (accounts !== undefined && classes !== undefined) await appendRunDetails(tx, run, { accounts, classes, flavors })
  await appendRunSeries(tx, run, outcome.series)
}

function titlesOf(policySource: string): ReadonlyMap<string, LocalisedText> {
  const policy = parsePolicy(policySource)
  return new Map(policy.ok ? policy.value.tree.map((node) => [node.id, node.title]) : [])
}
