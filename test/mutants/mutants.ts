// Wrong engines: each differs from the right one in one place, and the properties must tell. A list of what could be wrong is
// also a list of what the properties are for. `npm run mutants` makes them one by one and in pairs.

export interface Mutant {
  readonly name: string
  /** In src/domain. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly right: string
  readonly wrong: string
  /** What an officer would see. */
  readonly effect: string
}

const mutant = (name: string, file: string, right: string, wrong: string, effect: string): Mutant => {
  return { name, file, right, wrong, effect }
}

export const MUTANTS: readonly Mutant[] = [
  // entitlement
  mutant(
    'guarantees-given-twice',
    'scheduling/entitlement.ts',
    'fill.run(case1 ? supply - floorSum : case2',
    'fill.run(case1 ? supply : case2',
    'children are entitled to more than their group (I4)',
  ),
  mutant(
    'idle-guarantee-kept',
    'scheduling/entitlement.ts',
    'const keep = Math.min(limit, Math.max(want, guarantee - shape.lendingLimit[node]!))',
    'const keep = Math.min(limit, Math.max(want, guarantee))',
    'idle guarantees are not lent (I4, work conservation)',
  ),
  mutant(
    'limit-forgotten-in-demand',
    'scheduling/entitlement.ts',
    'const want = Math.min(limit, guarantee + shape.borrowingLimit[node]!, raw)',
    'const want = Math.min(guarantee + shape.borrowingLimit[node]!, raw)',
    'a node is entitled beyond its limit (I3, I8)',
  ),
  mutant(
    'stale-division',
    'scheduling/entitlement.ts',
    'if (!this.isBeyondReach(node, want, keep)) this.isDivisionNew[parent] = 1',
    'if (want > table.want[node]!) this.isDivisionNew[parent] = 1',
    'entitlements are not worked out anew when demand falls',
  ),
  mutant(
    'remainder-to-the-first',
    'scheduling/water-fill.ts',
    'order.sort((a, b) => remainder[b]! - remainder[a]! || rank[a]! - rank[b]!)',
    'order.sort((a, b) => rank[a]! - rank[b]!)',
    'rounding favours the first id (I9)',
  ),
  mutant(
    'served-without-weight',
    'scheduling/water-fill.ts',
    'if (compareProducts(residual[at]!, sum, level, own) <= 0) {',
    'if (compareProducts(residual[at]!, sum, level, 1) <= 0) {',
    'weights do not count among those who are served whole (I9)',
  ),
  mutant(
    'tiers-forgotten',
    'scheduling/entitlement.ts',
    'fill.tier[place] = case1 || this.isTieredLoss ? shape.tier[child]! : 0',
    'fill.tier[place] = 0',
    'higher tiers are not served first',
  ),
  // share tree
  mutant(
    'ancestor-limit-forgotten',
    'scheduling/share-tree.ts',
    'belowLimits = Math.min(belowLimits, shape.limit[node]! - use.allocated[node]!)',
    'if (node === leaf) belowLimits = Math.min(belowLimits, shape.limit[node]! - use.allocated[node]!)',
    'a programme uses more than its limit through its projects (I2)',
  ),
  mutant(
    'borrowing-limit-off-by-one',
    'scheduling/share-tree.ts',
    'shape.visibleQuota[node]! - withheld - Math.max(0, usage - withheld) + shape.borrowingLimit[node]!',
    'shape.visibleQuota[node]! - withheld - Math.max(0, usage - withheld) + shape.borrowingLimit[node]! + 1',
    'more is borrowed than the borrowing limit (I2)',
  ),
  mutant(
    'withheld-is-lent',
    'scheduling/share-tree.ts',
    'Math.max(0, visibleQuota[node]! - lendingLimit[node]!)',
    'Math.max(0, visibleQuota[node]! - lendingLimit[node]! - 1)',
    'more is lent than the lending limit (I5)',
  ),
  mutant(
    'release-keeps-drawn',
    'scheduling/share-tree.ts',
    'returned = Math.min(returned, drawnFromParent)',
    'returned = Math.max(0, Math.min(returned, drawnFromParent) - 1)',
    'units leak with each job that ends',
  ),
  // order
  mutant(
    'saturation-without-the-job',
    'scheduling/tournament.ts',
    'const usedByA = use.allocated[childA]! + unitsOf[jobA]!',
    'const usedByA = use.allocated[childA]!',
    'the order between sectors ignores the size of the job',
  ),
  mutant(
    'opportunistic-as-others',
    'scheduling/tournament.ts',
    'return standing[jobA]! > standing[jobB]!',
    'return standing[jobA]! < standing[jobB]!',
    'opportunistic jobs go before those who own the capacity',
  ),
  mutant(
    'newest-first',
    'scheduling/roster.ts',
    'return a < b\n    }',
    'return a > b\n    }',
    'within a project the newest of equal priority starts first',
  ),
  // backfilling
  mutant(
    'reserved-start-delayed',
    'scheduling/forecast.ts',
    'if (moment.at >= end) return null',
    'if (moment.at >= end - 1) return null',
    'a job that ends a second late delays a reserved start (I15)',
  ),
  mutant(
    'reservation-ignores-limits',
    'scheduling/forecast.ts',
    'if (headroom(this.shape, moment.use, leaf, kept) < units) return moment',
    'if (this.shape.capacity - moment.use.allocated[0]! - kept < units) return moment',
    'only the pool counts at a reserved start, not the tree (I15)',
  ),
  mutant(
    'ended-job-still-counts',
    'scheduling/scheduler.ts',
    'while (pool.running.firstEnd <= now) {',
    'while (pool.running.firstEnd < now) {',
    'a job whose requested end is now still holds its units',
  ),
  // stopping jobs
  mutant(
    'victims-within-guarantee',
    'scheduling/reclaim.ts',
    'if (this.use.allocated[node]! <= shape.guarantee[node]!) return false',
    'if (this.use.allocated[node]! < shape.guarantee[node]!) return false',
    'a sector that uses exactly its guarantee loses jobs (I10)',
  ),
  mutant(
    'put-back-unchecked',
    'scheduling/reclaim.ts',
    'if (this.kindOf(job) !== kind) return false',
    'if (this.kindOf(job) === null && kind === null) return false',
    'a victim is spared so that another one is taken unlawfully (I10)',
  ),
  mutant(
    'put-back-never',
    'scheduling/reclaim.ts',
    'if (this.isLegal(without)) kept = without',
    'if (false && this.isLegal(without)) kept = without',
    'jobs are stopped that need not go',
  ),
  mutant(
    'share-compared-before-removal',
    'scheduling/reclaim.ts',
    'use.allocated[at.sideB]! - units,',
    'use.allocated[at.sideB]!,',
    'rebalancing overshoots and turns round (I11)',
  ),
  mutant(
    'claimant-beyond-guarantee',
    'scheduling/reclaim.ts',
    'if (this.use.allocated[node]! + this.claimant.units <= shape.guarantee[node]!) return steps',
    'if (this.use.allocated[node]! <= shape.guarantee[node]!) return steps',
    'a job that needs more than its guarantee stops others (I10)',
  ),
  mutant(
    'protection-forgotten',
    'scheduling/reclaiming.ts',
    'return this.startedAt(job) < this.now && this.protectedUntil(job) <= this.now',
    'return this.startedAt(job) < this.now',
    'jobs are stopped in their protected run time',
  ),
  mutant(
    'claim-keeps-nothing',
    'scheduling/reclaiming.ts',
    'this.pool.claimedUnits += units - claim.keptUnits\n    claim.keptUnits = units',
    'claim.keptUnits = 0',
    'what was freed for one job is taken by another (I21)',
  ),
  mutant(
    'opportunistic-claims',
    'scheduling/scheduler.ts',
    'if (!this.reclaiming.isWithinEverywhere(job) || !this.reclaiming.mayClaim(job)) continue',
    'if (!this.reclaiming.isWithinEverywhere(job)) continue',
    'jobs that run on leftovers stop others (I11)',
  ),
  mutant(
    'grace-forgotten',
    'scheduling/reclaiming.ts',
    'if (grace === 0) stop(victim.job, { kind: victim.kind, claimant: job })',
    'if (grace >= 0) stop(victim.job, { kind: victim.kind, claimant: job })',
    'jobs are stopped without their notice',
  ),
  // budgets, windows, capacity
  mutant(
    'budget-held-forgotten',
    'scheduling/budgets.ts',
    'return this.granted(budget) + budget.award.overdraft - budget.charged - budget.held',
    'return this.granted(budget) + budget.award.overdraft - budget.charged',
    'two jobs spend the same hours (I16)',
  ),
  mutant(
    'award-outlived',
    'scheduling/budgets.ts',
    'if (now + seconds > award.validTo)',
    'if (now > award.validTo)',
    'jobs run past the end of their award (I17)',
  ),
  mutant(
    'maintenance-forgotten',
    'scheduling/windows.ts',
    'units += Math.max(0, this.windows[place]!.units - taken)',
    'units += owner === -1 ? 0 : Math.max(0, this.windows[place]!.units - taken)',
    'jobs run into maintenance (I17)',
  ),
  mutant(
    'lost-capacity-used',
    'scheduling/capacity.ts',
    'let missing = pool.use.allocated[0]! - pool.shape.capacity',
    'let missing = pool.use.allocated[0]! - pool.shape.capacity - 1',
    'more runs than exists after a failure (I1)',
  ),
  mutant(
    'firm-beyond-guarantee',
    'scheduling/pool-state.ts',
    'if (this.firm[node]! + this.roster.units[job]! > this.shape.guarantee[node]!) return node',
    'if (this.firm[node]! > this.shape.guarantee[node]!) return node',
    'jobs that are never stopped hold what others own',
  ),
  // past use, flavors, appointments, places
  mutant(
    'decay-linear',
    'scheduling/halving.ts',
    'product *= ROOTS[digit]!',
    'product *= 1 - 0.693 / 2 ** (digit + 1)',
    'past use does not halve after one half-life (I19)',
  ),
  mutant(
    'spill-stops-early',
    'scheduling/spill.ts',
    'round < this.boards.length',
    'round < 2',
    'jobs never come to their third flavor',
  ),
  mutant(
    'idle-flavor-left',
    'scheduling/flavor-scheduler.ts',
    'while (!this.spill.isEmpty && this.startElsewhere(now, decisions)) this.decide(now, decisions)',
    'this.decide(now, decisions)',
    'jobs wait beside idle units of a flavor that would do',
  ),
  mutant(
    'seat-taken-twice',
    'scheduling/calendar.ts',
    'if (job !== without && from <= at && at < to) allocate',
    'if (job !== without && from < at && at < to) allocate',
    'two jobs have the same seat at the same time (I14)',
  ),
  mutant(
    'node-out-still-used',
    'placement/node-pool.ts',
    'this.isOut[node] = isOut ? 1 : 0',
    'this.isOut[node] = 0',
    'jobs are placed on nodes that have failed (I1, I17)',
  ),
  // nodes
  mutant(
    'reserved-start-without-nodes',
    'scheduling/forecast.ts',
    '    this.placement?.reserve(job, at)\n',
    '',
    'small jobs nibble away the nodes on which the first has its start (I15)',
  ),
  mutant(
    'claim-without-nodes',
    'placement/node-holds.ts',
    "(claims || hold.kind !== 'claimed')",
    "hold.kind !== 'claimed'",
    'nodes that become free for one job are used by another (I21)',
  ),
  mutant(
    'maintenance-without-nodes',
    'placement/node-holds.ts',
    'hold.until > start && hold.job !== job',
    "hold.kind !== 'maintenance' && hold.until > start && hold.job !== job",
    'jobs lie on nodes that are maintained (I17)',
  ),
  mutant(
    'cut-card-serves-anything',
    'placement/open-cards.ts',
    'return this.freeOf(kind).firstWithin(',
    'return this.freeOf(0).firstWithin(',
    'slices and shares lie on one card',
  ),
  mutant(
    'lost-node-still-runs',
    'scheduling/lost-nodes.ts',
    '      stop(job)\n',
    '',
    'jobs run on a node that has failed (I1)',
  ),
  mutant(
    'rack-forgotten',
    'placement/placement-request.ts',
    'return topology.isRequired || level === -1 ? level : layout.levels.length',
    'return level === -1 ? level : layout.levels.length',
    'a gang that must lie in one rack lies in several (I14)',
  ),
  mutant(
    'place-remembered',
    'placement/placement.ts',
    'this.version[slot] === this.holds.version && this.sight[slot]',
    'this.sight[slot]',
    'jobs start, or wait, by what was free before',
  ),
  mutant(
    'claims-may-be-spoilt',
    'scheduling/reclaiming.ts',
    'this.pool.spoilsClaim = this.spoilsClaim',
    'this.pool.spoilsClaim = null',
    'a victim takes back, inside its group, what was freed for another (I21)',
  ),
  mutant(
    'first-claims-nothing',
    'scheduling/scheduler.ts',
    'else if (this.reclaiming?.mayClaim(job) === true && this.claim(now, job, decisions)) continue',
    'else if (this.reclaiming?.mayClaim(job) === true && this.held.length < 0) continue',
    'an owner waits for its own while others use more than theirs (I12)',
  ),
  mutant(
    'nothing-entitled-takes-turns',
    'scheduling/reclaim.ts',
    'shape.children[at.ancestor]!.length === 0 || entitlement[at.sideA] === 0',
    'shape.children[at.ancestor]!.length === 0',
    'two projects that are entitled to nothing evict each other again and again (I11)',
  ),
  mutant(
    'first-victim-loses-most',
    'scheduling/first-victims.ts',
    'if (a.lost !== b.lost) return a.lost < b.lost',
    'if (a.lost !== b.lost) return a.lost > b.lost',
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
]
