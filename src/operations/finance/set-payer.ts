import { z } from 'zod'
import { PayerBody, type FeeRuleBody } from '../../contract/finance.ts'
import { payerShareOf } from '../../domain/invoices/fee-rule.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { latestFeeRule, listPayers, savePayer } from '../../store/finance/price-lists.ts'
import { operation } from '../operation.ts'
import { feeRuleOf } from './finance-body.ts'

/** Who pays for a project, and by which class; invoices that were issued stay as they are. */
export const setPayer = operation({
  name: 'set-payer',
  kind: 'change',
  input: z.object({ payer: PayerBody }),
  async run({ payer }, { tx, agency, now, record }) {
    const rule = await latestFeeRule<FeeRuleBody>(tx, agency)
    if (rule === null) return refuse('fee-rule-not-found')
    const share = payerShareOf(feeRuleOf(rule), payer)
    if (!share.ok) return refuse(share.refusal)
    const before = (await listPayers(tx, agency)).find(({ project }) => project === payer.project) ?? null
    await savePayer(tx, agency, payer, now)
    record({ subject: `payer of ${payer.project}`, before, after: payer })
    return accept(payer)
  },
})
