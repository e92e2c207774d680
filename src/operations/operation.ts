// What every operation has in common: who asks and whether they may (Cedar, by the operation's name), one transaction
// that sees one agency, a key that makes a repeated change happen once, one audit record, and a clock that is given.
// An operation itself only loads, asks the domain, and saves.
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Decision } from '../adapters/authorisation/cedar.ts'
import { assert } from '../domain/kernel/assert.ts'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { appendAuditRecord } from '../store/audit.ts'
import { inTransaction, type Transaction } from '../store/database.ts'
import { saveAnswer, takeIdempotencyKey } from '../store/idempotency.ts'
import { StoreRefusal } from '../store/refusal.ts'
import { personIdOf, principalOf, type Actor } from './actor.ts'
import { knowsAgency } from './known-agencies.ts'
import type { OperationRefusal } from './refusal.ts'
import type { World } from './world.ts'

/** Who asks for it, in which agency. */
export interface Call {
  readonly actor: Actor
  /** null: it concerns no single agency. */
  readonly agency: string | null
  readonly idempotencyKey?: string | undefined
}

export interface Change {
  /** What it was done to, e.g. 'run 0199…'. */
  readonly subject: string
  readonly before: object | null
  readonly after: object | null
}

/** What an operation may use while it runs. */
export interface Work {
  readonly tx: Transaction
  readonly world: World
  readonly actor: Actor
  /** The agency of the call; asking for it where there is none is a bug. */
  readonly agency: string
  readonly now: Date
  /** What is to stand in the audit record; a change says it exactly once when it is done. */
  readonly record: (change: Change) => void
}

export interface Operation<Input extends z.ZodType, Answer> {
  readonly name: string
  /**
   * A query writes nothing. A change is recorded. A note changes no decision (progress, a session that is looked up) and
   * leaves no record.
   */
  readonly kind: 'query' | 'change' | 'note'
  readonly input: Input
  readonly run: (input: z.output<Input>, work: Work) => Promise<Result<Answer, OperationRefusal>>
}

export function operation<Input extends z.ZodType, Answer>(
  definition: Operation<Input, Answer>,
): Operation<Input, Answer> {
  return definition
}

/** Does it, or says why not. Input that does not fit the operation's schema is a bug of the caller. */
export async function perform<Input extends z.ZodType, Answer>(
  world: World,
  asked: Operation<Input, Answer>,
  call: Call,
  given: z.input<Input>,
): Promise<Result<Answer, OperationRefusal>> {
  const input = asked.input.parse(given)
  // 1. May they? Nobody learns what exists by asking for what they may not have.
  const request = { principal: principalOf(call.actor), action: asked.name, agency: call.agency }
  const decision = world.authorise(request)
  try {
    if (!decision.isAllowed) return await refuseAndRecord(world, asked, call, decision)
    if (call.agency !== null && asked.name !== 'open-agency' && !(await knowsAgency(world.database, call.agency))) {
      return refuse('agency-not-found')
    }
    // 2. One transaction: all of it, or nothing.
    return await inOneTransaction(world, asked, call, { input, decision })
  } catch (error) {
    if (error instanceof StoreRefusal && error.refusal === 'database-unavailable') return refuse('database-unavailable')
    throw error
  }
}

/** Undoes the transaction of an operation that refused. */
class RolledBack extends Error {
  readonly refusal: OperationRefusal

  constructor(refusal: OperationRefusal) {
    super(refusal)
    this.refusal = refusal
  }
}

async function inOneTransaction<Input extends z.ZodType, Answer>(
  world: World,
  asked: Operation<Input, Answer>,
  call: Call,
  { input, decision }: { readonly input: z.output<Input>; readonly decision: Decision },
): Promise<Result<Answer, OperationRefusal>> {
  try {
    return await inTransaction(world.database, { agency: call.agency }, async (tx) => {
      const now = world.clock()
      const repeated = asked.kind === 'change' ? await answeredBefore<Answer>(tx, asked.name, call, input, now) : null
      if (repeated !== null) {
        if (!repeated.ok) throw new RolledBack(repeated.refusal)
        return repeated
      }
      const changes: Change[] = []
      const work = workOf({ tx, world, call, now, record: (change) => changes.push(change) })
      const result = await asked.run(input, work)
      if (!result.ok) throw new RolledBack(result.refusal)
      const [change] = changes
      assert(changes.length === (asked.kind === 'change' ? 1 : 0), `${asked.name} records exactly what it changes`)
      if (change !== undefined) await appendRecord(tx, { world, asked, call, decision, now, change, refusal: null })
      if (call.idempotencyKey !== undefined && asked.kind === 'change') {
        await saveAnswer(tx, { actor: actorKey(call.actor), key: call.idempotencyKey }, result.value)
      }
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return refuse(error.refusal)
    throw error
  }
}

function workOf(parts: {
  tx: Transaction
  world: World
  call: Call
  now: Date
  record: (change: Change) => void
}): Work {
  const { tx, world, call, now, record } = parts
  return {
    tx,
    world,
    actor: call.actor,
    now,
    record,
    get agency() {
      assert(call.agency !== null, 'the operation is asked for in an agency')
      return call.agency
    },
  }
}

async function answeredBefore<Answer>(
  tx: Transaction,
  operationName: string,
  call: Call,
  input: unknown,
  now: Date,
): Promise<Result<Answer, OperationRefusal> | null> {
  if (call.idempotencyKey === undefined || call.agency === null) return null
  // The schema has put the keys into its own order, so the same input has the same text.
  const inputSha256 = createHash('sha256').update(JSON.stringify(input)).digest('hex')
  const stored = await takeIdempotencyKey(tx, {
    agency: call.agency,
    actor: actorKey(call.actor),
    key: call.idempotencyKey,
    operation: operationName,
    inputSha256,
    createdAt: now,
  })
  if (stored === null) return null
  if (stored.operation !== operationName || stored.inputSha256 !== inputSha256) return refuse('idempotency-key-reused')
  return accept(stored.answer as Answer)
}

function actorKey(actor: Actor): string {
  return personIdOf(actor) ?? actor.kind
}

async function refuseAndRecord(
  world: World,
  asked: Operation<z.ZodType, unknown>,
  call: Call,
  decision: Decision,
): Promise<Result<never, OperationRefusal>> {
  if (call.actor.kind === 'visitor') return refuse('not-signed-in')
  const { agency } = call
  // Whoever is signed in leaves a trace when they try what they may not do.
  if (call.actor.kind === 'person' && agency === call.actor.agency && asked.kind === 'change') {
    await inTransaction(world.database, { agency }, async (tx) => {
      const change = { subject: `agency ${agency}`, before: null, after: null }
      const now = world.clock()
      await appendRecord(tx, { world, asked, call, decision, now, change, refusal: 'not-permitted' })
    })
  }
  return refuse('not-permitted')
}

async function appendRecord(
  tx: Transaction,
  parts: {
    readonly world: World
    readonly asked: { readonly name: string }
    readonly call: Call
    readonly decision: Decision
    readonly now: Date
    readonly change: Change
    readonly refusal: OperationRefusal | null
  },
): Promise<void> {
  const { world, asked, call, decision, now, change, refusal } = parts
  assert(call.agency !== null, 'what is recorded happened in an agency')
  await appendAuditRecord(tx, {
    agency: call.agency,
    id: world.newId(),
    recordedAt: now,
    actorKind: call.actor.kind,
    personId: personIdOf(call.actor),
    operation: asked.name,
    subject: change.subject,
    refusal,
    before: change.before,
    after: change.after,
    decidedBy: decision.decidedBy,
  })
}
