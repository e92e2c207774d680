import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export const verifyText = catalogue({ en, vi, ko })
export type VerifyKey = keyof typeof en
