// A description of a workload, fitted to a history: how many jobs each project has, which sizes and durations go together,
// and at which hour of the week people submit. Small enough to read, whole enough to draw other histories from.
import type { ShareNode } from '../domain/policy/policy.ts'
import type { Workload } from './workload.ts'

export const HOURS_OF_WEEK = 168
const HOUR = 3_600
/** 1 January 1970 was a Thursday: so many hours after the Monday before. */
const EPOCH_HOUR = 72
/** Jobs of a project that are kept; of more, every k-th in order of size and time stands for those beside it. */
const SAMPLE_MAX = 2_000

export interface ProjectModel {
  readonly id: string
  /** Sector of the share tree that it belongs to. */
  readonly sector: string
  /** Jobs in the time of the history. */
  readonly jobs: number
  /** [units, seconds that it runs, seconds that it asks] of jobs that stand for all. */
  readonly sample: readonly (readonly [units: number, run: number, requested: number])[]
}

export interface WorkloadModel {
  readonly apiVersion: 'weir/v1'
  readonly kind: 'WorkloadModel'
  /** The history that it was fitted to. */
  readonly source: { readonly name: string; readonly sha256: string; readonly jobs: number; readonly seconds: number }
  /** Jobs by hour of the week, from Monday 00:00 UTC; of a history without a date from its first submission. */
  readonly rhythm: readonly number[]
  readonly projects: readonly ProjectModel[]
}

/** The history has at least one job, and its projects are in the tree. */
export function fitWorkload(
  workload: Workload,
  tree: readonly ShareNode[],
  source: { readonly name: string; readonly sha256: string },
): WorkloadModel {
  const { submit, project, projects, epoch } = workload
  const from = submit[0] ?? 0
  const rhythm = Array.from({ length: HOURS_OF_WEEK }, () => 0)
  const rows: number[][] = projects.map(() => [])
  for (let row = 0; row < submit.length; row += 1) {
    rhythm[hourOfWeek(submit[row]!, from, epoch)]! += 1
    rows[project[row]!]!.push(row)
  }
  return {
    apiVersion: 'weir/v1',
    kind: 'WorkloadModel',
    source: { ...source, jobs: submit.length, seconds: (submit.at(-1) ?? from) - from + 1 },
    rhythm,
    projects: projects
      .map((id, at) => ({
        id,
        sector: sectorOf(tree, id),
        jobs: rows[at]!.length,
        sample: sampleOf(workload, rows[at]!),
      }))
      .filter(({ jobs }) => jobs > 0)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

/** Hour of the week of a time of the history. */
export function hourOfWeek(time: number, from: number, epoch: number | null): number {
  const hours = epoch === null ? Math.floor((time - from) / HOUR) : Math.floor((epoch + time) / HOUR) + EPOCH_HOUR
  return ((hours % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK
}

function sectorOf(tree: readonly ShareNode[], project: string): string {
  const byId = new Map(tree.map((node) => [node.id, node]))
  let id = project
  for (let up = byId.get(id)?.parent; typeof up === 'string'; up = byId.get(id)?.parent) id = up
  return id
}

/** In order of size, then time, then what was asked: a sample that keeps what goes together. */
function sampleOf({ units, run, requested }: Workload, rows: readonly number[]): [number, number, number][] {
  const sorted = rows.toSorted(
    (a, b) => units[a]! - units[b]! || run[a]! - run[b]! || requested[a]! - requested[b]! || a - b,
  )
  const count = Math.min(SAMPLE_MAX, sorted.length)
  return Array.from({ length: count }, (_, at) => {
    // The middle of the at-th of `count` equal parts.
    const row = sorted[Math.floor(((2 * at + 1) * sorted.length) / (2 * count))]!
    return [units[row]!, run[row]!, requested[row]!]
  })
}
