// The part of a scenario file that replays another history like its own: drawn from a description of it, with growth.
import { z } from 'zod'
import { amountOf } from '../domain/policy/amount.ts'
import { nearestOrAll } from '../domain/policy/nearest.ts'
import type { Policy } from '../domain/policy/policy.ts'
import type { ProblemList } from '../domain/policy/problem-list.ts'
import { decimal, Id, keys, wholeNumber } from '../domain/policy/schema.ts'
import type { SourceDocument, SourcePath } from '../domain/policy/source-document.ts'
import type { ScenarioForecast } from './scenario.ts'

const percent = (form: RegExp) => z.string({ error: 'percent' }).regex(form, { error: 'percent' })

export const WorkloadEntry = keys({
  growth: percent(/^(?:-\d{1,2}|\d{1,3})(?:\.\d{1,4})? ?%$/)
    .optional()
    .meta({ description: 'More jobs each year, compounded: 20%, -5%; none.' }),
  after: decimal(0, 50).optional().meta({ description: 'Years from the history to the first day that is drawn; 0.' }),
  days: wholeNumber(1, 36_500).optional().meta({ description: 'Length of what is drawn; that of the history.' }),
  mix: z
    .record(Id, percent(/^\d{1,3}(?:\.\d{1,4})? ?%$/), { error: 'map' })
    .optional()
    .meta({
      description: 'Parts of all unit-hours that sectors ask; the others keep their proportions in what is left.',
    }),
  seed: wholeNumber(0, 4_294_967_295).optional().meta({ description: 'Of the draws; the seed of the scenario.' }),
})
export type WorkloadEntry = z.output<typeof WorkloadEntry>

/** Sectors that the tree does not have, and parts that are more than everything together. */
export function checkWorkload(
  { mix = {} }: WorkloadEntry,
  document: SourceDocument,
  problems: ProblemList,
  policy: Policy | null,
): void {
  const placeOf = (at: SourcePath) => ({ offset: document.keyOffsetOf(at), path: document.pathText(at) })
  const sectors = policy?.tree.filter(({ parent }) => parent === null).map(({ id }) => id) ?? null
  for (const id of Object.keys(mix)) {
    if (sectors === null || sectors.includes(id)) continue
    const expected = () => nearestOrAll(id, sectors)
    problems.report({ ...placeOf(['spec', 'workload', 'mix', id]), code: 'node-unknown', found: id, expected })
  }
  const parts = Object.values(mix)
  if (parts.reduce((sum, part) => sum + percentOf(part) * 10_000, 0) > 1_000_000) {
    const found = parts.join(' + ')
    problems.report({ ...placeOf(['spec', 'workload', 'mix']), code: 'share-over-hundred', found, expected: '100%' })
  }
}

export function forecastOf(written: WorkloadEntry, seed: number): ScenarioForecast {
  return {
    seed: written.seed ?? seed,
    days: written.days ?? null,
    growthPercent: percentOf(written.growth ?? '0%'),
    afterYears: written.after ?? 0,
    mixPercent: Object.fromEntries(Object.entries(written.mix ?? {}).map(([id, part]) => [id, percentOf(part)])),
  }
}

/** `-12.5%` -> -12.5 */
function percentOf(written: string): number {
  const isLess = written.startsWith('-')
  const amount = amountOf(isLess ? written.slice(1) : written)
  const value = amount.kind === 'share' ? amount.millionths / 1_000_000 : 0
  return isLess ? -value : value
}
