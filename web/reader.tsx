// The reader: which language, and everything that is said, counted or dated in it.
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { textIn, type Language, type LocalisedText } from '../src/domain/kernel/language.ts'
import { formatDuration } from '../src/text/duration.ts'
import { formatNumber, LOCALES, sentence, type MessageValues } from '../src/text/format.ts'
import { portalText, type PortalKey } from '../src/text/portal/portal.ts'

export interface Reader {
  readonly language: Language
  readonly t: (key: PortalKey, values?: MessageValues) => string
  /** Text that a person wrote, in the reader's language where there is one. */
  readonly own: (text: LocalisedText) => string
  readonly number: (value: number, maximumFractionDigits?: number) => string
  /** A ratio as a percentage. */
  readonly percent: (ratio: number, maximumFractionDigits?: number) => string
  readonly duration: (seconds: number) => string
  /** GPU-seconds as GPU-hours, without the word. */
  readonly hours: (unitSeconds: number) => string
  readonly instant: (iso: string, timeZone: string) => string
  readonly day: (iso: string, timeZone: string) => string
}

export function createReader(language: Language): Reader {
  const number = (value: number, maximumFractionDigits = 0): string =>
    formatNumber(language, value, { maximumFractionDigits })
  const dated = (iso: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(LOCALES[language], options).format(new Date(iso))
  return {
    language,
    t: (key, values) => sentence(portalText, language, key, values),
    own: (text) => textIn(text, language),
    number,
    percent: (ratio, maximumFractionDigits = 1) =>
      formatNumber(language, ratio, { style: 'percent', maximumFractionDigits }),
    // A number and its unit stay on one line.
    duration: (seconds) => formatDuration(language, seconds).replaceAll(' ', '\u00a0'),
    hours: (unitSeconds) => number(unitSeconds / 3_600, unitSeconds > 0 && unitSeconds < 360_000 ? 1 : 0),
    instant: (iso, timeZone) => dated(iso, { dateStyle: 'medium', timeStyle: 'short', timeZone }),
    day: (iso, timeZone) => dated(iso, { dateStyle: 'medium', timeZone }),
  }
}

const ReaderContext = createContext<Reader>(createReader('en'))

export function ReaderProvider({ language, children }: { language: Language; children: ReactNode }) {
  const reader = useMemo(() => createReader(language), [language])
  return <ReaderContext value={reader}>{children}</ReaderContext>
}

export function useReader(): Reader {
  return useContext(ReaderContext)
}
