import { z } from 'zod'
import { FeeRuleBody } from '../../contract/finance.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { appendFeeRule, latestFeeRule, lockFinance } from '../../store/finance/price-lists.ts'
import { operation } from '../operation.ts'

/** Which part of the market value each class pays, from the next invoice on. */
export const publishFeeRule = operation({
  name: 'publish-fee-rule',
  kind: 'change',
  input: z.object({ rule: FeeRuleBody }),
  async run({ rule }, { tx, agency, now, record }) {
    if (Number(rule.youthDiscount) > 1) return refuse('youth-discount-above-one')
    await lockFinance(tx, agency)
    const before = await latestFeeRule<FeeRuleBody>(tx, agency)
    if (!(await appendFeeRule(tx, agency, rule, now))) return refuse('fee-rule-version-taken')
    record({ subject: `fee rule ${rule.version}`, before, after: rule })
    return accept(rule)
  },
})
