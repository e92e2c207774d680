// Jobs for which others were told to stop, those who are leaving, and what may not start beside them.
import type { StopCause } from './decisions.ts'
import type { PoolState, StandingClaims } from './pool-state.ts'
import { allocate, copyUse, emptyUse, obstacle, release, type TreeUse } from './share-tree.ts'
import { NOBODY } from './tournament.ts'

/** A victim in its grace. */
export interface Leaving {
  /** When its grace is over. */
  readonly at: number
  readonly job: number
  readonly cause: StopCause
}

/** A job for which others were told to stop; what they free is nobody else's. */
interface Claim {
  readonly job: number
  readonly leaving: Set<number>
  /** Freed so far, kept for the job. */
  keptUnits: number
}

const NEVER = -1

export class Claims implements StandingClaims {
  private readonly pool: PoolState
  /** In the order in which they were made. */
  private readonly claims: Claim[] = []
  /** Victims in their grace, by the time at which it is over; of one time, in the order in which they were told. */
  private readonly leaving: Leaving[] = []
  private readonly claimOn = new Map<number, Claim>()
  private readonly claimants = new Set<number>()
  /** Claims of whom nobody is leaving any more. */
  private readyCount = 0
  /** Claims by leaf. */
  private readonly countIn: Int32Array
  /** The tree once all who leave are gone and the claimants are there. */
  private readonly settled: TreeUse
  /**
   * Every claimant fits there, and each change is made there too. A victim that goes and a claimant that starts change nothing,
   * and whoever fits beside all claimants leaves them their room, in whichever order they come.
   */
  private isFollowed = false
  /** When it is not followed: `changes` of the pool for which it was worked out. */
  private settledAt = NEVER
  private isAnyStanding = false
  private readonly trial: TreeUse

  constructor(pool: PoolState) {
    this.pool = pool
    this.countIn = new Int32Array(pool.shape.ids.length)
    this.settled = emptyUse(pool.shape)
    this.trial = emptyUse(pool.shape)
  }

  get isEmpty(): boolean {
    return this.claims.length === 0
  }

  /** Whether others are leaving for the job. */
  has(job: number): boolean {
    return this.claimants.has(job)
  }

  /** Whether others are leaving for a job of the leaf. */
  isIn(leaf: number): boolean {
    return this.countIn[leaf]! > 0
  }

  isLeaving(job: number): boolean {
    return this.claimOn.size > 0 && this.claimOn.has(job)
  }

  get nextStopAt(): number {
    return this.leaving[0]?.at ?? Infinity
  }

  /** Victims whose grace is over by now. */
  due(now: number): readonly Leaving[] {
    let count = 0
    while (count < this.leaving.length && this.leaving[count]!.at <= now) count += 1
    return count === 0 ? NOTHING : this.leaving.slice(0, count)
  }

  /** From now on these are leaving for the job. */
  add(now: number, job: number, leaving: readonly Leaving[]): void {
    const claim: Claim = { job, leaving: new Set(leaving.map((victim) => victim.job)), keptUnits: 0 }
    const { leaf, units } = this.pool.roster
    for (const victim of leaving) {
      if (this.isFollowed) release(this.pool.shape, this.settled, leaf[victim.job]!, units[victim.job]!)
      this.claimOn.set(victim.job, claim)
      this.pool.firstVictims.changed(leaf[victim.job]!)
      let place = this.leaving.length
      while (place > 0 && this.leaving[place - 1]!.at > victim.at) place -= 1
      this.leaving.splice(place, 0, victim)
    }
    this.claims.push(claim)
    this.claimants.add(job)
    this.countIn[leaf[job]!]! += 1
    this.settledAt = NEVER
    this.took(leaf[job]!, units[job]!)
    this.pool.claims = this
    this.keep(claim)
    this.pool.placement?.claim(now, job, claim.leaving)
  }

  /** A job has ended or was stopped: whoever waited for it is a step nearer. True when somebody did. */
  gone(job: number): boolean {
    const claim = this.claimOn.get(job)
    if (claim === undefined) return false
    this.claimOn.delete(job)
    this.leaving.splice(
      this.leaving.findIndex((victim) => victim.job === job),
      1,
    )
    claim.leaving.delete(job)
    if (claim.leaving.size === 0) this.readyCount += 1
    this.keep(claim)
    return true
  }

  /** A job whose victims are all gone: its claim ends here. NOBODY: none. */
  ready(): number {
    if (this.readyCount === 0) return NOBODY
    const place = this.claims.findIndex((claim) => claim.leaving.size === 0)
    const [claim] = this.claims.splice(place, 1)
    const { job, keptUnits } = claim!
    const { shape, roster } = this.pool
    if (this.isFollowed) release(shape, this.settled, roster.leaf[job]!, roster.units[job]!)
    this.readyCount -= 1
    this.claimants.delete(job)
    this.countIn[roster.leaf[job]!]! -= 1
    this.settledAt = NEVER
    this.pool.claimedUnits -= keptUnits
    if (this.claims.length === 0) this.forget()
    this.pool.placement?.unclaim(job)
    return job
  }

  /**
   * Whether a job for which others are leaving would not fit any more, when they and the victims are gone, once this job is
   * there too. The pool's units alone would not do: a claimant's group may be at its limit.
   */
  spoils(now: number, job: number, victims: readonly { readonly job: number }[] = []): boolean {
    if (this.claims.length === 0) return false
    const { shape, roster, changes, lostUnits } = this.pool
    const { leaf, units } = roster
    let settled = this.settled
    if (this.isFollowed && lostUnits === 0) {
      if (victims.length > 0) {
        copyUse(this.settled, (settled = this.trial))
        for (const victim of victims) release(shape, settled, leaf[victim.job]!, units[victim.job]!)
      }
    } else if (victims.length > 0 || this.settledAt !== changes) this.lookAhead(victims)
    if (!this.isAnyStanding) return false
    if (obstacle(shape, settled, leaf[job]!, units[job]!) !== null) return true
    // What windows and owners keep is not the same for all: beside this job there may be less for a claimant than it takes.
    return this.pool.isKeptByUse && this.fitting(now, victims, job) < this.fitting(now, victims, null)
  }

  /** So many units of a leaf are in use now. */
  took(leaf: number, units: number): void {
    if (!this.isFollowed) return
    const { shape, lostUnits } = this.pool
    if (lostUnits > 0 || obstacle(shape, this.settled, leaf, units) !== null) this.isFollowed = false
    else allocate(shape, this.settled, leaf, units)
  }

  /** The units of a job are free again. */
  gave(job: number): void {
    if (!this.isFollowed || this.isLeaving(job)) return
    const { shape, roster } = this.pool
    release(shape, this.settled, roster.leaf[job]!, roster.units[job]!)
  }

  private forget(): void {
    this.pool.claims = null
    this.isFollowed = false
    this.settledAt = NEVER
  }

  private lookAhead(victims: readonly { readonly job: number }[]): void {
    const { shape, use, roster, changes, lostUnits } = this.pool
    const { leaf, units } = roster
    const { settled } = this
    copyUse(use, settled)
    for (const { job } of this.leaving) release(shape, settled, leaf[job]!, units[job]!)
    for (const { job } of victims) release(shape, settled, leaf[job]!, units[job]!)
    // One after the other, as they will start; whose right is gone anyway (capacity was lost) keeps nobody from starting.
    let standing = 0
    for (const { job } of this.claims) {
      if (obstacle(shape, settled, leaf[job]!, units[job]!) !== null) continue
      allocate(shape, settled, leaf[job]!, units[job]!)
      standing += 1
    }
    this.isAnyStanding = standing > 0
    this.isFollowed = victims.length === 0 && standing === this.claims.length && lostUnits === 0
    this.settledAt = victims.length === 0 ? changes : NEVER
  }

  /** How many claimants fit with what is kept from them, one after the other, when all who are told to have gone; beside the job. */
  private fitting(now: number, victims: readonly { readonly job: number }[], beside: number | null): number {
    const { pool, trial } = this
    const { shape, roster, use } = pool
    const { leaf, units } = roster
    copyUse(use, trial)
    for (const { job } of this.leaving) release(shape, trial, leaf[job]!, units[job]!)
    for (const { job } of victims) release(shape, trial, leaf[job]!, units[job]!)
    if (beside !== null) allocate(shape, trial, leaf[beside]!, units[beside]!)
    let count = 0
    for (const { job } of this.claims) {
      const kept = pool.keptOnceStopped(leaf[job]!, now, trial) - pool.claimedUnits
      if (obstacle(shape, trial, leaf[job]!, units[job]!, kept) !== null) continue
      allocate(shape, trial, leaf[job]!, units[job]!)
      count += 1
    }
    return count
  }

  private keep(claim: Claim): void {
    const { units } = this.pool.roster
    let coming = 0
    for (const job of claim.leaving) coming += units[job]!
    const kept = Math.max(0, units[claim.job]! - coming)
    this.pool.claimedUnits += kept - claim.keptUnits
    claim.keptUnits = kept
  }
}

const NOTHING: readonly Leaving[] = []
