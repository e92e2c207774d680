// Wrong engines that decide lawfully, and otherwise than the model says: comparing with what is written anew tells.
import { mutant, type Mutant } from './mutant.ts'

export const WHOLE_MODEL_MUTANTS: readonly Mutant[] = [
  mutant(
    'first-victim-loses-most',
    'scheduling/first-victims.ts',
    'if (lost !== otherLost) return lost < otherLost',
    'if (lost !== otherLost) return lost > otherLost',
    'of a project the job that loses most work is stopped first',
  ),
  mutant(
    'first-victim-remembered',
    'scheduling/first-victims.ts',
    'if (this.at[leaf] === now) return',
    'if (this.at[leaf]! > -Infinity) return',
    'whom to stop is decided by the work that was lost a while ago',
  ),
  mutant(
    'stopped-still-counts',
    'scheduling/stopping.ts',
    '  pool.forecast.give(roster.leaf[job]!, roster.units[job]!, roster.requestedEnd[job]!)\n',
    '',
    'what a stopped job leaves stays idle before a window',
  ),
  mutant(
    'kept-before-the-stop',
    'scheduling/reclaiming.ts',
    'pool.isKeptByUse ? (use: TreeUse)',
    'pool.isKeptByUse && leaf < 0 ? (use: TreeUse)',
    'two jobs are stopped and started again without end (I11)',
  ),
  mutant(
    'reserved-beyond-entitlement',
    'scheduling/scheduler.ts',
    'if (use.allocated[node]! + roster.units[job]! > entitlement[node]!) return false',
    'if (use.allocated[node]! > entitlement[node]!) return false',
    'starts are reserved for who is not entitled to them',
  ),
  mutant(
    'longest-goes-ahead',
    'scheduling/roster.ts',
    'requested[a]! < requested[b]! || (requested[a] === requested[b]',
    'requested[a]! > requested[b]! || (requested[a] === requested[b]',
    'easy-sjbf: the longest job goes ahead first',
  ),
  mutant(
    'rebalancing-unbounded',
    'scheduling/reclaiming.ts',
    'this.rebalanced.filter(({ at }) => at > now - HOUR)',
    'this.rebalanced.filter(({ at }) => at >= now)',
    'more is evicted in an hour for a better balance than the policy allows',
  ),
  mutant(
    'evicted-may-rebalance',
    'scheduling/reclaiming.ts',
    "rebalance === undefined || this.evictedIn.has(job) ? 'off'",
    "rebalance === undefined ? 'off'",
    'who was just evicted evicts others in turn (I11)',
  ),
  mutant(
    'tranche-carried-whole',
    'scheduling/budgets.ts',
    '      budget.forfeited += left - floorProduct(left, tranche.carryOverMillionths, MILLION)\n',
    '',
    'what a tranche leaves is carried over whole (I16)',
  ),
  mutant(
    'just-started-forgotten',
    'scheduling/reclaiming.ts',
    'Math.max(1, this.protectedUntil(job) - now)',
    'this.protectedUntil(job) - now',
    'an owner waits for its own because somebody started in the same second (I12)',
  ),
  mutant(
    'best-of-the-wrong-side',
    'scheduling/victims-by-side.ts',
    'if (found === NOBODY || found === best) continue',
    'if (found === NOBODY) continue',
    'a job of the less full side is stopped before one of the fuller',
  ),
]
