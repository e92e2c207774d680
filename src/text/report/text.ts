import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

/** The report that stands alone, the tables in the terminal and the progress of a replay. */
export const reportText = catalogue<keyof typeof en>({ en, vi, ko })
