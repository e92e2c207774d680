// The accounts of the ledger. An account is a code and a unit; it comes into being with its first transfer. All are
// credit-normal: what an account has is what was credited to it less what was debited from it.

interface AccountKindRule {
  /** How many names follow the kind, e.g. 2 for `ROUND:<round>:<sector>`. */
  readonly names: 0 | 1 | 2
  /** Whether it may stand below zero: it is where something enters, is owed, or is turned into something else. */
  readonly mayGoNegative: boolean
}

export const ACCOUNT_KINDS = {
  /** Where supply enters, by a signed capacity statement; its balance is minus all that was ever supplied. */
  ISSUE: { names: 0, mayGoNegative: true },
  /** What a sector may give out. */
  POOL: { names: 1, mayGoNegative: false },
  /** What a round of a call may award in one sector. */
  ROUND: { names: 2, mayGoNegative: false },
  /** What a project may still use. */
  PROJECT: { names: 1, mayGoNegative: false },
  /** What a project has used. */
  USED: { names: 1, mayGoNegative: false },
  /** What a project used beyond what it had: finished work is always recorded. */
  OVERDRAFT: { names: 1, mayGoNegative: true },
  /** What lapsed at the end of a round. */
  EXPIRED: { names: 1, mayGoNegative: false },
  /** Corrections to a closed period, made in a later one. */
  ADJUST: { names: 1, mayGoNegative: true },
  /** What a provider of capacity has earned. */
  EARNED: { names: 1, mayGoNegative: false },
  /** What was lost, by cause. */
  LOST: { names: 1, mayGoNegative: false },
  /** Money that a project's payer owes. */
  DUE: { names: 1, mayGoNegative: true },
  ROUNDING: { names: 0, mayGoNegative: true },
  /** Where one unit is turned into another at a versioned price. */
  EXCHANGE: { names: 0, mayGoNegative: true },
} as const satisfies Record<string, AccountKindRule>

export type AccountKind = keyof typeof ACCOUNT_KINDS
/** e.g. `POOL:enterprise`, `ROUND:2026-1:academia`, `PROJECT:kr-llm-01`. */
export type AccountCode = AccountKind | `${AccountKind}:${string}`

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/

export function isAccountCode(text: string): text is AccountCode {
  const [kind = '', ...names] = text.split(':')
  if (!Object.hasOwn(ACCOUNT_KINDS, kind)) return false
  return names.length === ACCOUNT_KINDS[kind as AccountKind].names && names.every((name) => NAME.test(name))
}

export function accountKindOf(code: AccountCode): AccountKind {
  const colon = code.indexOf(':')
  return (colon < 0 ? code : code.slice(0, colon)) as AccountKind
}

/** The names after the kind, e.g. ['2026-1', 'academia']. */
export function accountNames(code: AccountCode): string[] {
  return code.split(':').slice(1)
}

export function mayGoNegative(code: AccountCode): boolean {
  return ACCOUNT_KINDS[accountKindOf(code)].mayGoNegative
}
