// A moment of the history as the reader reads it: the history's own clock, which says no time zone, or days since its start.
import { LOCALES } from '../../src/text/format.ts'
import type { Reader } from '../reader.tsx'

export function traceTime(reader: Reader, epoch: number | null, at: number): string {
  if (epoch === null) return reader.t('daySinceStart', { day: reader.number(at / 86_400, 1) })
  return new Intl.DateTimeFormat(LOCALES[reader.language], {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(new Date((epoch + at) * 1_000))
}
