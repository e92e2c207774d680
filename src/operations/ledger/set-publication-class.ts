// What the public record says of a project at each close from now on; what was published stays.
import { z } from 'zod'
import { PublicationBody } from '../../contract/ledger.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { lockLedgerInTransaction } from '../../store/ledger/append-in-transaction.ts'
import { listPublications, savePublication } from '../../store/ledger/month-use.ts'
import { operation } from '../operation.ts'

export const setPublicationClass = operation({
  name: 'set-publication-class',
  kind: 'change',
  input: z.object({ publication: PublicationBody }),
  async run({ publication }, { tx, agency, now, record }) {
    const { project } = publication
    const ledger = await lockLedgerInTransaction(tx, agency, now)
    const account = { account: `PROJECT:${project}`, unit: 'milli-reference-unit-second' } as const
    if ((await ledger.loadAccounts([account])).length === 0) return refuse('ledger-account-not-found')
    const before = (await listPublications(tx, agency)).find((one) => one.project === project) ?? null
    await savePublication(tx, agency, { ...publication, at: now })
    record({ subject: `publication of ${project}`, before, after: publication })
    return accept(publication)
  },
})
