// What every part of the form is given.
import type { ScenarioRowBody } from '../../../src/contract/runs.ts'
import type { EditedValue, SourceEdit } from '../../../src/domain/policy/edit-source.ts'
import type { Policy } from '../../../src/domain/policy/policy.ts'
import type { FileProblem } from '../../../src/domain/policy/problem.ts'
import type { WrittenPolicy } from '../../../src/domain/policy/written-policy.ts'

/** Writes one value into the file; null takes it out. */
export type WriteValue = (document: SourceEdit['document'], path: SourceEdit['path'], value: EditedValue | null) => void

export interface LabFormProps {
  readonly written: WrittenPolicy
  /** As resolved over the scenario's pool; null while there are problems. */
  readonly policy: Policy | null
  readonly scenario: ScenarioRowBody
  readonly problems: readonly FileProblem[]
  readonly write: WriteValue
}
