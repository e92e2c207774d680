// `weir runs list`, `show` and `delete`.
import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import type { RunBody, RunRowBody } from '../../contract/runs.ts'
import { textIn, type Language } from '../../domain/kernel/language.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { VISITOR } from '../../operations/actor.ts'
import { perform } from '../../operations/operation.ts'
import { deleteRun as deleteOperation } from '../../operations/runs/delete-run.ts'
import { getRunOutcome } from '../../operations/runs/get-run-outcome.ts'
import { getRun } from '../../operations/runs/get-run.ts'
import { listRuns as listOperation } from '../../operations/runs/list-runs.ts'
import type { World } from '../../operations/world.ts'
import { nodesCsv } from '../../report/csv.ts'
import { cliText } from '../../text/cli/text.ts'
import { LOCALES, sentence, type MessageValues } from '../../text/format.ts'
import { agenciesOf } from '../agencies.ts'
import { refusalFor } from '../operation-refusal.ts'
import { CommandRefusal } from '../refusal.ts'
import { settingsOf } from '../settings.ts'
import { outcomeTables } from '../tables.ts'
import { withWorld } from '../with-world.ts'
import { asLocalOfficer } from './local-officer.ts'
import { runTable } from './run-table.ts'

interface HomeOption {
  readonly home?: string
}

export interface ListOptions extends HomeOption {
  readonly agency?: string
  readonly all?: boolean
  readonly json?: boolean
}

export interface ShowOptions extends HomeOption {
  readonly json?: boolean
  readonly csv?: boolean
}

export interface DeleteOptions extends HomeOption {
  readonly yes?: boolean
}

const LISTED = 20
const LISTED_MAX = 100_000

export async function listRuns(options: ListOptions, language: Language): Promise<void> {
  await withWorld(settingsOf(options, language), language, async (world) => {
    const agencies = await agenciesOf(world, options.agency, language)
    const rows: RunRowBody[] = []
    let total = 0
    for (const agency of agencies) {
      const pageSize = options.all === true ? LISTED_MAX : LISTED
      const listed = await perform(world, listOperation, { actor: VISITOR, agency }, { pageSize })
      if (!listed.ok) throw refusalFor(listed.refusal, language)
      rows.push(...listed.value.rows)
      total += listed.value.total
    }
    const newestFirst = rows.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    if (options.json === true) {
      print(`${JSON.stringify({ rows: newestFirst, total }, null, 2)}\n`)
      return
    }
    print(newestFirst.length === 0 ? `${say(language, 'runs-none')}\n` : runTable(newestFirst, language))
    if (rows.length < total) print(`${say(language, 'runs-more', { shown: rows.length, total })}\n`)
  })
}

export async function showRun(id: string, options: ShowOptions, language: Language): Promise<void> {
  if (options.json === true && options.csv === true) throw new CommandRefusal(say(language, 'json-or-csv'))
  await withWorld(settingsOf(options, language), language, async (world) => {
    const run = await findRun(world, id, language)
    if (options.json === true) {
      print(`${JSON.stringify(run, null, 2)}\n`)
      return
    }
    const got = await perform(world, getRunOutcome, { actor: VISITOR, agency: run.agency }, { id: run.id })
    if (!got.ok && got.refusal !== 'run-without-results') throw refusalFor(got.refusal, language)
    if (options.csv !== true) print(`${runTable([run], language)}\n`)
    if (!got.ok) throw new CommandRefusal(whyWithoutResults(run, language))
    const { outcome, nodes, policy, flavor } = got.value
    if (options.csv === true) {
      const unit = policy.pool.flavors.find((candidate) => candidate.name === flavor)?.unit
      assert(unit !== undefined, 'the pool of a replayed policy has the flavor of its run')
      print(nodesCsv(nodes, unit))
    } else print(outcomeTables(outcome, policy, language))
  })
}

function whyWithoutResults(run: RunRowBody, language: Language): string {
  const { failure, state } = run.progress
  if (failure !== null) return say(language, 'run-failed', { failure })
  return say(language, 'run-not-over', { state: say(language, `state-${state}`) })
}

export async function deleteRun(id: string, options: DeleteOptions, language: Language): Promise<void> {
  await withWorld(settingsOf(options, language), language, async (world) => {
    const run = await findRun(world, id, language)
    if (options.yes !== true && !(await isConfirmed(run, language))) {
      process.stderr.write(`${say(language, 'delete-kept')}\n`)
      return
    }
    const call = await asLocalOfficer(world, run.agency)
    if (!call.ok) throw refusalFor(call.refusal, language)
    const deleted = await perform(world, deleteOperation, call.value, { id: run.id })
    if (!deleted.ok) throw refusalFor(deleted.refusal, language)
    print(`${say(language, 'deleted', { id: run.id })}\n`)
  })
}

async function isConfirmed(run: RunRowBody, language: Language): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CommandRefusal(say(language, 'delete-needs-yes', { id: run.id }))
  const created = new Date(run.createdAt).toLocaleString(LOCALES[language])
  const scenario = textIn(run.title, language)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(say(language, 'delete-question', { id: run.id, scenario, created }))
    return answer.trim().toLowerCase() === 'y'
  } finally {
    terminal.close()
  }
}

/** The run with this id, whichever agency it belongs to. */
async function findRun(world: World, id: string, language: Language): Promise<RunBody> {
  if (!z.uuid().safeParse(id).success) throw new CommandRefusal(say(language, 'id-form', { id }))
  for (const agency of await agenciesOf(world, undefined, language)) {
    const found = await perform(world, getRun, { actor: VISITOR, agency }, { id })
    if (found.ok) return found.value
    if (found.refusal !== 'run-not-found') throw refusalFor(found.refusal, language)
  }
  throw refusalFor('run-not-found', language)
}

function print(text: string): void {
  process.stdout.write(text)
}

function say(language: Language, key: keyof typeof cliText.en, values: MessageValues = {}): string {
  return sentence(cliText, language, key, values)
}
