// A process that posts to a ledger until it is told to stop, or kills itself at one step of its sequencer. It says on
// standard output what it asks for ("? id") before it asks, and what was recorded ("= id sequence") when it was told.
// Run as `node test/kit/ledger-poster.ts '<JSON of PosterOrder>'`.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { ConnectionOptions } from '../../src/store/connection.ts'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import type { LedgerTables } from '../../src/store/ledger/tables.ts'
import { chargeOf } from './ledger-charge.ts'

/** The steps of the sequencer at which it waits for the database: before the statement is sent, and after its answer. */
export const STEPS = ['loadHead', 'loadAccounts', 'loadHolds', 'loadRecorded', 'write'] as const
export type Step = (typeof STEPS)[number]

export interface PosterOrder {
  readonly connection: ConnectionOptions
  readonly agency: string
  readonly callers: number
  /** Dies at the `nth` time that this step is reached; null: only when it is killed from outside. */
  readonly dieAt: { readonly step: Step; readonly when: 'before' | 'after'; readonly nth: number } | null
}

/** Passes every call on, and ends the process at one of them as a power cut would. */
function dying(tables: LedgerTables, dieAt: NonNullable<PosterOrder['dieAt']>): LedgerTables {
  let reached = 0
  return new Proxy(tables, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...parameters: unknown[]): Promise<unknown> => {
        if (name === dieAt.step) reached += 1
        const isNow = name === dieAt.step && reached === dieAt.nth
        if (isNow && dieAt.when === 'before') process.kill(process.pid, 'SIGKILL')
        const answer: unknown = await Reflect.apply(method, target, parameters)
        if (isNow) process.kill(process.pid, 'SIGKILL')
        return answer
      }
    },
  })
}

async function post({ connection, agency, callers, dieAt }: PosterOrder): Promise<void> {
  const ledger = openLedger(connection, {
    agency,
    clock: Date.now,
    ...(dieAt === null ? {} : { around: (tables: LedgerTables) => dying(tables, dieAt) }),
  })
  let isOver = false
  process.on('SIGTERM', () => {
    isOver = true
  })
  const caller = async (): Promise<void> => {
    while (!isOver) {
      const id = randomUUID()
      writeSync(1, `? ${id}\n`)
      const outcomes = await ledger.sequencer.append(chargeOf(id))
      const [hold] = outcomes
      if (outcomes.every(({ ok }) => ok) && hold?.ok === true) writeSync(1, `= ${id} ${hold.value.sequence}\n`)
      else throw new Error(JSON.stringify(outcomes))
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  await ledger.close()
}

if (import.meta.main) await post(JSON.parse(process.argv[2] ?? '') as PosterOrder)
