// `weir simulate why`: a replay up to a moment, and of the jobs that wait then the reason of each. What the page of a run
// shows, for terminals and scripts.
import { readForReplay } from '../../adapters/files/replay-scenario.ts'
import { readTraceFile } from '../../adapters/files/trace-file.ts'
import { textIn, type Language } from '../../domain/kernel/language.ts'
import type { NameOf } from '../../text/waiting/reason.ts'
import { queueAt, type MomentAsked, type QueueMoment, type WaitingJob } from '../../simulator/queue-moment.ts'
import type { ReplayOptions } from '../../simulator/replay.ts'
import { scenarioReplay } from '../../simulator/scenario-replay.ts'
import { scenarioTime } from '../../simulator/scenario-time.ts'
import type { Workload } from '../../simulator/workload.ts'
import { formatDuration } from '../../text/duration.ts'
import { formatNumber, sentence } from '../../text/format.ts'
import { reasonWords } from '../../text/waiting/reason.ts'
import { waitingText } from '../../text/waiting/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { requestOf, type SimulateOptions, type SimulateRequest } from './options.ts'
import { printJson, say, unreadableSentence } from './output.ts'
import { loadOrRefuse, refusalSentence } from './scenario.ts'

export interface WhyOptions extends SimulateOptions {
  readonly at?: string
  readonly job?: string
  readonly most?: string
}

/** What does not belong to one moment. */
const OTHERS = { schedule: '--schedule', report: '--report', badLines: '--bad-lines' } as const
const MOST = 20
const MOST_MAX = 100_000

interface Ground {
  readonly workload: Workload
  readonly options: ReplayOptions
  readonly nameOf: NameOf
}

export async function simulateWhy(options: WhyOptions, language: Language): Promise<void> {
  for (const [name, option] of Object.entries(OTHERS)) {
    if (name in options) throw new CommandRefusal(say(language, 'compare-option', { option, command: 'why' }))
  }
  const request = requestOf(options, language)
  const job = options.job === undefined ? undefined : wholeOption('--job', options.job, [0, 2 ** 53 - 1], language)
  const most = options.most === undefined ? MOST : wholeOption('--most', options.most, [1, MOST_MAX], language)
  if (options.at === undefined && job === undefined) throw new CommandRefusal(say(language, 'why-needs'))
  const ground =
    request.kind === 'scenario' ? await scenarioGround(request, language) : await traceGround(request, language)
  const time = timeOf(options.at, job, ground.workload, language)
  const asked: MomentAsked = { time, explainMax: most, job }
  const moment = queueAt(ground.workload, ground.options, asked)
  if (!moment.ok) throw new CommandRefusal(say(language, 'why-before'))
  if (options.json === true) printJson(moment.value)
  else process.stdout.write(momentText(moment.value, { ...ground, job, most }, language))
}

async function scenarioGround(
  request: Extract<SimulateRequest, { kind: 'scenario' }>,
  language: Language,
): Promise<Ground> {
  const loaded = await loadOrRefuse(request.path, language)
  const history = await readForReplay(loaded)
  if (!history.ok) throw new CommandRefusal(refusalSentence(history.refusal, language))
  const { scenario, policy } = loaded
  const asked = scenarioReplay(scenario, policy, history.value.workload, request.discipline ?? undefined)
  if (!asked.ok) throw new CommandRefusal(refusalSentence(asked.refusal, language))
  const titles = new Map(policy.tree.map(({ id, title }) => [id, textIn(title, language)]))
  return { ...asked.value, nameOf: (node) => titles.get(node) || node }
}

async function traceGround(request: Extract<SimulateRequest, { kind: 'trace' }>, language: Language): Promise<Ground> {
  const file = await readTraceFile(request.path, {
    format: request.format,
    details: request.details,
    filter: request.filter,
    capacity: request.processors,
    estimate: { kind: request.estimate },
    map: null,
  })
  if (!file.ok) throw new CommandRefusal(unreadableSentence(file.refusal, language))
  const { workload } = file.value
  const { capacity } = workload
  if (capacity === null) throw new CommandRefusal(say(language, 'processors-needed'))
  return {
    workload,
    options: { capacity, discipline: request.discipline, tree: null },
    nameOf: (node) => node || 'pool',
  }
}

/** On the clock of the history; without a time, the moment at which the job was submitted. */
function timeOf(at: string | undefined, job: number | undefined, workload: Workload, language: Language): number {
  const row = job === undefined ? -1 : workload.ids.indexOf(job)
  if (job !== undefined && row === -1) {
    throw new CommandRefusal(sentence(waitingText, language, 'jobUnknown', { job: String(job) }))
  }
  if (at === undefined) return workload.submit[row] ?? 0
  if (/^\d{1,12}$/.test(at)) return Number(at)
  const time = scenarioTime(at, 'start')
  if (time === null) throw new CommandRefusal(say(language, 'why-time', { found: at }))
  if (time.kind === 'after-first-job') return (workload.submit[0] ?? 0) + time.seconds
  if (workload.epoch === null) throw new CommandRefusal(say(language, 'why-without-date', { found: at }))
  return time.unixSeconds - workload.epoch
}

function wholeOption(
  name: string,
  found: string,
  [least, most]: readonly [number, number],
  language: Language,
): number {
  const value = /^\d{1,16}$/.test(found) ? Number(found) : Number.NaN
  if (value >= least && value <= most) return value
  throw new CommandRefusal(say(language, 'sweep-number', { name, found, least, most }))
}

interface Shown extends Ground {
  readonly job: number | undefined
  readonly most: number
}

function momentText(moment: QueueMoment, shown: Shown, language: Language): string {
  const number = (value: number) => formatNumber(language, value)
  const words = (key: keyof typeof waitingText.en, values = {}) => sentence(waitingText, language, key, values)
  const used = moment.running.reduce((sum, { units }) => sum + units, 0)
  const figures = {
    waiting: number(moment.waiting.length),
    running: number(moment.running.length),
    used: number(used),
    capacity: number(moment.capacity),
  }
  const lines = [`${whenOf(moment.time, shown.workload, language)}: ${words('summary', figures)}`, '']
  const explained = moment.waiting.filter(({ reason }) => reason !== null)
  const first = explained.find((waiting) => waiting.job === shown.job)
  if (shown.job !== undefined && first === undefined) lines.push(words('jobNotWaiting', { job: String(shown.job) }), '')
  const rows = first === undefined ? explained : [first, ...explained.filter((waiting) => waiting !== first)]
  for (const waiting of rows) lines.push(...jobLines(waiting, moment, shown, language), '')
  if (rows.length < moment.waiting.length) {
    lines.push(words('queueShown', { shown: number(rows.length), total: number(moment.waiting.length) }), '')
  }
  return `${lines.slice(0, -1).join('\n')}\n`
}

function jobLines(waiting: WaitingJob, moment: QueueMoment, { workload, nameOf }: Shown, language: Language): string[] {
  const { reason } = waiting
  if (reason === null) return []
  const title = say(language, 'why-job', {
    job: String(waiting.job),
    project: nameOf(waiting.project),
    units: formatNumber(language, waiting.units),
    requested: formatDuration(language, waiting.requested),
    waited: formatDuration(language, moment.time - waiting.submittedAt),
  })
  const key = reason.start === null ? 'startUnknown' : reason.isReserved ? 'startReserved' : 'startForeseen'
  const when = reason.start === null ? '' : whenOf(reason.start, workload, language)
  const start = `${sentence(waitingText, language, 'columnStart')}: ${sentence(waitingText, language, key, { when })}`
  const lost = reason.isDeadlineLost ? sentence(waitingText, language, 'deadlineLost') : null
  const words = reasonWords(reason, language, nameOf)
  const told = [words.reason, words.figures, words.holders, start, lost, words.change]
  return [title, ...told.filter((line) => line !== null).map((line) => `  ${line}`)]
}

/** On the calendar in UTC, where the history has one; else the seconds of its clock. */
function whenOf(time: number, { epoch }: Workload, language: Language): string {
  if (epoch !== null) return `${new Date((epoch + time) * 1000).toISOString().slice(0, 19)}Z`
  return say(language, 'why-second', { time: formatNumber(language, time) })
}
