// What a refusal is called, what to do about it, and what is wrong with a field, in each language.
import { catalogue } from '../catalogue.ts'
import * as en from './en.ts'
import * as ko from './ko.ts'
import * as vi from './vi.ts'

export const refusalTitles = catalogue({ en: en.titles, vi: vi.titles, ko: ko.titles })
export const refusalDetails = catalogue({ en: en.details, vi: vi.details, ko: ko.details })
export const fieldText = catalogue({ en: en.fields, vi: vi.fields, ko: ko.fields })
