import { z } from 'zod'
import type { RunListBody } from '../../contract/runs.ts'
import { accept } from '../../domain/kernel/result.ts'
import { RUN_STATES } from '../../domain/runs/run.ts'
import { listRuns as listRows } from '../../store/run-list.ts'
import { operation } from '../operation.ts'
import { runRowBody } from './run-body.ts'

export const RUNS_PAGE_SIZE = 20

export const listRuns = operation({
  name: 'list-runs',
  kind: 'query',
  input: z.object({
    page: z.int().min(1).default(1),
    pageSize: z.int().min(1).default(RUNS_PAGE_SIZE),
    sort: z.enum(['created-at', 'scenario', 'state']).default('created-at'),
    direction: z.enum(['ascending', 'descending']).default('descending'),
    search: z.string().default(''),
    state: z.enum(RUN_STATES).nullable().default(null),
  }),
  async run(asked, { tx }) {
    const { rows, total } = await listRows(tx, asked)
    const body: RunListBody = { rows: rows.map(runRowBody), total, page: asked.page, pageSize: asked.pageSize }
    return accept(body)
  },
})
