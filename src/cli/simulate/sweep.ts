// `weir simulate sweep`: every combination of the asked values, over as many histories as asked, on all cores. Each cell is
// written as it ends, so that an interrupted sweep goes on where it was; a cell of other inputs is another cell.
import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { writeWholeFile } from '../../adapters/files/atomic-file.ts'
import { readRecorded } from '../../adapters/files/replay-scenario.ts'
import { assert } from '../../domain/kernel/assert.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { problemLine } from '../policy.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { fileSentence, orNotWritten, printJson, say, tellReading } from './output.ts'
import { loadOrRefuse, refusalSentence } from './scenario.ts'
import { policyOfCell, type CellRefusal, type SweepCell, type SweptCell } from './sweep-cell.ts'
import { sweepRequestOf, type SweepOptions, type SweepRequest } from './sweep-options.ts'
import { sweepCsv, sweepRows, sweepText } from './sweep-table.ts'
import type { SweepAnswer, SweepThreadData } from './sweep-worker.ts'

export async function simulateSweep(options: SweepOptions, language: Language): Promise<void> {
  const request = sweepRequestOf(options, language)
  const loaded = await loadOrRefuse(request.scenario, language)
  const history = await readRecorded(loaded)
  if (!history.ok) throw new CommandRefusal(refusalSentence(history.refusal, language))
  tellReading(history.value.reading, 0, language)
  const { scenario, policySource } = loaded
  const ground = { ...request, scenario, policySource, history: history.value }
  const cells = cellsOf(request, scenario.seed)
  // What cannot be is refused before anything is replayed.
  for (const cell of cells.filter(({ seed }) => seed === cells[0]?.seed)) {
    const policy = await policyOfCell(ground, cell)
    if (!policy.ok) throw cellRefusal(cell, policy.refusal, language)
  }
  const inputs = [loaded.scenarioSource, policySource, history.value.reading.sha256]
  const swept = await sweepAll(request, cells, inputs, language)
  const rows = sweepRows(swept)
  const table = join(request.out, 'sweep.csv')
  await orNotWritten(table, language, () => writeWholeFile(table, sweepCsv(rows)))
  if (request.form === 'json') printJson({ scenario: scenario.name, rows })
  else if (request.form === 'csv') process.stdout.write(sweepCsv(rows))
  else process.stdout.write(sweepText(rows, loaded.policy, language))
}

/** Values of the last parameter change fastest, seeds within them. */
function cellsOf({ parameters, seeds }: SweepRequest, seed: number): readonly SweepCell[] {
  let grid: SweepCell['values'][] = [[]]
  for (const { name, values } of parameters) {
    grid = grid.flatMap((before) => values.map((value) => [...before, { name, value }]))
  }
  const seedsOf = seeds === 0 ? [null] : Array.from({ length: seeds }, (_, at) => seed + at)
  return grid.flatMap((values) => seedsOf.map((each) => ({ values, seed: each })))
}

async function sweepAll(
  request: SweepRequest,
  cells: readonly SweepCell[],
  inputs: readonly string[],
  language: Language,
): Promise<readonly SweptCell[]> {
  await orNotWritten(request.out, language, () => mkdir(request.out, { recursive: true }))
  const swept: (SweptCell | null)[] = []
  for (const cell of cells) swept.push(await readCell(await pathOf(request, cell, inputs), cell))
  const waiting = [...cells.keys()].filter((at) => swept[at] === null)
  const isAnyDone = waiting.length < cells.length
  if (isAnyDone)
    process.stderr.write(
      `${say(language, 'sweep-resumed', { done: cells.length - waiting.length, all: cells.length })}\n`,
    )
  const bar = progressBar(process.stderr, language)
  const tell = () => bar.update(swept.filter((cell) => cell !== null).length, cells.length)
  const thread = async () => {
    const worker = await SweepThread.start(request)
    try {
      for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
        const cell = cells[at]
        assert(cell !== undefined, 'a cell that waits is one of them')
        const answer = await worker.replay(cell)
        if (!answer.ok) throw cellRefusal(cell, answer.refusal, language)
        swept[at] = { ...cell, figures: answer.value }
        const path = await pathOf(request, cell, inputs)
        await orNotWritten(path, language, () => writeWholeFile(path, `${JSON.stringify(swept[at])}\n`))
        tell()
      }
    } finally {
      await worker.stop()
    }
  }
  const threads = Math.min(waiting.length, availableParallelism())
  try {
    await Promise.all(Array.from({ length: threads }, thread))
  } finally {
    bar.end()
  }
  return swept.filter((cell) => cell !== null)
}

/** By everything that the figures follow from. */
async function pathOf({ out, days }: SweepRequest, cell: SweepCell, inputs: readonly string[]): Promise<string> {
  const policies = cell.values.filter(({ name }) => name === 'policy')
  const sources = await Promise.all(policies.map(({ value }) => readFile(value, 'utf8')))
  const key = JSON.stringify([inputs, sources, cell, days])
  return join(out, `cell-${createHash('sha256').update(key).digest('hex').slice(0, 20)}.json`)
}

/** null: not done yet. A file that is no result of this cell is done again. */
async function readCell(path: string, cell: SweepCell): Promise<SweptCell | null> {
  try {
    const read = JSON.parse(await readFile(path, 'utf8')) as SweptCell
    return JSON.stringify([read.values, read.seed]) === JSON.stringify([cell.values, cell.seed]) ? read : null
  } catch {
    return null
  }
}

function cellRefusal(cell: SweepCell, refusal: CellRefusal, language: Language): CommandRefusal {
  const values = cell.values.map(({ name, value }) => `${name}=${value}`).join(' ')
  const sentence = (() => {
    switch (refusal.code) {
      case 'sweep-policy-problem':
        return refusal.problems.map((problem) => problemLine('', problem, language)).join('\n')
      case 'sweep-no-node':
      case 'mix-percent':
      case 'sweep-edit':
        return say(language, refusal.code, { ...refusal })
      case 'file-unreadable':
        return fileSentence(refusal, language)
      default:
        return refusalSentence(refusal, language)
    }
  })()
  return new CommandRefusal(values === '' ? sentence : say(language, 'compare-of-side', { side: values, sentence }))
}

class SweepThread {
  private readonly worker: Worker

  private constructor(worker: Worker) {
    this.worker = worker
  }

  static async start({ scenario, parameters, days }: SweepRequest): Promise<SweepThread> {
    const workerData: SweepThreadData = { scenario, parameters, days }
    const thread = new SweepThread(new Worker(new URL('./sweep-worker.ts', import.meta.url), { workerData }))
    await thread.next()
    return thread
  }

  async replay(cell: SweepCell): Promise<SweepAnswer> {
    const answer = this.next()
    this.worker.postMessage(cell, [])
    return (await answer) as SweepAnswer
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.worker.once('message', (message) => {
        this.worker.off('error', reject)
        resolve(message)
      })
      this.worker.once('error', reject)
    })
  }
}
