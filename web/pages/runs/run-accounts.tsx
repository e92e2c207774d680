// What a run recorded beside use and waits: who owes whom, jobs by size and length, fairness. Runs from before say so.
import { useMemo } from 'react'
import { accountTable } from '../../../src/charts/account-table.ts'
import { classTable } from '../../../src/charts/class-table.ts'
import { fairnessFigures } from '../../../src/charts/fairness-figures.ts'
import { owedFinding } from '../../../src/charts/finding.ts'
import { flavorTable } from '../../../src/charts/flavor-table.ts'
import type { RunFigures } from '../../../src/charts/run-figures.ts'
import { chartText } from '../../../src/text/charts/text.ts'
import { sentence } from '../../../src/text/format.ts'
import { OwedChart } from '../../charts/run-charts.tsx'
import { FigureTable } from '../../parts/figure-table.tsx'
import { KeyFigures } from '../../parts/key-figures.tsx'
import { Section } from '../../parts/section.tsx'
import { useReader } from '../../reader.tsx'

export function RunAccounts({ figures }: { figures: RunFigures }) {
  const { t, language } = useReader()
  const table = useMemo(() => accountTable(figures, language), [figures, language])
  if (table === null) return <p className="section-lead">{t('notRecorded')}</p>
  return (
    <Section title={owedFinding(figures, language)} lead={sentence(chartText, language, 'account-lead')}>
      <OwedChart figures={figures} />
      <FigureTable table={table} />
    </Section>
  )
}

export function RunClasses({ figures }: { figures: RunFigures }) {
  const { language } = useReader()
  const table = useMemo(() => classTable(figures, language), [figures, language])
  if (table === null) return null
  return (
    <Section title={table.title} lead={sentence(chartText, language, 'class-lead')}>
      <FigureTable table={table} />
    </Section>
  )
}

/** Nothing when all jobs ran at one flavor. */
export function RunFlavors({ figures }: { figures: RunFigures }) {
  const { language } = useReader()
  const table = useMemo(() => flavorTable(figures, language), [figures, language])
  if (table === null) return null
  return (
    <Section title={table.title} lead={sentence(chartText, language, 'flavor-lead')}>
      <FigureTable table={table} />
    </Section>
  )
}

export function RunFairness({ figures }: { figures: RunFigures }) {
  const { language } = useReader()
  const told = fairnessFigures(figures, language)
  if (told.length === 0) return null
  return (
    <Section title={sentence(chartText, language, 'fairness-title')}>
      <KeyFigures figures={told} />
    </Section>
  )
}
