// Reads the sources of usage that this installation may ask: every five minutes the last two days, every night 35 days, and
// whatever lies further back when nobody has read for long. After each night's reading, what waited is tried again.
import type { Logger } from 'pino'
import { sacctSource } from '../adapters/slurm/ask-sacct.ts'
import type { UsageSourceBody } from '../contract/metering.ts'
import { readWindow, type UsageSource } from '../domain/metering/read-window.ts'
import { WEIR } from '../operations/actor.ts'
import { listUsageSources } from '../operations/metering/list-usage-sources.ts'
import { retryAllQuarantined } from '../operations/metering/retry-all-quarantined.ts'
import { takeInAnswer } from '../operations/metering/take-in-answer.ts'
import { perform, type Call } from '../operations/operation.ts'
import type { World } from '../operations/world.ts'

const POLL_MILLISECONDS = 5 * 60_000
const NIGHT_SECONDS = 24 * 3600

/** A source that is asked by a command on this machine. */
export interface PolledSource {
  readonly agency: string
  readonly source: string
  /** Words before those of sacct itself, e.g. ['ssh', 'login1', 'sacct']. */
  readonly command: readonly string[]
}

export interface UsagePollOptions {
  readonly world: World
  readonly log: Logger
  readonly sources: readonly PolledSource[]
  /** Absent: sacct, by the command of each. */
  readonly sourceOf?: (polled: PolledSource, source: UsageSourceBody) => UsageSource
  readonly everyMilliseconds?: number
}

export interface UsagePolls {
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

export function startUsagePolls(options: UsagePollOptions): UsagePolls {
  if (options.sources.length === 0) return { stop: async () => {} }
  const nights = new Map<PolledSource, number>()
  let round: Promise<void> | null = null
  const begin = (): void => {
    round ??= usageRound(options, nights).finally(() => {
      round = null
    })
  }
  const timer = setInterval(begin, options.everyMilliseconds ?? POLL_MILLISECONDS)
  timer.unref()
  begin()
  return {
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}

/**
 * One round over all polled sources; one that fails is told and asked again in the next.
 * @param nights when each was last read far back, in whole seconds since 1970
 */
export async function usageRound(options: UsagePollOptions, nights: Map<PolledSource, number>): Promise<void> {
  for (const polled of options.sources) {
    const { agency, source } = polled
    try {
      await readOne(options, polled, nights)
    } catch (error) {
      options.log.warn({ err: error, agency, source }, 'usage could not be read; trying again')
    }
  }
}

async function readOne(
  options: UsagePollOptions,
  polled: PolledSource,
  nights: Map<PolledSource, number>,
): Promise<void> {
  const { world, log } = options
  const { agency, source: name } = polled
  const call: Call = { actor: WEIR, agency }
  const listed = await perform(world, listUsageSources, call, {})
  const source = listed.ok ? listed.value.find((one) => one.name === name) : undefined
  if (source === undefined) {
    log.warn({ agency, source: name }, 'a source that is to be read is not set up')
    return
  }
  const now = secondsOf(world)
  const isNight = now - (nights.get(polled) ?? 0) >= NIGHT_SECONDS
  const window = readWindow(cursorOf(source), isNight ? 'night' : 'poll', now)
  const asked = options.sourceOf?.(polled, source) ?? sacctSource(polled.command, source, () => secondsOf(world))
  const answer = await asked.read(window)
  const taken = await takeInAnswer(world, call, { source: name, window, answer })
  if (!taken.ok) log.warn({ agency, source: name, refusal: taken.refusal }, 'usage was not taken in')
  else if (answer.kind === 'no-answer')
    log.warn({ agency, source: name, reason: answer.reason }, 'no answer of a source')
  else if (taken.value.charged > 0) log.info({ agency, source: name, ...taken.value }, 'usage was charged')
  if (!isNight || !taken.ok || answer.kind === 'no-answer') return
  await retryAllQuarantined(world, call, name)
  nights.set(polled, now)
}

function secondsOf(world: World): number {
  return Math.floor(world.clock().getTime() / 1000)
}

function cursorOf({ cursor }: UsageSourceBody): number | null {
  return cursor === null ? null : Math.floor(Date.parse(cursor) / 1000)
}
