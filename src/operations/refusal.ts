// What an operation may refuse with; the list is part of the contract, because every name has its sentences.
export type { OperationRefusal } from '../contract/refusals.ts'
