import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listLogKeys as listRows } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'

export interface LogKeyBody {
  readonly verifierKey: string
  readonly fromSize: number
  /** The size up to which it signed; null: it signs still. */
  readonly untilSize: number | null
}

/** Every key that has signed the agency's log, the oldest first. */
export const listLogKeys = operation({
  name: 'list-log-keys',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    const rows = await listRows(tx)
    // A key signs from the checkpoint on that the one before it signed last.
    const keys = rows.map(({ verifierKey, fromSize }, at): LogKeyBody => {
      return { verifierKey, fromSize, untilSize: rows[at + 1]?.fromSize ?? null }
    })
    return accept(keys)
  },
})
