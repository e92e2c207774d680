// Every ten seconds: signs where each agency's log stands, when it has grown, and asks the witnesses to co-sign it.
import type { Logger } from 'pino'
import { VISITOR, WEIR } from '../operations/actor.ts'
import { listAgencies } from '../operations/agencies/list-agencies.ts'
import { collectCosignature, type AskWitness } from '../operations/ledger/collect-cosignature.ts'
import { endKeyRotation } from '../operations/ledger/end-key-rotation.ts'
import { publishCheckpoint } from '../operations/ledger/publish-checkpoint.ts'
import { perform } from '../operations/operation.ts'
import type { World } from '../operations/world.ts'

const ROUND_MILLISECONDS = 10_000

export interface CheckpointOptions {
  readonly world: World
  readonly log: Logger
  /** Addresses of witnesses. */
  readonly witnesses: readonly string[]
  readonly askWitness: AskWitness
  readonly everyMilliseconds?: number
}

export interface Checkpoints {
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

/** A round that takes longer than the interval is followed by the next one, never run beside it. */
export function startCheckpoints(options: CheckpointOptions): Checkpoints {
  let round: Promise<void> | null = null
  const begin = (): void => {
    round ??= checkpointRound(options).finally(() => {
      round = null
    })
  }
  const timer = setInterval(begin, options.everyMilliseconds ?? ROUND_MILLISECONDS)
  timer.unref()
  begin()
  return {
    stop: async () => {
      clearInterval(timer)
      await round
    },
  }
}

/** One round over all agencies; what fails is told and tried again in the next. */
export async function checkpointRound({ world, log, witnesses, askWitness }: CheckpointOptions): Promise<void> {
  try {
    const listed = await perform(world, listAgencies, { actor: VISITOR, agency: null }, {})
    if (!listed.ok) return
    for (const { id: agency } of listed.value) {
      await perform(world, publishCheckpoint, { actor: WEIR, agency }, {})
      await perform(world, endKeyRotation, { actor: WEIR, agency }, {})
      for (const witness of witnesses) await askOne({ world, log, askWitness, agency, witness })
    }
  } catch (error) {
    log.warn({ err: error }, 'checkpoints could not be published; trying again')
  }
}

async function askOne(
  asked: Pick<CheckpointOptions, 'world' | 'log' | 'askWitness'> & {
    readonly agency: string
    readonly witness: string
  },
): Promise<void> {
  const { world, log, agency, witness } = asked
  try {
    const outcome = await collectCosignature(world, agency, witness, asked.askWitness)
    if (typeof outcome === 'object') log.warn({ agency, witness, ...outcome }, 'a witness does not co-sign')
  } catch (error) {
    log.warn(
      { agency, witness, reason: error instanceof Error ? error.message : String(error) },
      'no answer of a witness',
    )
  }
}
