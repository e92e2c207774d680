// Finding runs by words and state. A plain GET form: without JavaScript it works as it stands.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { SyntheticEvent } from 'react'
import type { RunListChoice } from '../../api/queries.ts'
import { useReader } from '../../reader.tsx'
import { readRunListSearch, type RunListSearch } from './run-list-search.ts'
import { RUN_STATE_ORDER, STATE_KEYS } from './run-states.ts'

export function RunListFilter({ agency, choice }: { agency: string; choice: RunListChoice }) {
  const { language, t } = useReader()
  const navigate = useNavigate()
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as RunListSearch
    const asked = readRunListSearch({ sort: choice.sort, direction: choice.direction, ...fields })
    void navigate({ to: '/$lang/agencies/$agency/runs', params: { lang: language, agency }, search: asked })
  }
  return (
    <form className="run-filter" method="get" role="search" onSubmit={submit}>
      <TextInput
        key={`words-${choice.search ?? ''}`}
        type="search"
        name="search"
        label={t('fieldSearch')}
        defaultValue={choice.search ?? ''}
        maxLength={200}
      />
      <NativeSelect
        key={`state-${choice.state ?? ''}`}
        name="state"
        label={t('fieldState')}
        defaultValue={choice.state ?? ''}
        data={[
          { value: '', label: t('stateAny') },
          ...RUN_STATE_ORDER.map((state) => ({ value: state, label: t(STATE_KEYS[state]) })),
        ]}
      />
      <Button type="submit" variant="default">
        {t('find')}
      </Button>
    </form>
  )
}
