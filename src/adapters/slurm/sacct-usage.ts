// Usage records from `sacct --parsable2 --allocations --duplicates`: without --duplicates Slurm shows only the newest run of a
// job that was requeued, and without --starttime and --endtime only what there was since midnight.
import { UNKNOWN_GRES } from '../../domain/metering/check-record.ts'
import type { BrokenLine, ReadWindow, SourceAnswer } from '../../domain/metering/read-window.ts'
import type { RunState, UsageRecord } from '../../domain/metering/usage-record.ts'

const COLUMNS = [
  'JobIDRaw',
  'Submit',
  'Start',
  'End',
  'ElapsedRaw',
  'State',
  'Account',
  'Partition',
  'QOS',
  'AllocTRES',
  'ReqTRES',
  'TimelimitRaw',
  'NNodes',
  'Restarts',
] as const
type Column = (typeof COLUMNS)[number]

/** Words after `sacct`; SLURM_TIME_FORMAT=%s and TZ=UTC belong into its environment. */
export function sacctWords({ from, until }: ReadWindow): string[] {
  const window = [`--starttime=${utcText(from)}`, `--endtime=${utcText(until)}`]
  return ['--parsable2', '--allocations', '--duplicates', '--allusers', ...window, `--format=${COLUMNS.join(',')}`]
}

export interface SacctMap {
  /** The cluster with its incarnation, e.g. `alps#1`. */
  readonly cluster: string
  /** When sacct was asked, in whole seconds since 1970: a later answer corrects an earlier one. */
  readonly readAt: number
  readonly projectOf: (account: string) => string
  /** null: nobody told Weir of this type of GPU there. */
  readonly flavorOf: (gpuType: string, partition: string) => string | null
  readonly isBorrowed: (qos: string) => boolean
}

const STATES: Readonly<Record<string, RunState>> = {
  PENDING: 'unfinished',
  RUNNING: 'unfinished',
  SUSPENDED: 'unfinished',
  CONFIGURING: 'unfinished',
  COMPLETING: 'unfinished',
  STOPPED: 'unfinished',
  SIGNALING: 'unfinished',
  STAGE_OUT: 'unfinished',
  RESIZING: 'unfinished',
  COMPLETED: 'completed',
  FAILED: 'failed',
  OUT_OF_MEMORY: 'failed',
  TIMEOUT: 'timed_out',
  DEADLINE: 'timed_out',
  CANCELLED: 'cancelled',
  REQUEUED: 'cancelled',
  PREEMPTED: 'preempted',
  NODE_FAIL: 'node_failed',
  BOOT_FAIL: 'node_failed',
}
const UNKNOWN_TIMES = new Set(['', 'unknown', 'none'])

/**
 * @param text what sacct printed, null when it failed
 * @param isWhole whether it ended well; an answer that was cut short is used, but the cursor does not pass it
 */
export function readSacct(text: string | null, isWhole: boolean, map: SacctMap): SourceAnswer {
  if (text === null) return { kind: 'no-answer', reason: 'sacct-failed' }
  const [header = '', ...lines] = text.split('\n')
  const names = header.split('|')
  const places = new Map(COLUMNS.map((column) => [column, names.indexOf(column)]))
  // A failing sacct prints nothing, or an error: that is not "no jobs".
  if ([...places.values()].includes(-1)) return { kind: 'no-answer', reason: 'header-missing' }
  const records: UsageRecord[] = []
  const broken: BrokenLine[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const values = line.split('|')
    const read =
      values.length === names.length ? recordOf((name) => values[places.get(name) ?? -1] ?? '', map) : 'column-count'
    if (typeof read === 'string') broken.push({ line: index + 2, reason: read })
    else if (read !== null) records.push(read)
  }
  // The last line of a cut answer has no end.
  const isComplete = isWhole && text.endsWith('\n')
  if (isComplete && records.length + broken.length === 0) return { kind: 'empty' }
  return { kind: isComplete ? 'complete' : 'partial', records, broken }
}

/** null: the job asked for no accelerator. */
function recordOf(value: (column: Column) => string, map: SacctMap): UsageRecord | string | null {
  const gpus = gpusOf(value('AllocTRES') || value('ReqTRES'))
  if (gpus === null) return null
  const state = STATES[/^[A-Z_]*/.exec(value('State'))?.[0] ?? '']
  if (state === undefined) return 'unknown-state'
  const times = [value('Submit'), value('Start'), value('End')].map(seconds)
  const [submittedAt, startedAt = null, endedAt = null] = times
  if (times.includes(undefined) || submittedAt === null || submittedAt === undefined) return 'time-malformed'
  const [elapsedSeconds, nodes, restarts] = (['ElapsedRaw', 'NNodes', 'Restarts'] as const).map((one) =>
    whole(value(one)),
  )
  if (elapsedSeconds === undefined || nodes === undefined || restarts === undefined) return 'number-malformed'
  const limit = value('TimelimitRaw')
  const isUnfinished = state === 'unfinished'
  return {
    run: { cluster: map.cluster, job: value('JobIDRaw'), submittedAt, restarts },
    revision: map.readAt,
    state,
    project: map.projectOf(value('Account')),
    account: value('Account'),
    flavor: (gpus.type === null ? null : map.flavorOf(gpus.type, value('Partition'))) ?? UNKNOWN_GRES,
    // AllocTRES is the total over all nodes.
    milliUnits: gpus.count * 1000,
    nodes,
    isBorrowed: map.isBorrowed(value('QOS')),
    startedAt,
    // A requeued job that waits again has the end of its run before.
    endedAt: isUnfinished ? null : endedAt,
    // It leaves suspension out already.
    elapsedSeconds: isUnfinished && startedAt === null ? 0 : elapsedSeconds,
    limitSeconds: /^\d{1,9}$/.test(limit) ? Number(limit) * 60 : null,
    checkpointAt: null,
  }
}

/** One type and its count; type null: none was named, or several; null: no GPU at all. */
function gpusOf(tres: string): { readonly type: string | null; readonly count: number } | null {
  const typed = [...tres.matchAll(/(?:^|,)gres\/gpu:([^=,]+)=(\d{1,9})(?=,|$)/g)]
  const [first] = typed
  const [, type, count] = first ?? []
  if (typed.length === 1 && type !== undefined) return { type, count: Number(count) }
  if (!tres.includes('gres/gpu')) return null
  const total = /(?:^|,)gres\/gpu=(\d{1,9})(?=,|$)/.exec(tres)
  return { type: null, count: Number(total?.[1] ?? 0) }
}

/** undefined: it is no time. */
function seconds(text: string): number | null | undefined {
  if (UNKNOWN_TIMES.has(text.toLowerCase())) return null
  return whole(text)
}

function whole(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined
}

function utcText(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 19)
}
