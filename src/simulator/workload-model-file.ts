// The description of a workload as a file: JSON, checked.
import { z } from 'zod'
import { accept, refuse, type Result } from '../domain/kernel/result.ts'
import { HOURS_OF_WEEK, type WorkloadModel } from './workload-model.ts'

const Whole = z.int().min(0)

const WorkloadModelFile = z.strictObject({
  apiVersion: z.literal('weir/v1'),
  kind: z.literal('WorkloadModel'),
  source: z.strictObject({ name: z.string(), sha256: z.string(), jobs: Whole, seconds: z.int().min(1) }),
  rhythm: z.array(Whole).length(HOURS_OF_WEEK),
  projects: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        sector: z.string().min(1),
        jobs: Whole,
        sample: z.array(z.tuple([z.int().min(1), Whole, z.int().min(1)])).min(1),
      }),
    )
    .min(1),
})

/** The place in the file, and what is wrong there, in the words of the checker (English). */
export interface ModelRefusal {
  readonly code: 'model-broken'
  readonly at: string
  readonly detail: string
}

export function readWorkloadModel(source: string): Result<WorkloadModel, ModelRefusal> {
  let body: unknown
  try {
    body = JSON.parse(source)
  } catch (error) {
    return refuse({ code: 'model-broken', at: '', detail: error instanceof Error ? error.message : String(error) })
  }
  const parsed = WorkloadModelFile.safeParse(body)
  if (parsed.success) return accept(parsed.data)
  const [issue] = parsed.error.issues
  return refuse({ code: 'model-broken', at: issue?.path.join('.') ?? '', detail: issue?.message ?? '' })
}
