import { useCallback } from 'react'
import { sentence, type MessageValues } from '../../../../src/text/format.ts'
import { verifyText, type VerifyKey } from '../../../../src/text/verify/text.ts'
import { useReader } from '../../../reader.tsx'

export type SayVerify = (key: VerifyKey, values?: MessageValues) => string

export function useVerifyText(): SayVerify {
  const { language } = useReader()
  return useCallback((key, values) => sentence(verifyText, language, key, values), [language])
}
