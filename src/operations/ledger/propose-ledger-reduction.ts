// A reduction is proposed by a published formula from where the project stands now. Nothing is taken by it.
import type { z } from 'zod'
import { ProposeReductionBody } from '../../contract/reductions.ts'
import { planOf } from '../../domain/budgets/plan.ts'
import { reductionFigures } from '../../domain/budgets/reduction-amount.ts'
import { nextCheck, REDUCTION_RULES } from '../../domain/budgets/reduction-rule.ts'
import type { BudgetMove } from '../../domain/budgets/burn-down.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { listAgencies } from '../../store/agencies.ts'
import { insertReduction, type StoredReduction } from '../../store/ledger/reductions.ts'
import { operation } from '../operation.ts'
import { loadProject } from './project-budget.ts'
import { reductionBody } from './reduction-body.ts'

const MILLION = 1_000_000

export const proposeLedgerReduction = operation({
  name: 'propose-ledger-reduction',
  kind: 'change',
  input: ProposeReductionBody,
  async run(asked, { tx, agency, now: clock, world, record }) {
    const { project, unit, rule: name, returnsTo } = asked
    const budget = await loadProject(tx, agency, { project, unit })
    const award = budget === null ? null : initialAward(budget.moves)
    if (budget === null || award === null) return refuse('ledger-account-not-found')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const now = Math.floor(clock.getTime() / 1000)
    const rule = REDUCTION_RULES[name]
    const check = nextCheck(rule, now, timeZone)
    // Who is told after the deadline could not ask for an exemption.
    if (now >= check.exemptionUntil) return refuse('exemption-deadline-passed')
    const basis = {
      standing: budget.standing,
      initialAward: award.amount,
      awardedAt: award.at,
      plan: planFor(asked, award.at),
    }
    const figures = reductionFigures(rule, check, basis)
    if (typeof figures === 'string') return refuse(`reduction-${figures}` as const)
    const { noticeAt, exemptionUntil, checkAt } = check
    const dates = { noticeAt, exemptionUntil, checkAt, proposedAt: clock }
    const facts = { id: world.newId(), rule: name, project, unit, returnsTo, figures, holdId: null }
    const reduction: StoredReduction = { ...facts, ...dates, state: 'proposed' }
    if (!(await insertReduction(tx, agency, reduction))) return refuse('reduction-exists')
    const body = reductionBody(reduction)
    record({ subject: `reduction ${reduction.id}`, before: null, after: body })
    return accept(body)
  },
})

/** The first grant of the project, and when it was made. */
function initialAward(moves: readonly BudgetMove[]): { readonly at: number; readonly amount: bigint } | null {
  const grants = moves.filter(({ granted }) => granted > 0n).toSorted((a, b) => a.at - b.at)
  const [first] = grants
  return first === undefined ? null : { at: first.at, amount: first.granted }
}

function planFor({ until, plan }: z.output<typeof ProposeReductionBody>, from: number) {
  const end = until === null ? from : Math.floor(Date.parse(until) / 1000)
  const shares = plan ?? [MILLION]
  const isWhole = shares.reduce((sum, share) => sum + share, 0) === MILLION
  return end > from && isWhole ? planOf(from, end, shares) : null
}
