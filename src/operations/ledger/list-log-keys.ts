import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listLogKeys as listRows } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

/** Every key that has signed the agency's log, the oldest first. */
export const listLogKeys = operation({
  name: 'list-log-keys',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    return accept(await listRows(tx))
  },
})
