// A transfer that a person posts, proposes (hold) or approves (post). Who it is comes from the session, so that a proposal
// and its approval are known to be of two persons.
import { z } from 'zod'
import { PostTransferBody, type TransferPostedBody } from '../../contract/ledger.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { periodOf } from '../../domain/ledger/period.ts'
import type { Transfer } from '../../domain/ledger/transfer.ts'
import { listAgencies } from '../../store/agencies.ts'
import { appendInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { personIdOf } from '../actor.ts'
import { operation } from '../operation.ts'

export const postLedgerTransfer = operation({
  name: 'post-ledger-transfer',
  kind: 'change',
  input: z.object({ transfer: PostTransferBody }),
  async run({ transfer: asked }, { tx, agency, actor, now, record }) {
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const at = Math.floor(Date.parse(asked.effectiveAt) / 1000)
    const facts = {
      id: asked.id.toLowerCase(),
      kind: asked.kind,
      ref: asked.ref,
      note: asked.note,
      period: asked.period ?? periodOf(at, timeZone),
      effectiveAt: at,
      isLinked: false,
      by: personIdOf(actor),
    }
    const transfer = withBody(facts, asked)
    const [outcome] = await appendInTransaction(tx, agency, [transfer], now)
    assert(outcome !== undefined, 'one transfer has one outcome')
    if (!outcome.ok) return refuse(outcome.refusal)
    const { sequence, isRepeated } = outcome.value
    record({
      subject: `ledger entry ${asked.id}`,
      before: null,
      after: { sequence, kind: asked.kind, phase: asked.phase },
    })
    const body: TransferPostedBody = { id: asked.id, sequence, isRepeated }
    return accept(body)
  },
})

type Facts = Pick<Transfer, 'id' | 'kind' | 'ref' | 'note' | 'period' | 'effectiveAt' | 'isLinked' | 'by'>

function withBody(facts: Facts, asked: PostTransferBody): Transfer {
  if (asked.phase === 'void') return { ...facts, phase: asked.phase, hold: asked.hold.toLowerCase() }
  const amount = BigInt(asked.amount)
  if (asked.phase === 'post') return { ...facts, phase: asked.phase, hold: asked.hold.toLowerCase(), amount }
  const accounts = { unit: asked.unit, debit: asked.debit, credit: asked.credit }
  return { ...facts, phase: asked.phase, ...accounts, amount }
}
