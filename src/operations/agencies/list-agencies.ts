import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { listAgencies as listRows } from '../../store/agencies.ts'
import { operation } from '../operation.ts'

export const listAgencies = operation({
  name: 'list-agencies',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    return accept(await listRows(tx))
  },
})
