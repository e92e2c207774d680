// What a comparison says. Its sentences come with its own code, so that no other page carries them.
import { useMemo } from 'react'
import { comparisonSpeaker } from '../../../src/charts/comparison-figures.ts'
import { useReader } from '../../reader.tsx'

export function useComparisonText(): ReturnType<typeof comparisonSpeaker> {
  const { language } = useReader()
  return useMemo(() => comparisonSpeaker(language), [language])
}
