// Why the ledger does not record a transfer, in the order in which it is checked.

export const TRANSFER_REFUSALS = [
  'transfer-id-malformed',
  'exists-with-different-body',
  /** Another transfer of its chain was refused. */
  'linked-transfer-refused',
  /** The last transfer of a batch says that one more follows. */
  'linked-chain-open',
  /** Some transfers of the chain are recorded already, others are not: it is another chain. */
  'linked-chain-partly-recorded',
  'period-malformed',
  'effective-at-malformed',
  'period-closed',
  /** The month is softly closed: only late records and corrections come in. */
  'period-soft-closed',
  'amount-not-positive',
  'amount-too-large',
  'unit-unknown',
  'account-malformed',
  'accounts-are-the-same',
  'route-not-for-kind',
  /** It needs a proposal (hold) by one person and its approval (post) by another. */
  'needs-two-persons',
  'hold-not-found',
  'hold-already-posted',
  'hold-already-voided',
  'kind-does-not-fit-hold',
  'post-exceeds-hold',
  'approver-missing',
  'approver-is-the-proposer',
  'balance-too-low',
  'balance-too-large',
] as const
export type TransferRefusal = (typeof TRANSFER_REFUSALS)[number]

export const CLOSE_REFUSALS = [
  'period-malformed',
  'period-already-closed',
  /** A month is closed for good only after it was closed softly. */
  'period-not-soft-closed',
] as const
export type CloseRefusal = (typeof CLOSE_REFUSALS)[number]
