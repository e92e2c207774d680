// A new key for an agency's public log. The next checkpoint is signed by both; then the old key is destroyed, and its public half stays
// published with the size up to which it signed.
import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { verifierKeyText } from '../../domain/proof/note.ts'
import { listLogKeys } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

export const rotateLogKey = operation({
  name: 'rotate-log-key',
  kind: 'change',
  input: z.object({}),
  async run(_, { tx, world, agency, record }) {
    const before = (await listLogKeys(tx)).at(-1)
    // A key that has signed nothing is as good as a new one.
    if (before === undefined) return refuse('checkpoint-not-found')
    const made = world.logSigner.rotate(agency)
    if (made === null) return refuse('key-rotation-pending')
    const verifierKey = verifierKeyText(made.verifier)
    record({ subject: 'key of the public log', before: { verifierKey: before.verifierKey }, after: { verifierKey } })
    return accept({ verifierKey, before: before.verifierKey })
  },
})
