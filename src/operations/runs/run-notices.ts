// Who follows a run hears of it here: one listening connection of the process feeds it, pages and workers follow.
import type { RunNotice } from '../../store/runs.ts'

export interface RunFollower {
  readonly onNotice: (notice: RunNotice) => void
  /** Notices may have been missed: read the state anew. */
  readonly onGap: () => void
}

export class RunNotices {
  readonly #followers = new Map<string, Set<RunFollower>>()
  readonly #followersOfAll = new Set<RunFollower>()

  publish(notice: RunNotice): void {
    for (const follower of this.#followersOfAll) follower.onNotice(notice)
    for (const follower of this.#followers.get(key(notice.agency, notice.run)) ?? []) follower.onNotice(notice)
  }

  tellGap(): void {
    for (const follower of this.#followersOfAll) follower.onGap()
    for (const followers of this.#followers.values()) for (const follower of followers) follower.onGap()
  }

  /** Returns what ends the following. */
  follow(agency: string, run: string, follower: RunFollower): () => void {
    const place = key(agency, run)
    const followers = this.#followers.get(place) ?? new Set()
    followers.add(follower)
    this.#followers.set(place, followers)
    return () => {
      followers.delete(follower)
      if (followers.size === 0) this.#followers.delete(place)
    }
  }

  followAll(follower: RunFollower): () => void {
    this.#followersOfAll.add(follower)
    return () => this.#followersOfAll.delete(follower)
  }

  /** How many follow a single run now. */
  get followers(): number {
    return [...this.#followers.values()].reduce((sum, followers) => sum + followers.size, 0)
  }
}

function key(agency: string, run: string): string {
  return `${agency}/${run}`
}
