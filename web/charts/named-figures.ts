// A run's outcome as charts, findings and tables take it: with the names of its nodes in the reader's language.
import type { RunFigures } from '../../src/charts/run-figures.ts'
import type { RunBody } from '../../src/contract/runs.ts'
import type { Reader } from '../reader.tsx'

/** null: the run has no outcome. */
export function namedFigures({ own }: Reader, run: RunBody): RunFigures | null {
  const { summary, series } = run
  if (summary === null || series === null) return null
  const nodes = run.nodes.map((node) => ({ ...node, name: own(node.title) || node.id }))
  return { summary, series, nodes, unit: 'gpu', accounts: run.accounts, classes: run.classes, flavors: run.flavors }
}
