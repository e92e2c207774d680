import { z } from 'zod'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { loadEntry } from '../../store/ledger/ledger-rows.ts'
import { findLatestCheckpoint } from '../../store/ledger/public-log.ts'
import { operation } from '../operation.ts'
import { entryBody } from './ledger-body.ts'

export const getLedgerEntry = operation({
  name: 'get-ledger-entry',
  kind: 'query',
  input: z.object({ id: z.uuid() }),
  async run({ id }, { tx, agency }) {
    const found = await loadEntry(tx, agency, id)
    if (found === null) return refuse('ledger-entry-not-found')
    return accept(entryBody(found, (await findLatestCheckpoint(tx))?.size ?? 0))
  },
})
