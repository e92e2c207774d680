// The history of a scenario as a browser gets it: whole, small, and not twice.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkloadBytes } from '../../src/simulator/workload-bytes.ts'
import { exampleScenarios } from '../../src/adapters/files/places.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type TestWeir } from '../kit/weir.ts'

const PHILLY = '/api/agencies/hannuri/scenarios/philly-50-30-20/history'

let store: TestDatabase
let weir: TestWeir

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store, { scenarioPaths: exampleScenarios() })
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

test('82,247 jobs are less than a megabyte on the wire, and are read back', async () => {
  const response = await fetch(`${weir.address}${PHILLY}`)
  expect([response.status, response.headers.get('content-encoding')]).toEqual([200, 'gzip'])
  expect(Number(response.headers.get('content-length'))).toBeLessThan(1_000_000)
  const read = readWorkloadBytes(new Uint8Array(await response.arrayBuffer()))
  if (!read.ok) throw new Error(read.refusal)
  expect(read.value.submit).toHaveLength(82_247)
  expect(read.value.projects).toContain('maru-pretraining')
})

test('whoever takes no gzip gets the same bytes', async () => {
  const bytes = async (encoding: string) =>
    Buffer.from(
      await (await fetch(`${weir.address}${PHILLY}`, { headers: { 'accept-encoding': encoding } })).arrayBuffer(),
    )
  expect((await bytes('identity')).equals(await bytes('gzip'))).toBe(true)
})

test('what the caller has already is not sent again', async () => {
  const etag = (await fetch(`${weir.address}${PHILLY}`)).headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
  const again = await fetch(`${weir.address}${PHILLY}`, { headers: { 'if-none-match': `W/"x", ${etag}` } })
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
  const other = await fetch(`${weir.address}${PHILLY}`, { headers: { 'if-none-match': '"x"' } })
  expect(other.status).toBe(200)
})

test('a scenario of another agency, or of none, is not found', async () => {
  const answers = await Promise.all([
    weir.ask('/api/agencies/songhan/scenarios/philly-50-30-20/history'),
    weir.ask('/api/agencies/hannuri/scenarios/nothing/history'),
  ])
  expect(answers.map((answer) => answer.body['refusal'])).toEqual(['scenario-not-found', 'scenario-not-found'])
})
