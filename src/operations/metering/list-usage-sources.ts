import { z } from 'zod'
import type { UsageReadingBody, UsageSourceBody } from '../../contract/metering.ts'
import { accept } from '../../domain/kernel/result.ts'
import { listReadings, listSources, type StoredReading } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'

const READINGS = 20

/** Every source with its latest readings. */
export const listUsageSources = operation({
  name: 'list-usage-sources',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency }) {
    const bodies: UsageSourceBody[] = []
    for (const { map, cursor, ...source } of await listSources(tx, agency)) {
      const readings = await listReadings(tx, agency, { source: source.name, limit: READINGS })
      const body = { ...source, ...map, borrowedQos: [...map.borrowedQos] }
      bodies.push({ ...body, cursor: cursor === null ? null : timeOf(cursor), readings: readings.map(readingBody) })
    }
    return accept(bodies)
  },
})

function readingBody(reading: StoredReading): UsageReadingBody {
  const { id, window, answer, reason, charged, known, setAside, broken, brokenCount, readAt } = reading
  const times = { from: timeOf(window.from), until: timeOf(window.until), readAt: readAt.toISOString() }
  return { id, answer, reason, charged, known, setAside, broken: [...broken], brokenCount, ...times }
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
