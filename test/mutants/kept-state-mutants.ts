// Wrong engines of what is kept from plan to plan and from pass to pass, so that it need not be worked out anew.
import { mutant, type Mutant } from './mutant.ts'

export const KEPT_STATE_MUTANTS: readonly Mutant[] = [
  mutant(
    'bound-outlives-checkpoint',
    'scheduling/first-victims.ts',
    'goodUntil = Math.min(goodUntil, this.nextCheckpoint(job, now))',
    'goodUntil = Math.min(goodUntil, Infinity)',
    'a job that has just saved its work is not stopped, another loses more',
  ),
  mutant(
    'bound-outlives-protection',
    'scheduling/first-victims.ts',
    'goodUntil = Math.min(goodUntil, from)',
    'goodUntil = Math.min(goodUntil, Infinity)',
    'a job that has just come out of its protection is not stopped, another loses more',
  ),
  mutant(
    'returned-side-still-loses',
    'scheduling/victims-by-side.ts',
    'if (!this.tree.isAboveGuarantees(this.leaf[other]!)) this.isOut[other] = 1',
    'if (other < 0) this.isOut[other] = 1',
    'a group that is back at its own loses more jobs (I10)',
  ),
  mutant(
    'settled-tree-stands-still',
    'scheduling/claims.ts',
    'else allocate(shape, this.settled, leaf, units)',
    'else this.isFollowed = true',
    'two jobs take the same units that were freed for a third (I21)',
  ),
  mutant(
    'protection-ends-once',
    'scheduling/protection.ts',
    'if (at > startedBy && state[job] === RUNNING && startedAt[job] === at) break',
    'if (at >= startedBy && state[job] === RUNNING && startedAt[job] === at) break',
    'nobody looks again when the next protection ends',
  ),
  mutant(
    'last-leaf-overlooked',
    'scheduling/leaf-set.ts',
    'let bits = this.words[word]! & (-1 << (from & 31))',
    'let bits = this.words[word]! & (-2 << (from & 31))',
    'the project after one that waits is passed over',
  ),
]
