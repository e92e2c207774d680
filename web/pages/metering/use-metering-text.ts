import { useCallback } from 'react'
import { meteringText } from '../../../src/text/metering/text.ts'
import { sentence, type MessageValues } from '../../../src/text/format.ts'
import { useReader } from '../../reader.tsx'

export type SayMetering = (key: keyof typeof meteringText.en, values?: MessageValues) => string

export function useMeteringText(): SayMetering {
  const { language } = useReader()
  return useCallback((key, values) => sentence(meteringText, language, key, values), [language])
}
