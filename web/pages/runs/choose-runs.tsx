// Choosing two completed runs to compare. A plain GET form: without JavaScript it works as it stands.
import { Button, NativeSelect } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { SyntheticEvent } from 'react'
import type { RunRowBody } from '../../../src/contract/runs.ts'
import { Section } from '../../parts/section.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { COMPLETED_RUNS, readCompareSearch, type CompareSearch } from './compare-search.ts'
import { useComparisonText } from './use-comparison-text.ts'

export interface ChooseRunsProps {
  readonly agency: string
  readonly timeZone: string
  readonly chosen: CompareSearch
  /** Runs that are compared now, which may be too old for the list. */
  readonly shown?: readonly RunRowBody[]
}

export function ChooseRuns({ agency, timeZone, chosen, shown = [] }: ChooseRunsProps) {
  const { language, t, own, instant } = useReader()
  const say = useComparisonText()
  const navigate = useNavigate()
  const { queries } = usePortal()
  const { rows } = useSuspenseQuery(queries.runs(agency, COMPLETED_RUNS)).data
  const runs = [...shown.filter(({ id }) => !rows.some((row) => row.id === id)), ...rows]
  const options = runs.map((run) => ({
    value: run.id,
    label: `${instant(run.createdAt, timeZone)} · ${own(run.title) || run.scenario} · ${run.policy} ${t('versionShort', { number: run.policyVersion })}`,
  }))
  const first = chosen.a ?? options[0]?.value
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const search = readCompareSearch(Object.fromEntries(new FormData(event.currentTarget)))
    void navigate({ to: '/$lang/agencies/$agency/runs/compare', params: { lang: language, agency }, search })
  }
  const field = (name: 'a' | 'b', value: string | undefined) => (
    <NativeSelect
      // A new choice in the address is a new field: what stood in it is forgotten.
      key={`${name}-${value ?? ''}`}
      name={name}
      label={say(name === 'a' ? 'choose-first' : 'choose-second')}
      defaultValue={value}
      data={options}
    />
  )
  if (options.length < 2) return <Section title={t('compareTitle')}>{say('choose-none')}</Section>
  return (
    <Section title={t('compareTitle')} lead={say('choose-lead')}>
      <form
        className="choose-runs"
        method="get"
        action={`/${language}/agencies/${agency}/runs/compare`}
        onSubmit={submit}
      >
        {field('a', first)}
        {field('b', chosen.b ?? options.find(({ value }) => value !== first)?.value)}
        <Button type="submit" variant="default">
          {say('choose-button')}
        </Button>
      </form>
    </Section>
  )
}
