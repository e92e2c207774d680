// Budgets of the slow scheduler: added up from all that was ever held and charged.
import type { Award } from '../../src/domain/scheduling/demand.ts'
import type { Facts, SlowJob, Spending } from './slow-facts.ts'

const MILLION = 1_000_000n

/** Milli-reference-unit-seconds. */
export function cost({ world }: Facts, job: SlowJob, seconds: number): number {
  const { numerator, denominator } = world.price
  return Number((BigInt(1000 * job.units * numerator) * BigInt(seconds)) / BigInt(denominator))
}

/** Whether the project's budget is against a start now. */
export function isOverBudget(facts: Facts, now: number, job: SlowJob): boolean {
  const id = facts.shape.ids[job.leaf]!
  if (!facts.world.awards.some(({ project }) => project === id)) return false
  const award = awardOf(facts, now, job)
  if (award === null || now + job.requested > award.validTo) return true
  return remaining(facts, award, now) < cost(facts, job, job.requested)
}

/** The award of the job's project that is valid now: of several the one that began first. */
export function awardOf(facts: Facts, now: number, job: SlowJob): Award | null {
  const own = facts.world.awards.filter(({ project }) => project === facts.shape.ids[job.leaf])
  const inTime = own.toSorted((a, b) => a.validFrom - b.validFrom || a.validTo - b.validTo)
  return inTime.find(({ validFrom, validTo }) => validFrom <= now && now < validTo) ?? null
}

function remaining(facts: Facts, award: Award, now: number): number {
  const spent = facts.spending.filter((spending) => spending.award === award)
  const used = spent.reduce((sum, { held, settledAt, charged }) => sum + (settledAt < Infinity ? charged : held), 0)
  return granted(spent, award, now) + award.overdraft - used
}

/** What was released of the award until now, less what was not carried over from tranche to tranche. */
function granted(spent: readonly Spending[], award: Award, now: number): number {
  const { tranche, validFrom, validTo, milliUnitSeconds } = award
  if (tranche === null) return milliUnitSeconds
  const released = (tranches: number) => {
    const share = BigInt(tranches) * BigInt(tranche.shareMillionths)
    return Number((BigInt(milliUnitSeconds) * (share < MILLION ? share : MILLION)) / MILLION)
  }
  let forfeited = 0
  let count = 0
  for (let at = validFrom; at <= now && at < validTo; at += tranche.everySeconds) {
    // What is left counts as it was before anybody came or went at that time.
    const used = spent
      .filter((spending) => spending.at < at)
      .reduce((sum, { held, settledAt, charged }) => sum + (settledAt < at ? charged : held), 0)
    const left = Math.max(0, released(count) - forfeited - used)
    forfeited += left - Number((BigInt(left) * BigInt(tranche.carryOverMillionths)) / MILLION)
    count += 1
  }
  return released(count) - forfeited
}

/** The next time at which an award begins to be valid or releases a tranche. */
export function nextGrantAt(awards: readonly Award[], now: number): number {
  const times = awards.flatMap(({ validFrom, validTo, tranche }) => {
    const all = [validFrom]
    if (tranche !== null) {
      for (let at = validFrom + tranche.everySeconds; at < validTo; at += tranche.everySeconds) all.push(at)
    }
    return all.filter((at) => at > now)
  })
  return Math.min(Infinity, ...times)
}
