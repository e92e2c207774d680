import { expect, test } from 'vitest'
import fc from 'fast-check'
import { readWorkloadBytes, workloadBytes } from './workload-bytes.ts'
import type { Workload } from './workload.ts'

const whole = (max: number) => fc.integer({ min: 0, max })
const job = fc.record({
  id: fc.integer({ min: 0, max: 2 ** 48 }),
  gap: whole(100_000),
  run: whole(10_000_000),
  extra: fc.oneof(fc.constant('twice' as const), whole(1_000_000)),
  units: fc.integer({ min: 1, max: 300_000 }),
  project: whole(2),
})

function workloadFrom(jobs: readonly (typeof job extends fc.Arbitrary<infer J> ? J : never)[], zero: number): Workload {
  let at = zero
  return {
    ids: Float64Array.from(jobs, ({ id }) => id),
    submit: Float64Array.from(jobs, ({ gap }) => (at += gap)),
    run: Float64Array.from(jobs, ({ run }) => run),
    requested: Float64Array.from(jobs, ({ run, extra }) => Math.max(1, extra === 'twice' ? 2 * run : run + extra)),
    units: Float64Array.from(jobs, ({ units }) => units),
    project: Int32Array.from(jobs, ({ project }) => project),
    projects: ['maru', '시각 연구실', ''],
    epoch: 1_506_000_000,
    capacity: null,
    terms: null,
  }
}

test('every workload is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(job, { maxLength: 60 }), fc.integer({ min: -1_000, max: 1_000 }), (jobs, zero) => {
      const workload = workloadFrom(jobs, zero)
      const read = readWorkloadBytes(workloadBytes(workload))
      expect(read).toEqual({ ok: true, value: workload })
    }),
  )
})

test('terms come along', () => {
  const terms = {
    class: 'standard',
    priority: -3,
    flavors: ['h200'],
    gang: null,
    checkpointEverySeconds: null,
    deadline: 12,
    coAllocations: [],
  } as const
  const jobs = [1, 2, 3].map((id) => ({ id, gap: 1, run: 5, extra: 0, units: 1, project: 0 }))
  const workload = { ...workloadFrom(jobs, 0), terms: { table: [terms], of: Int32Array.of(0, 0, 0) } }
  expect(readWorkloadBytes(workloadBytes(workload))).toEqual({ ok: true, value: workload })
})

test('bytes that are no workload are refused, whatever was done to them', () => {
  const jobs = [1, 2, 3].map((id) => ({ id, gap: 1, run: 5, extra: 0, units: 1, project: 1 }))
  const bytes = workloadBytes(workloadFrom(jobs, 0))
  for (let length = 0; length < bytes.length; length += 1) {
    expect(readWorkloadBytes(bytes.subarray(0, length)).ok).toBe(false)
  }
  expect(readWorkloadBytes(Uint8Array.from([...bytes, 0])).ok).toBe(false)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const mutated = Uint8Array.from(bytes)
      mutated[at] = byte
      const read = readWorkloadBytes(mutated)
      // What can still be read is a whole workload: as many of everything as there are jobs, and projects that exist.
      if (!read.ok) return
      const { submit, project, projects } = read.value
      expect(project).toHaveLength(submit.length)
      expect(project.every((index) => projects[index] !== undefined)).toBe(true)
    }),
  )
})
