// The form that starts a run: which history, under which version of the policy, on how many GPUs.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import type { PolicyRowBody } from '../../../src/contract/policies.ts'
import type { ScenarioRowBody, StartRunBody } from '../../../src/contract/runs.ts'
import { Notice } from '../../parts/notice.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence, useStartRun } from './use-change-run.ts'
import { BACKFILL_WORDS, isBackfillMode } from './backfill.ts'

export interface StartRunProps {
  readonly agency: string
  readonly scenarios: readonly ScenarioRowBody[]
  readonly policies: readonly PolicyRowBody[]
}

const CAPACITY_MAX = 1_000_000

export function StartRun({ agency, scenarios, policies }: StartRunProps) {
  const { t } = useReader()
  const first = scenarios[0]
  if (first === undefined) {
    return (
      <Notice kind="hint" title={t('scenariosNoneTitle')}>
        <p>{t('scenariosNone')}</p>
      </Notice>
    )
  }
  return <StartRunForm agency={agency} scenarios={scenarios} policies={policies} first={first} />
}

function StartRunForm({ agency, scenarios, policies, first }: StartRunProps & { readonly first: ScenarioRowBody }) {
  const { language, t, own, number } = useReader()
  const navigate = useNavigate()
  const [name, setName] = useState(first.name)
  const [policyName, setPolicyName] = useState<string | null>(null)
  const scenario = scenarios.find((known) => known.name === name) ?? first
  const policy = policyName ?? scenario.policy
  const versions = useVersions(agency, policy)
  const start = useStartRun(agency)
  const refusal = useRefusalSentence(start.error)
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const body = readStartRun(new FormData(event.currentTarget))
    start.mutate(body, {
      onSuccess: (run) =>
        void navigate({ to: '/$lang/agencies/$agency/runs/$run', params: { lang: language, agency, run: run.id } }),
    })
  }
  return (
    <form className="start-run" onSubmit={submit}>
      <div className="fields">
        <NativeSelect
          name="scenario"
          label={t('fieldScenario')}
          description={own(scenario.description)}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            setPolicyName(null)
          }}
          data={scenarios.map((known) => ({ value: known.name, label: own(known.title) || known.name }))}
        />
        <NativeSelect
          label={t('fieldPolicy')}
          value={policy}
          onChange={(event) => setPolicyName(event.currentTarget.value)}
          data={policies.map((known) => ({ value: known.name, label: own(known.title) || known.name }))}
        />
        <NativeSelect
          key={policy}
          name="policyVersionId"
          label={t('fieldVersion')}
          data={(versions.data?.versions ?? []).map((version) => ({
            value: version.id,
            label: t('policyVersion', { number: version.number }),
          }))}
        />
        <TextInput
          name="capacity"
          type="number"
          min={1}
          max={CAPACITY_MAX}
          step={1}
          inputMode="numeric"
          label={t('fieldCapacity')}
          description={t('fieldCapacityNote', { capacity: number(scenario.capacity) })}
          placeholder={String(scenario.capacity)}
        />
        <NativeSelect
          key={scenario.name}
          name="backfill"
          label={t('fieldBackfill')}
          description={t('fieldBackfillNote')}
          defaultValue={scenario.backfill}
          data={Object.entries(BACKFILL_WORDS).map(([value, word]) => ({ value, label: t(word) }))}
        />
      </div>
      {versions.isError && (
        <Notice kind="bad" title={t('versionsFailed')} announced>
          <Button variant="default" onClick={() => void versions.refetch()}>
            {t('tryAgain')}
          </Button>
        </Notice>
      )}
      {refusal !== null && (
        <Notice kind="bad" title={t('startRefused')} announced>
          <p>{refusal}</p>
        </Notice>
      )}
      {/* Before the versions are here, a run would go under the scenario's policy, whichever the form names. */}
      <Button type="submit" loading={start.isPending || versions.isFetching} disabled={versions.data === undefined}>
        {t('startRun')}
      </Button>
    </form>
  )
}

function useVersions(agency: string, policy: string) {
  const { queries } = usePortal()
  return useQuery(queries.policy(agency, policy, undefined))
}

/** Empty fields are left to the scenario. */
export function readStartRun(form: FormData): StartRunBody {
  const given = (field: string): string | undefined => {
    const value = form.get(field)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const policyVersionId = given('policyVersionId')
  const capacity = given('capacity')
  const backfill = given('backfill')
  return {
    scenario: given('scenario') ?? '',
    ...(policyVersionId === undefined ? {} : { policyVersionId }),
    ...(capacity === undefined ? {} : { capacity: Number(capacity) }),
    ...(isBackfillMode(backfill) ? { backfill } : {}),
  }
}
