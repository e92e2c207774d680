// A reduction goes on: announced, exempted, approved (one person: the amount is held), executed (another person: it is
// taken), or withdrawn.
import { z } from 'zod'
import { REDUCTION_MOVES_BY_HAND } from '../../contract/reductions.ts'
import { amountNow } from '../../domain/budgets/reduction-amount.ts'
import {
  moveReduction,
  reductionHold,
  reductionPost,
  reductionVoid,
  type ReductionMove,
} from '../../domain/budgets/reduction.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse, type Result } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import type { TransferRefusal } from '../../domain/ledger/refusal.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { loadEntry } from '../../store/ledger/ledger-rows.ts'
import { lockReduction, saveReductionState, type StoredReduction } from '../../store/ledger/reductions.ts'
import { personIdOf } from '../actor.ts'
import { operation, type Work } from '../operation.ts'
import { loadProject } from './project-budget.ts'
import { reductionBody } from './reduction-body.ts'

export const moveLedgerReduction = operation({
  name: 'move-ledger-reduction',
  kind: 'change',
  input: z.object({
    id: z.uuid(),
    move: z.enum(REDUCTION_MOVES_BY_HAND),
    askedAt: z.iso.datetime().nullable().default(null),
  }),
  async run({ id, move, askedAt }, work) {
    const { tx, agency, now, record } = work
    const reduction = await lockReduction(tx, agency, id)
    if (reduction === null) return refuse('reduction-not-found')
    const asked = move === 'exempt' && askedAt !== null ? Math.min(Date.parse(askedAt), now.getTime()) : now.getTime()
    const moved = moveReduction(reduction, move, Math.floor(asked / 1000))
    if (!moved.ok) return refuse(moved.refusal)
    const transfer = await transferOf(reduction, move, work)
    if (transfer === 'nothing-left') return refuse('reduction-nothing-left')
    if (transfer !== null) {
      const posted = await post(transfer, work)
      if (!posted.ok) return refuse(posted.refusal)
    }
    const holdId = move === 'approve' && transfer !== null ? transfer.id : reduction.holdId
    const after = { ...reduction, state: moved.value, holdId }
    await saveReductionState(tx, agency, after)
    record({ subject: `reduction ${id}`, before: { state: reduction.state }, after: { state: after.state, holdId } })
    return accept(reductionBody(after))
  },
})

/** What the move writes into the ledger; null: nothing. */
async function transferOf(
  reduction: StoredReduction,
  move: ReductionMove,
  work: Work,
): Promise<Transfer | 'nothing-left' | null> {
  const { tx, agency, actor, now, world } = work
  const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
  assert(timeZone !== undefined, 'the agency of a call is there')
  const at = Math.floor(now.getTime() / 1000)
  const step = { id: world.newId(), period: periodOf(at, timeZone), effectiveAt: at, by: personIdOf(actor) }
  if (move === 'approve') {
    const budget = await loadProject(tx, agency, reduction)
    const amount = budget === null ? 0n : amountNow(reduction.figures, budget.standing)
    return amount === 0n ? 'nothing-left' : reductionHold(reduction, amount, step)
  }
  if (reduction.holdId === null || (move !== 'execute' && move !== 'withdraw')) return null
  const found = await loadEntry(tx, agency, reduction.holdId)
  const held = found?.entry.event.event === 'transfer' ? found.entry.event.transfer : null
  assert(held?.phase === 'hold', 'what is approved is held')
  const hold = { ...held, phase: held.phase }
  return move === 'execute' ? reductionPost(hold, step) : reductionVoid(hold, step)
}

async function post(transfer: Transfer, { tx, agency, now }: Work): Promise<Result<null, TransferRefusal>> {
  const [outcome] = await appendInTransaction(tx, agency, [transfer], now)
  assert(outcome !== undefined, 'one transfer has one outcome')
  return outcome.ok ? accept(null) : refuse(outcome.refusal)
}
