// What a report is asked for, and what each of its sections is made from.
import type { RunFigures } from '../charts/run-figures.ts'
import type { Language } from '../domain/kernel/language.ts'
import type { Policy } from '../domain/policy/policy.ts'
import type { Outcome } from '../simulator/outcome.ts'
import type { Scenario } from '../simulator/scenario.ts'
import type { MessageValues } from '../text/format.ts'
import type { reportText } from '../text/report/text.ts'

export interface ReportInput {
  readonly scenario: Scenario
  /** With the pool that was replayed. */
  readonly policy: Policy
  readonly outcome: Outcome
  readonly language: Language
  /** Hex SHA-256 of the policy file, when it is known. */
  readonly policySha256?: string
}

/** What every section of the report is made from. */
export interface ReportContents extends ReportInput {
  readonly figures: RunFigures
  readonly say: (key: keyof typeof reportText.en, values?: MessageValues) => string
}
