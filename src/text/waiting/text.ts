import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export type WaitingKey = keyof typeof en

export const waitingText = catalogue<WaitingKey>({ en, vi, ko })
