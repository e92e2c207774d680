// Does what `weir simulate` was asked: reads, replays with a progress bar, prints, writes the files, stores the run.
import { readTraceFile, type TraceFile } from '../../adapters/files/trace-file.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { replay, type Replayed, type ReplayOptions } from '../../simulator/replay.ts'
import { scheduleCsv } from '../../simulator/schedule.ts'
import { progressBar } from '../progress.ts'
import { CommandRefusal } from '../refusal.ts'
import { summaryTable } from '../tables.ts'
import { BadLines, printJson, say, tellReading, unreadableSentence, writeResult } from './output.ts'
import { requestOf, type SimulateOptions, type SimulateRequest } from './options.ts'

export async function simulate(options: SimulateOptions, language: Language): Promise<void> {
  const request = requestOf(options, language)
  if (request.kind === 'trace') return await simulateTrace(request, language)
  // Loaded only here: a bare trace needs neither charts nor the database.
  const { simulateScenario } = await import('./scenario.ts')
  await simulateScenario(request, language)
}

async function simulateTrace(request: Extract<SimulateRequest, { kind: 'trace' }>, language: Language): Promise<void> {
  const badLines = new BadLines(request.outputs.badLines, language)
  const file = await readTraceFile(request.path, {
    format: request.format,
    details: request.details,
    filter: request.filter,
    capacity: request.processors,
    estimate: { kind: request.estimate },
    map: null,
    onBadLine: badLines.onBadLine,
  })
  await badLines.write(language)
  if (!file.ok) throw new CommandRefusal(unreadableSentence(file.refusal, language))
  const { workload, reading } = file.value
  if (workload.capacity === null) throw new CommandRefusal(say(language, 'processors-needed'))
  const replayed = replayWithBar(file.value, workload.capacity, request.discipline, language)
  tellReading(reading, replayed.summary.impossibleJobs, language)
  if (request.outputs.schedule !== null) {
    await writeResult(request.outputs.schedule, scheduleCsv(workload, replayed.starts), language, 'schedule-written')
  }
  if (request.outputs.asJson) {
    const { starts: _starts, series: _series, nodes: _nodes, summary } = replayed
    printJson({
      ...summary,
      policy: request.discipline,
      estimates: request.estimate,
      filter: request.filter,
      trace: reading,
    })
  } else process.stdout.write(summaryTable(replayed.summary, language))
}

function replayWithBar(
  file: TraceFile,
  capacity: number,
  discipline: ReplayOptions['discipline'],
  language: Language,
): Replayed {
  const bar = progressBar(process.stderr, language)
  const replayed = replay(file.workload, {
    capacity,
    discipline,
    tree: null,
    onProgress: ({ jobsDone, jobsTotal }) => {
      bar.update(jobsDone, jobsTotal)
      return 'continue'
    },
  })
  bar.end()
  if (!replayed.ok) throw new CommandRefusal(say(language, 'replay-stopped'))
  return replayed.value
}
