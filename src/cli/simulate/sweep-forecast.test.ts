// A scenario that forecasts gives the same figures by itself and as a cell of a sweep: nothing is drawn from what was drawn.
import { expect, test } from 'vitest'
import { readRecorded, replayScenario } from '../../adapters/files/replay-scenario.ts'
import { loadScenario } from '../../adapters/files/scenario-files.ts'
import { replayCell } from './sweep-cell.ts'

test('the forecast of the examples', async () => {
  const loaded = await loadScenario('examples/scenarios/philly-in-2028.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal))
  const { scenario, policySource } = loaded.value
  const [alone, history] = [await replayScenario(loaded.value), await readRecorded(loaded.value)]
  if (!alone.ok || !history.ok) throw new Error('the example is replayed')
  const ground = { scenario, policySource, history: history.value, parameters: [], days: null }
  const cell = await replayCell(ground, { values: [], seed: null })
  if (!cell.ok) throw new Error(JSON.stringify(cell.refusal))
  const { summary } = alone.value.outcome
  expect({ jobs: cell.value.jobs, wait: cell.value.wait }).toEqual({ jobs: summary.jobs, wait: summary.wait })
  expect(history.value.workload.ids.length).toBe(82_247)
})
