// What the portal says, in every language.
import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export type PortalKey = keyof typeof en

export const portalText = catalogue<PortalKey>({ en, vi, ko })
