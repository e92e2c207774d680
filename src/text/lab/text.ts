import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export type LabKey = keyof typeof en

export const labText = catalogue<LabKey>({ en, vi, ko })
