// What the lab says. Its sentences come with its own code, so that no other page carries them.
import { useCallback } from 'react'
import { labText, type LabKey } from '../../src/text/lab/text.ts'
import { sentence, type MessageValues } from '../../src/text/format.ts'
import { useReader } from '../reader.tsx'

export type SayLab = (key: LabKey, values?: MessageValues) => string

export function useLabText(): SayLab {
  const { language } = useReader()
  return useCallback((key, values) => sentence(labText, language, key, values), [language])
}
