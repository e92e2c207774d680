// The history that a scenario forecasts: drawn from the description of its own.
import type { ShareNode } from '../domain/policy/policy.ts'
import { drawWorkload } from './draw-workload.ts'
import type { ScenarioForecast } from './scenario.ts'
import { fitWorkload } from './workload-model.ts'
import type { Workload } from './workload.ts'

const DAY = 86_400

/** `history` has at least one job, of projects of the tree. What is drawn may have none. */
export function forecastWorkload(
  forecast: ScenarioForecast,
  history: Workload,
  tree: readonly ShareNode[],
  source: { readonly name: string; readonly sha256: string },
): Workload {
  const model = fitWorkload(history, tree, source)
  const days = forecast.days ?? Math.max(1, Math.round(model.source.seconds / DAY))
  const drawn = drawWorkload(model, { ...forecast, days })
  const { capacity, grainsPerUnit } = history
  // The sample has the sizes of the history: where those are grains, so are the drawn ones.
  return { ...drawn, capacity, ...(grainsPerUnit === undefined ? {} : { grainsPerUnit }) }
}
