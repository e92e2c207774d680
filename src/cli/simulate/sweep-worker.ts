// A thread of a sweep: reads the scenario and its history once, then replays one cell after the other.
import { parentPort, workerData } from 'node:worker_threads'
import { readRecorded } from '../../adapters/files/replay-scenario.ts'
import { loadScenario } from '../../adapters/files/scenario-files.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { Result } from '../../domain/kernel/result.ts'
import { replayCell, type CellFigures, type CellRefusal, type SweepCell, type SweepGround } from './sweep-cell.ts'
import type { Parameter } from './sweep-options.ts'

export interface SweepThreadData {
  readonly scenario: string
  readonly parameters: readonly Parameter[]
  readonly days: number | null
}

export type SweepAnswer = Result<CellFigures, CellRefusal>

const port = parentPort
assert(port !== null, 'a sweep replays in threads of its own')
const { scenario: path, parameters, days } = workerData as SweepThreadData
const loaded = await loadScenario(path)
// The command has read all of it before it started threads.
assert(loaded.ok, 'the scenario is as it was')
const history = await readRecorded(loaded.value)
assert(history.ok, 'the history is as it was')
const { scenario, policySource } = loaded.value
const ground: SweepGround = { scenario, policySource, history: history.value, parameters, days }
port.on('message', (cell: SweepCell) => {
  void replayCell(ground, cell).then((answer: SweepAnswer) => port.postMessage(answer))
})
port.postMessage('ready')
