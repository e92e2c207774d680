import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listPublications } from '../../store/ledger/month-use.ts'
import { operation } from '../operation.ts'

/** Of projects whose class was set; all others are published in the sum of their sector. */
export const listPublicationClasses = operation({
  name: 'list-publication-classes',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency }) {
    return accept(await listPublications(tx, agency))
  },
})
