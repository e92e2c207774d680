import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export type ComparisonKey = keyof typeof en

export const comparisonText = catalogue<ComparisonKey>({ en, vi, ko })
