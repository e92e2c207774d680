// The shipped openb tables, read.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import type { NodeKind, PodSize } from '../../src/domain/placement/shared-nodes.ts'
import { OpenbNodeReader, OpenbPodReader, type OpenbReading } from '../../src/simulator/trace/openb.ts'

export const openbNodes = (): NodeKind[] => rows('openb-nodes-gpu.csv.gz', new OpenbNodeReader())
export const openbPods = (): PodSize[] => rows('openb-pods-default.csv.gz', new OpenbPodReader())

function rows<T>(name: string, reader: { readLine(line: string): OpenbReading<T> }): T[] {
  const text = gunzipSync(readFileSync(join(PROJECT_ROOT, 'examples', 'traces', name))).toString()
  return text.split('\n').flatMap((line) => {
    const reading = reader.readLine(line)
    if (reading.kind === 'bad') throw new Error(`${name}: ${reading.reason}: ${line}`)
    return reading.kind === 'row' ? [reading.row] : []
  })
}
