import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export const policyText = catalogue<keyof typeof en>({ en, vi, ko })
