// The schedule of a replay, job by job, in the columns of the reference schedules of other simulators.
import type { Workload } from './workload.ts'

/** CSV: job_id,submit,start,run,procs,requested and, with a share tree, project. A job that never starts has no start. */
export function scheduleCsv(workload: Workload, starts: Float64Array): string {
  const grains = workload.grainsPerUnit ?? 1
  const hasProjects = workload.projects.some((id) => id !== '')
  const lines = [`job_id,submit,start,run,procs,requested${hasProjects ? ',project' : ''}`]
  for (let row = 0; row < starts.length; row += 1) {
    const start = Number.isNaN(starts[row]!) ? '' : String(starts[row])
    const project = hasProjects ? `,${workload.projects[workload.project[row]!]}` : ''
    lines.push(
      `${workload.ids[row]},${workload.submit[row]},${start},${workload.run[row]},${workload.units[row]! / grains},` +
        `${workload.requested[row]}${project}`,
    )
  }
  return `${lines.join('\n')}\n`
}
