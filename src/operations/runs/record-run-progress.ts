// How far a replay is. Also the sign that its worker lives; the answer says whether it still holds the run.
import { z } from 'zod'
import { accept } from '../../domain/kernel/result.ts'
import { saveRunProgress } from '../../store/runs.ts'
import { operation } from '../operation.ts'

export const recordRunProgress = operation({
  name: 'record-run-progress',
  kind: 'note',
  input: z.object({ id: z.string(), claim: z.string(), jobsDone: z.int().min(0), jobsTotal: z.int().min(0) }),
  async run({ id, claim, jobsDone, jobsTotal }, { tx, agency, now }) {
    const isHeld = await saveRunProgress(tx, { agency, id, claim }, { at: now, jobsDone, jobsTotal })
    return accept({ isHeld })
  },
})
