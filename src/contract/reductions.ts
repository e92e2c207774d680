// Reductions of awards over HTTP: every number of the formula, so that whoever is reduced can check it by hand.
import { z } from 'zod'
import { REDUCTION_STATES } from '../domain/budgets/reduction.ts'
import { AccountCodeText, Amount, UnitText } from './ledger.ts'

export const REDUCTION_MOVES_BY_HAND = ['notice', 'exempt', 'approve', 'execute', 'withdraw'] as const

export const ReductionBody = z
  .object({
    id: z.uuid(),
    rule: z.string(),
    project: z.string(),
    unit: z.string(),
    returnsTo: z.string(),
    state: z.enum(REDUCTION_STATES),
    proposedAt: z.iso.datetime(),
    noticeAt: z.iso.datetime(),
    /** Excluded. */
    exemptionUntil: z.iso.datetime(),
    checkAt: z.iso.datetime(),
    figures: z.object({
      counted: Amount,
      charged: Amount,
      held: Amount,
      expected: Amount.nullable(),
      unused: Amount,
      removeMillionths: z.int(),
      amount: Amount,
    }),
    /** The ledger's entry that holds what is approved. */
    holdId: z.uuid().nullable(),
  })
  .meta({ id: 'Reduction' })
export type ReductionBody = z.infer<typeof ReductionBody>

export const ProposeReductionBody = z
  .object({
    project: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
    unit: UnitText.default('milli-reference-unit-second'),
    rule: z.enum(['alcc', 'nersc']),
    returnsTo: AccountCodeText.refine((code) => /^(POOL|ROUND):/.test(code), 'a pool or a round'),
    /** When the award ends: a rule that compares with a plan needs it. */
    until: z.iso.datetime().nullable().default(null),
    plan: z.array(z.int().min(0)).min(1).max(12).nullable().default(null),
  })
  .strict()
  .meta({ id: 'ProposeReduction' })

export const MoveReductionBody = z
  .object({
    move: z.enum(REDUCTION_MOVES_BY_HAND),
    /** Of an exemption: when it was asked for; now when absent. */
    askedAt: z.iso.datetime().optional(),
  })
  .strict()
  .meta({ id: 'MoveReduction' })
