// The history of a scenario as it is sent to browsers: read from its file, laid out in columns, compressed. The same file
// gives the same bytes, so the last ones are remembered: nobody waits for a history that somebody else has just asked for.
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { accept, type Result } from '../../domain/kernel/result.ts'
import { workloadBytes } from '../../simulator/workload-bytes.ts'
import { readScenarioTrace } from './replay-scenario.ts'
import type { ShippedScenario } from './shipped-scenarios.ts'
import type { TraceUnreadable } from './trace-file.ts'

export interface HistoryBytes {
  /** As src/simulator/workload-bytes.ts writes them, gzipped. */
  readonly gzipped: Buffer
  /** Hex, of the bytes before compression. */
  readonly sha256: string
}

export type ReadHistory = (shipped: ShippedScenario) => Promise<Result<HistoryBytes, TraceUnreadable>>

const REMEMBERED_MAX = 8
const GZIP_LEVEL = 9
const gzipped = promisify(gzip)

export function historyReader(): ReadHistory {
  const remembered = new Map<string, ReturnType<ReadHistory>>()
  return async (shipped) => {
    const key = `${shipped.path}\n${shipped.source}\n${shipped.policySource}\n${await stampOf(shipped)}`
    const known = remembered.get(key)
    if (known !== undefined) return await known
    const reading = readHistory(shipped)
    remembered.set(key, reading)
    const [oldest] = remembered.keys()
    if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest)
    const result = await reading
    if (!result.ok) remembered.delete(key)
    return result
  }
}

async function readHistory({ scenario, path, policy }: ShippedScenario): ReturnType<ReadHistory> {
  const flavor = policy.pool.flavors.find(({ name }) => name === scenario.flavor) ?? null
  const trace = await readScenarioTrace({ scenario, scenarioPath: path, policy }, flavor)
  if (!trace.ok) return trace
  const bytes = workloadBytes(trace.value.workload)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return accept({ gzipped: await gzipped(bytes, { level: GZIP_LEVEL }), sha256 })
}

/** Size and time of the trace: another file under the same name is another history. */
async function stampOf({ scenario, path }: ShippedScenario): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(resolve(dirname(path), scenario.trace.path))
    return `${size} ${mtimeMs}`
  } catch {
    return 'absent'
  }
}
