// The worked example of an agency: the newest one that is finished.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { findRunSeries, listRunNodes } from '../../store/run-results.ts'
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
    return accept(runBody(run, { nodes: await listRunNodes(tx, run.id), series: await findRunSeries(tx, run.id) }))
  },
})
