// Keeps the edited policy as a draft, under a name that its author gives it.
import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import { koreanParticles } from '../../../src/text/korean-particles.ts'
import { useSaveDraft } from '../../lab/use-drafts.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { useMayChangeRuns } from '../runs/use-may-change-runs.ts'

export interface SaveDraftProps {
  readonly agency: string
  readonly source: string
  readonly isChanged: boolean
  readonly hasProblems: boolean
  readonly onSaved: (source: string) => void
}

const NAME_CHARACTERS_MAX = 120

export function SaveDraft(props: SaveDraftProps) {
  const say = useLabText()
  const { t, language } = useReader()
  const mayChange = useMayChangeRuns(props.agency)
  return (
    <Section title={say('saveTitle')} lead={say('saveLead')}>
      {mayChange ? (
        <SaveForm {...props} />
      ) : (
        <p>
          {say('saveSignIn')}{' '}
          <Link to="/$lang/sign-in" params={{ lang: language }}>
            {t('signInHowLink')}
          </Link>
        </p>
      )}
    </Section>
  )
}

function SaveForm({ agency, source, isChanged, hasProblems, onSaved }: SaveDraftProps) {
  const say = useLabText()
  const { language } = useReader()
  const [name, setName] = useState('')
  const save = useSaveDraft(agency)
  const refusal = useRefusalSentence(save.error)
  const why = hasProblems ? say('saveNeedsOrder') : isChanged ? null : say('saveNeedsChange')
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (why !== null || name.trim() === '') return
    save.mutate(
      { name: name.trim(), source },
      {
        onSuccess: () => {
          onSaved(source)
          setName('')
        },
      },
    )
  }
  return (
    <form className="lab-save" onSubmit={submit}>
      <TextInput
        label={say('draftName')}
        required
        maxLength={NAME_CHARACTERS_MAX}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={save.isPending} disabled={why !== null}>
        {say('save')}
      </Button>
      {why !== null && save.data === undefined && <p className="quiet">{why}</p>}
      {refusal !== null && (
        <Notice kind="bad" title={say('saveRefused')} announced>
          <p>{refusal}</p>
        </Notice>
      )}
      {save.data !== undefined && (
        <Notice kind="good" announced>
          <p>
            {say('saved', { name: save.data.name, nameObject: koreanParticles(save.data.name).object })}{' '}
            <Link to="/$lang/agencies/$agency/policies" params={{ lang: language, agency }} hash="drafts">
              {say('toDrafts')}
            </Link>
          </p>
        </Notice>
      )}
    </form>
  )
}
