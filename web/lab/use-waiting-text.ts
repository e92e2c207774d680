// What the page of a waiting queue says; its sentences come with its own code.
import { useCallback } from 'react'
import { sentence, type MessageValues } from '../../src/text/format.ts'
import { waitingText, type WaitingKey } from '../../src/text/waiting/text.ts'
import { useReader } from '../reader.tsx'

export type SayWaiting = (key: WaitingKey, values?: MessageValues) => string

export function useWaitingText(): SayWaiting {
  const { language } = useReader()
  return useCallback((key, values) => sentence(waitingText, language, key, values), [language])
}
