import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

/** Words in charts, and the findings that stand over them. */
export const chartText = catalogue<keyof typeof en>({ en, vi, ko })
