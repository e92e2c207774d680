import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'
import { progressBody } from './run-body.ts'

export const getRunProgress = operation({
  name: 'get-run-progress',
  kind: 'query',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx }) {
    const run = await findRun(tx, id)
    return run === null ? refuse('run-not-found') : accept(progressBody(run.progress))
  },
})
