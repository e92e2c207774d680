// How the words of one source are read as Weir's own.
import type { SacctMap } from './sacct-usage.ts'

export interface SourceWords {
  readonly cluster: string
  readonly accounts: Readonly<Record<string, string>>
  readonly flavors: Readonly<Record<string, string>>
  readonly borrowedQos: readonly string[]
}

/** @param readAt when the engine answered, in whole seconds since 1970 */
export function sacctMapOf({ cluster, accounts, flavors, borrowedQos }: SourceWords, readAt: number): SacctMap {
  const borrowed = new Set(borrowedQos)
  return {
    cluster,
    readAt,
    projectOf: (account) => accounts[account] ?? account,
    flavorOf: (type, partition) => flavors[`${partition}/${type}`] ?? flavors[type] ?? null,
    isBorrowed: (qos) => borrowed.has(qos),
  }
}
