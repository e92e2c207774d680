// What `weir start`, `weir sign-in` and `weir runs` say.
import { catalogue } from '../catalogue.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { vi } from './vi.ts'

export const cliText = catalogue({ en, vi, ko })
