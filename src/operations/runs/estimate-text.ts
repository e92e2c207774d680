// The rule for requested times as one word for the database and the API: requested, actual, factor:1.5, fixed:3600.
import type { EstimateRule } from '../../simulator/scenario.ts'

export function estimateText(rule: EstimateRule): string {
  switch (rule.kind) {
    case 'requested':
    case 'actual':
      return rule.kind
    case 'factor':
      return `factor:${rule.factor}`
    case 'fixed':
      return `fixed:${rule.seconds}`
  }
}
