// The worked example of an agency: the newest one that is finished.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findRunDetails, findRunSeries, listRunNodes } from '../../store/run-results.ts'
import { findShowcase } from '../../store/runs.ts'
import { operation } from '../operation.ts'
import { runBody } from './run-body.ts'

export const getShowcase = operation({
  name: 'get-showcase',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const run = await findShowcase(tx)
    if (run === null) return refuse('showcase-not-ready')
    const nodes = await listRunNodes(tx, run.id)
    const series = await findRunSeries(tx, run.id)
    return accept(runBody(run, { nodes, series, details: await findRunDetails(tx, run.id) }))
  },
})
