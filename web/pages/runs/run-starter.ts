// Who started a run. The worked example is started by Weir itself, in nobody's name.
import type { RunRowBody } from '../../../src/contract/runs.ts'

export function starterOf(run: RunRowBody): string {
  return run.createdBy === '' ? 'Weir' : run.createdBy
}
