// What an outsider finds wrong with a public log or a receipt. The keys are those of src/domain/proof/log-audit.ts and receipt.ts.
export const en = {
  'origin-differs': 'The checkpoint is of the log {found}, not of {expected}.',
  'signature-missing': 'None of the trusted keys has signed the checkpoint.',
  'key-retired':
    'The checkpoint of {size} entries is signed with the key {key}, which signed up to {until} entries and nothing later.',
  'witness-missing': 'The witness {witness} has not co-signed the checkpoint.',
  'rolled-back': 'The log had {before} entries, now it has {now}: entries were taken back.',
  forked:
    'The first {before} entries are not those that were shown before: the log shows two histories. Their root was {expected}, now it is {computed}.',
  'first-different': 'The first entry that is not what it was is entry {sequence}.',
  'first-different-among': 'The first entry that is not what it was is among the entries {from} to {to}.',
  'bundle-malformed': 'Bundle {index} does not have the entries that it should.',
  'leaf-malformed': 'Entry {sequence} is not in the form of an entry.',
  'root-differs': 'The checkpoint signs the root {stored}, the entries that are shown give {computed}.',
  'sequence-not-next': 'Entry {sequence} stands in another one’s place.',
  'period-closed': 'Entry {sequence} was made into a month that was closed.',
  'close-not-allowed': 'Entry {sequence} closes a month out of turn.',
  'id-doubled': 'Entry {sequence} has the id of another one.',
  'amount-not-positive': 'Entry {sequence} moves nothing.',
  'route-not-for-kind': 'Entry {sequence} goes between accounts where its kind may not go.',
  'hold-not-found': 'Entry {sequence} ends a proposal that does not exist.',
  'hold-already-ended': 'Entry {sequence} ends a proposal that had ended.',
  'kind-does-not-fit-hold': 'Entry {sequence} ends a proposal of another kind.',
  'post-exceeds-hold': 'Entry {sequence} approves more than was proposed.',
  'balance-below-zero': 'With entry {sequence} the account {account} has given out more than it had.',
  'not-continued':
    'The log’s own hashes do not show that the {before} entries that were seen before are the beginning of the {now} that it has now.',
  'entry-not-given': 'The checkpoint promises {size} entries, but entry {sequence} is not there.',
  'entry-differs':
    'Entry {sequence} was changed or put in another one’s place: the log lists the hash {stored}, the entry that is shown has {computed}.',
  'entries-differ':
    'Among the entries {from} to {to} at least one was changed: the log lists the hash {stored} over them, those that are shown have {computed}.',
  'proof-malformed': 'The proof in the receipt is not in the form of one.',
  'agency-differs': 'The receipt is of {found}, not of {expected}.',
  'index-differs': 'The leaf is of entry {sequence}, the proof of entry {index}.',
  'not-included':
    'Entry {sequence} as the receipt has it is not among the {size} entries that its checkpoint was signed over.',
  'commitment-differs':
    'What the receipt says of entry {sequence} is not what was committed to: the leaf has the commitment {stored}, salt and facts give {computed}.',
  'facts-malformed': 'The facts of entry {sequence} in the receipt are not in the form of facts.',
  'facts-differ': 'What was committed to as entry {sequence} is not what the log shows of it.',
} as const
