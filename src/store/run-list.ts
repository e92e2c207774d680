// The list of runs, a page at a time.
import type { RunState } from '../domain/runs/run.ts'
import type { Transaction } from './database.ts'
import { runOf, selectRuns, type RunRow } from './runs.ts'

export interface RunListAsked {
  readonly page: number
  readonly pageSize: number
  readonly sort: 'created-at' | 'scenario' | 'state'
  readonly direction: 'ascending' | 'descending'
  readonly search: string
  readonly state: RunState | null
}

const SORT_COLUMNS = {
  'created-at': 'runs.created_at',
  scenario: 'runs.scenario_name',
  state: 'runs.state',
} as const

export async function listRuns(tx: Transaction, asked: RunListAsked): Promise<{ rows: RunRow[]; total: number }> {
  const matching = matchingRuns(tx, asked)
  const { total } = await matching
    .clearSelect()
    .select((expression) => expression.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  const order = asked.direction === 'ascending' ? 'asc' : 'desc'
  const rows = await matching
    .orderBy(SORT_COLUMNS[asked.sort], order)
    .orderBy('runs.created_at', 'desc')
    .orderBy('runs.id', 'desc')
    .limit(asked.pageSize)
    .offset((asked.page - 1) * asked.pageSize)
    .execute()
  return { rows: rows.map(runOf), total: Number(total) }
}

function matchingRuns(tx: Transaction, asked: RunListAsked) {
  let query = selectRuns(tx)
  if (asked.state !== null) query = query.where('runs.state', '=', asked.state)
  if (asked.search !== '') {
    const pattern = `%${asked.search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where((expression) =>
      expression.or([
        expression('runs.scenario_name', 'ilike', pattern),
        expression('policy_versions.policy_name', 'ilike', pattern),
        expression('person_details.name', 'ilike', pattern),
        ...(['en', 'vi', 'ko'] as const).map((language) =>
          expression(expression.ref('runs.title', '->>').key(language), 'ilike', pattern),
        ),
      ]),
    )
  }
  return query
}
