import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { verifierKeyText } from '../../domain/proof/note.ts'
import { listLogKeys } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** After a checkpoint of both keys is there for everybody: the old key is destroyed. */
export const endKeyRotation = operation({
  name: 'end-key-rotation',
  kind: 'note',
  input: z.object({}),
  async run(_, { tx, world, agency }) {
    if (world.logSigner.retiringKeyOf(agency) === null) return accept(null)
    const current = verifierKeyText(world.logSigner.keyOf(agency).verifier)
    const isKnown = (await listLogKeys(tx)).some(({ verifierKey }) => verifierKey === current)
    if (isKnown) world.logSigner.endRotation(agency)
    return accept(null)
  },
})
