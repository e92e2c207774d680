import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listReductions } from '../../store/ledger/reductions.ts'
import { operation } from '../operation.ts'
import { reductionBody } from './reduction-body.ts'

export const listLedgerReductions = operation({
  name: 'list-ledger-reductions',
  kind: 'query',
  input: z.object({}),
  async run(_, { tx, agency }) {
    return accept((await listReductions(tx, agency)).map(reductionBody))
  },
})
