import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findRunDetails, findRunSeries, listRunNodes } from '../../store/run-results.ts'
import { findRun } from '../../store/runs.ts'
import { operation } from '../operation.ts'
import { runBody } from './run-body.ts'

export const getRun = operation({
  name: 'get-run',
  kind: 'query',
  input: z.object({ id: z.string() }),
  async run({ id }, { tx }) {
    const run = await findRun(tx, id)
    if (run === null) return refuse('run-not-found')
    const nodes = await listRunNodes(tx, id)
    const series = await findRunSeries(tx, id)
    return accept(runBody(run, { nodes, series, details: await findRunDetails(tx, id) }))
  },
})
