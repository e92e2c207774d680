// Receipts: the proof of one entry in one file. The one that tells nothing but what the public log does is for everybody.
import { z } from 'zod'
import { LedgerReceiptBody } from '../../contract/ledger.ts'
import { receiptText } from '../../domain/proof/receipt.ts'
import { WEIR } from '../../operations/actor.ts'
import { getLedgerReceipt } from '../../operations/ledger/get-ledger-receipt.ts'
import { getOpenedReceipt } from '../../operations/ledger/get-opened-receipt.ts'
import { publishCheckpoint } from '../../operations/ledger/publish-checkpoint.ts'
import { perform } from '../../operations/operation.ts'
import type { World } from '../../operations/world.ts'
import { AgencyParameters, callOf, LanguageQuery, problems } from '../answer.ts'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'

const EntryParameters = AgencyParameters.extend({ sequence: z.coerce.number().int().min(0) })
const RECEIPTS = [
  { name: 'receipt', asked: getLedgerReceipt, summary: 'The proof that an entry is in the public log', statuses: [] },
  {
    name: 'opened-receipt',
    asked: getOpenedReceipt,
    summary: 'The proof that an entry is in the public log, with what it says',
    statuses: [401, 403],
  },
] as const

export function receiptRoutes(app: App, world: World): void {
  for (const { name, asked, summary, statuses } of RECEIPTS) {
    app.get(
      `/agencies/:agency/ledger/entries/:sequence/${name}`,
      {
        schema: {
          tags: ['ledger'],
          ...(statuses.length > 0 ? { security: [{ session: [] }] } : {}),
          params: EntryParameters,
          summary,
          querystring: LanguageQuery,
          response: { 200: LedgerReceiptBody, ...problems(...statuses, 404, 409) },
        },
      },
      async (request, reply) => {
        const { agency, sequence } = request.params
        const call = callOf(request, agency)
        // As the checkpoint itself: signed when it is asked for.
        const published = await perform(world, publishCheckpoint, { actor: WEIR, agency }, {})
        if (!published.ok) return sendProblem(reply, published.refusal)
        const receipt = await perform(world, asked, call, { sequence })
        if (!receipt.ok) return sendProblem(reply, receipt.refusal)
        return await reply
          .header('content-disposition', `attachment; filename="${agency}-entry-${sequence}.receipt.json"`)
          .serializer(() => receiptText(receipt.value))
          .send(receipt.value)
      },
    )
  }
}
