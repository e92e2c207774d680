import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { checkpointText } from '../../domain/proof/checkpoint.ts'
import { noteText, signNote, verifierKeyText } from '../../domain/proof/note.ts'
import { appendCheckpoint, appendLogKey, findLatestCheckpoint, loadLogHead } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** A checkpoint stands at least this long before the next is signed. */
const CHECKPOINT_MILLISECONDS = 10_000

/** Signs where the log stands now, when it has grown since the last checkpoint and that one is old enough. */
export const publishCheckpoint = operation({
  name: 'publish-checkpoint',
  kind: 'note',
  input: z.object({
    /** After a close: the last checkpoint need not be ten seconds old. */
    isAtClose: z.boolean().default(false),
  }),
  async run({ isAtClose }, { tx, world, agency, now }) {
    const latest = await findLatestCheckpoint(tx)
    const isRecent = latest !== null && now.getTime() - latest.signedAt.getTime() < CHECKPOINT_MILLISECONDS
    if (isRecent && !isAtClose) return accept(null)
    const { sequence: size, root } = await loadLogHead(tx, agency)
    if (size === 0 || latest?.size === size) return accept(null)
    const key = world.logSigner.keyOf(agency)
    // The first checkpoint of a new key is signed by the old one too: who knows only that one can go on.
    const retiring = world.logSigner.retiringKeyOf(agency)
    const text = checkpointText({ origin: world.logSigner.originOf(agency), size, root })
    const signing = retiring === null ? [key] : [retiring, key]
    const signatures = signing.map(({ verifier, sign }) => signNote(text, verifier, sign))
    const note = noteText({ text, signatures })
    await appendLogKey(tx, {
      agency,
      verifierKey: verifierKeyText(key.verifier),
      fromSize: retiring === null ? (latest?.size ?? 0) : size,
      addedAt: now,
    })
    await appendCheckpoint(tx, { agency, size, root, note, signedAt: now })
    return accept(null)
  },
})
