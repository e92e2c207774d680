// What the ledger says of itself. Findings: the keys are those of src/store/ledger/verify.ts.
export const en = {
  'verify-good':
    '{agency}: {entries} entries replayed; balances, root and replay agree. {accounts} accounts, {holds} open holds. Root {root}',
  'verify-empty': '{agency}: the ledger has no entries yet.',
  'verify-bad': '{agency}: {entries} entries replayed, {findings} findings:',
  'verify-more': 'and {count} more',
  'sequence-not-next': 'Entry {sequence} follows where entry {expected} should.',
  'entry-not-allowed': 'Entry {sequence} is not one that the rules would have recorded: {refusal}.',
  'entry-doubled': 'Entry {sequence} has the id of entry {first}.',
  'chain-broken': 'Entry {sequence}: the linked transfers it belongs to are not whole.',
  'entry-missing': 'Entry {sequence} is missing.',
  'leaf-differs': 'Entry {sequence} is not what was recorded: its row was changed.',
  'personal-differs': 'Entry {sequence}: its personal words are not those that were recorded.',
  'accounts-differ': 'Entry {sequence} names other accounts than the hold that it ends.',
  'size-differs': 'The head counts {stored} entries, there are {computed}.',
  'root-differs': 'The head has the root {stored}, the entries give {computed}.',
  'frontier-differs': 'The head’s frontier is not that of the entries.',
  'closing-differs': 'The head says that other months are closed than the entries do.',
  'subtree-differs': 'The stored root of subtree {level}/{index} is not that of its entries.',
  'balance-differs':
    'Account {account} ({unit}): the table says {stored} posted and {storedHeld} held, the entries give {computed} and {computedHeld}.',
} as const
