// The replay: a job history runs again under a policy, event by event, with the scheduler of domain/scheduling.
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { Roster } from '../domain/scheduling/roster.ts'
import { ShareAccount } from '../domain/scheduling/share-account.ts'
import type { ShareTreeShape } from '../domain/scheduling/share-tree.ts'
import { runCourse, type RunEvent } from './course.ts'
import { appointmentOutcome, flavorOutcomes } from './flavor-outcome.ts'
import type { Outcome } from './outcome.ts'
import { outcomeInUnits } from './outcome-in-units.ts'
import { outcomeOf } from './outcome-of.ts'
import { calendarsOf, deciderOf, flavorsOf, shapeOf } from './replay-decider.ts'
import type { ReplayOptions } from './replay-options.ts'
import { periodFor } from './share-accounts.ts'
import { UsageRecorder } from './usage-recorder.ts'
import type { Workload } from './workload.ts'

export type { Explaining, OtherFlavor, ProgressListener, ReplayOptions, RunListener } from './replay-options.ts'

export interface Replayed extends Omit<Outcome, 'trace'> {
  /** Start of each job of the workload by row, whole seconds; NaN for a job that can never start. */
  readonly starts: Float64Array
}

export type ReplayRefusal = 'replay-stopped' | 'project-not-in-tree'

export function replay(workload: Workload, options: ReplayOptions): Result<Replayed, ReplayRefusal> {
  const flavors = flavorsOf(options)
  const shapes = flavors.map(({ flavor, capacity }) => shapeOf(options, flavor, capacity))
  const shape = shapes[0]!
  const leaf = leavesOf(workload, shape, options)
  if (leaf === null) return refuse('project-not-in-tree')
  const { submit } = workload
  const startAt = submit[0] ?? 0
  const isDebtHeeded = (options.rules?.history.debtInfluence.numerator ?? 0) > 0
  const accounts = shapes.map((each) => (isDebtHeeded ? new ShareAccount(each, startAt) : null))
  const roster = new Roster({ units: workload.units, requested: workload.requested, leaf, terms: workload.terms })
  const calendars = calendarsOf(options, roster)
  const { decider, placements } = deciderOf(roster, { options, flavors, shapes, accounts, calendars })
  const period = options.period ?? periodFor((submit.at(-1) ?? startAt) - startAt)
  const recorders = shapes.map((each, index) => {
    const account = accounts[index]!
    return new UsageRecorder(each, startAt, {
      epoch: workload.epoch,
      period,
      ...(account === null ? {} : { account }),
      isPlaced: placements[index] !== null,
    })
  })
  const jobsTotal = submit.length
  const mayGoOn = (jobsDone: number) => options.onProgress?.({ jobsDone, jobsTotal }) !== 'stop'
  const course = runCourse({ workload, leaf, decider, recorders, placements, mayGoOn, onRun: tellOf(options) })
  if (course === null) return refuse('replay-stopped')
  const { starts, ends, lastEndAt, ranAt } = course
  const outcome = outcomeOf({
    workload,
    leaf,
    shape,
    tree: options.tree?.nodes ?? [],
    recorder: recorders[0]!,
    period,
    times: { starts, ends },
    lastEndAt,
    impossibleJobs: course.impossibleJobs,
    decisions: course.decisions,
  })
  const grains = workload.grainsPerUnit ?? 1
  if (ranAt === null && calendars === null) return accept({ ...outcomeInUnits(outcome, grains), starts })
  const runs = {
    leaf,
    ends,
    ranAt: ranAt ?? new Uint8Array(ends.length),
    homeOf: (job: number) => decider.flavors?.homeOf(job) ?? 0,
    lastEndAt,
    period,
  }
  const parts = flavors.map(({ flavor }, index) => ({ flavor, shape: shapes[index]!, recorder: recorders[index]! }))
  const appointed = (options.byAppointment ?? []).map(({ flavor, capacity }) => {
    for (const { job, units, from, to } of calendars!.usedOf(flavor)) {
      options.onRun?.({ kind: 'appointment', job, flavor, units, from, to })
    }
    const each = shapeOf(options, flavor, capacity)
    const recorded = {
      flavor,
      shape: each,
      recorder: new UsageRecorder(each, startAt, { epoch: workload.epoch, period }),
    }
    return appointmentOutcome(recorded, calendars!.usedOf(flavor), runs)
  })
  const byFlavor = [...flavorOutcomes(parts, runs), ...appointed]
  return accept({ ...outcomeInUnits({ ...outcome, flavors: byFlavor }, grains), starts })
}

function leavesOf(workload: Workload, shape: ShareTreeShape, options: ReplayOptions): Int32Array | null {
  const only = options.tree === null ? 1 : undefined
  const byProject = workload.projects.map((id) => only ?? shape.indexOf.get(id) ?? -1)
  if (byProject.some((node) => node < 1 || shape.children[node]!.length > 0)) return null
  return workload.project.map((project) => byProject[project]!)
}

/** What the course tells by index, with the flavor's name. */
function tellOf(options: ReplayOptions): ((event: RunEvent) => void) | undefined {
  const { onRun } = options
  if (onRun === undefined) return undefined
  const names = flavorsOf(options).map(({ flavor }) => flavor)
  return (event) => onRun({ ...event, flavor: names[event.flavor]! })
}
