// What a person may be in an agency. Which role may do what is said in policies/*.cedar.

export const ROLES = [
  'programme-officer',
  'director',
  'finance-officer',
  'applicant',
  'project-member',
  'reviewer',
  'operator',
  'data-steward',
  'training-coordinator',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]
