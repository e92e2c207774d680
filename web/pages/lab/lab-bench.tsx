// The lab itself: the policy on one side, as a form or as its file; what it would have meant on the other.
import { NativeSelect } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { PolicyBody, PolicyRowBody } from '../../../src/contract/policies.ts'
import type { ScenarioRowBody } from '../../../src/contract/runs.ts'
import { editPolicySource } from '../../../src/domain/policy/edit-source.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { firstChangedLine } from '../../lab/edited-source.ts'
import { useEditedSource } from '../../lab/use-edited-source.ts'
import { useLabReplays, useReadPolicy } from '../../lab/use-lab-replays.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { TraceNotice } from '../../parts/trace-notice.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { LabChanges } from './lab-changes.tsx'
import type { LabChoice } from './lab-choice.ts'
import { LabForm } from './lab-form.tsx'
import type { WriteValue } from './lab-form-props.ts'
import { LabResult, LabTables } from './lab-result.tsx'
import { LabText, ProblemList } from './lab-text.tsx'
import { LabTools, type LabView } from './lab-tools.tsx'
import { Leaving } from './leaving.tsx'
import { ReplayStatus } from './replay-status.tsx'
import { SaveDraft } from './save-draft.tsx'

export interface LabBenchProps {
  readonly agency: string
  readonly choice: LabChoice
  readonly policies: readonly PolicyRowBody[]
  readonly scenarios: readonly ScenarioRowBody[]
}

export function LabBench(props: LabBenchProps) {
  const { agency, choice } = props
  const { queries } = usePortal()
  const policy = useSuspenseQuery(queries.policy(agency, choice.policy, undefined)).data
  const place = `${agency}/${policy.name}/${choice.draft ?? policy.version.number}`
  const bench = { place, agency, policy, scenario: choice.scenario }
  return (
    <>
      <LabChoices {...props} />
      {choice.draft === null ? (
        <Bench key={place} {...bench} start={policy.source} draft={null} />
      ) : (
        <DraftBench key={place} {...bench} id={choice.draft} />
      )}
    </>
  )
}

function DraftBench({ id, ...bench }: Omit<BenchProps, 'start' | 'draft'> & { readonly id: string }) {
  const say = useLabText()
  const { queries } = usePortal()
  const draft = useQuery(queries.policyDraft(bench.agency, id))
  if (draft.isPending) return <Notice kind="hint" title={say('preparing')} />
  if (draft.isError) return <Notice kind="bad" title={say('draftGone')} announced />
  return <Bench {...bench} start={draft.data.source} draft={draft.data.name} />
}

function LabChoices({ agency, choice, policies, scenarios }: LabBenchProps) {
  const { language, own } = useReader()
  const say = useLabText()
  const navigate = useNavigate()
  const choose = (search: { policy: string; scenario: string }): void =>
    void navigate({ to: '/$lang/agencies/$agency/lab', params: { lang: language, agency }, search, resetScroll: false })
  return (
    <div className="lab-choices">
      <NativeSelect
        label={say('fieldPolicy')}
        value={choice.policy}
        onChange={(event) => choose({ policy: event.currentTarget.value, scenario: choice.scenario.name })}
        data={policies.map((known) => ({ value: known.name, label: own(known.title) || known.name }))}
      />
      <NativeSelect
        label={say('fieldScenario')}
        value={choice.scenario.name}
        onChange={(event) => choose({ policy: choice.policy, scenario: event.currentTarget.value })}
        data={scenarios.map((known) => ({ value: known.name, label: own(known.title) || known.name }))}
      />
    </div>
  )
}

interface BenchProps {
  readonly place: string
  readonly agency: string
  /** The policy in force. */
  readonly policy: PolicyBody
  /** What editing starts from: its file, or a draft's. */
  readonly start: string
  /** Its name, when it starts from a draft. */
  readonly draft: string | null
  readonly scenario: ScenarioRowBody
}

function Bench({ place, agency, policy, start, draft, scenario }: BenchProps) {
  const say = useLabText()
  const editing = useEditedSource(place, start)
  const [view, setView] = useState<LabView>('form')
  const [saved, setSaved] = useState<string | null>(null)
  const read = useReadPolicy({ source: editing.source, present: policy.source, scenario })
  const replays = useLabReplays({ agency, scenario, read })
  const { source, change } = editing
  const write = useCallback<WriteValue>(
    (document, path, value) => {
      const edited = editPolicySource(source, { document, path, value })
      if (edited.ok) change(edited.value, `${document} ${path.join('.')}`)
    },
    [source, change],
  )
  const changes = useMemo(
    () => <LabChanges changes={read.changes} isChanged={source !== policy.source} />,
    [read, source, policy],
  )
  return (
    <div className="lab-bench">
      <div className="lab-editor">
        <Section title={say('editorTitle')}>
          <p className="page-facts">
            {draft === null ? say('basedOn', { number: policy.version.number }) : say('basedOnDraft', { name: draft })}
          </p>
          <LabTools editing={editing} view={view} onView={setView} />
          {view === 'text' ? (
            <LabText
              source={source}
              problems={read.problems}
              onChange={(next) => change(next, `text line ${firstChangedLine(source, next)}`)}
            />
          ) : read.written === null ? (
            <Notice kind="bad" announced>
              <p>{say('formGone')}</p>
              <ProblemList problems={read.problems} onChoose={() => setView('text')} />
            </Notice>
          ) : (
            <>
              <ProblemList problems={read.problems} onChoose={() => setView('text')} />
              <LabForm
                written={read.written}
                policy={read.policy}
                scenario={scenario}
                problems={read.problems}
                write={write}
              />
            </>
          )}
        </Section>
      </div>
      <div className="lab-results">
        <Section title={say('resultTitle')}>
          <ReplayStatus {...replays} hasProblems={read.policy === null} />
          {changes}
        </Section>
        {replays.figures !== null && <LabResult {...replays.figures} />}
        <SaveDraft
          agency={agency}
          source={source}
          isChanged={source !== policy.source && source !== saved}
          hasProblems={read.problems.length > 0}
          onSaved={setSaved}
        />
        <Leaving isUnsaved={editing.isChanged && source !== saved} />
      </div>
      <div className="lab-below">
        {replays.figures !== null && <LabTables {...replays.figures} />}
        <TraceNotice run={scenario} />
      </div>
    </div>
  )
}
