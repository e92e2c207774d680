// Whom this browser trusts, and how the reader changes that or makes the browser forget.
import { Button, Textarea } from '@mantine/core'
import { useState, type SyntheticEvent } from 'react'
import { readPublishedKey } from '../../../../src/domain/proof/trusted-key.ts'
import { readVerifierKey } from '../../../../src/domain/proof/note.ts'
import { Notice } from '../../../parts/notice.tsx'
import { Section } from '../../../parts/section.tsx'
import { MEANS } from '../../../verify/means.ts'
import type { LookState, VerifyLog } from '../../../verify/use-verify-log.ts'
import { useVerifyText } from './use-verify-text.ts'

interface TrustedKeysProps {
  readonly look: Extract<LookState, { phase: 'ended' }>
  readonly log: VerifyLog
}

export function TrustedKeys({ look, log }: TrustedKeysProps) {
  const say = useVerifyText()
  const { end, kept } = look
  const keys = end.kind === 'looked' ? end.keys : (kept?.keys ?? [])
  const source = kept?.keysFrom === 'reader' ? 'keysReader' : 'keysFirst'
  return (
    <Section title={say('keysTitle')} lead={keys.length === 0 ? undefined : say(source)} id="keys">
      <KeysForm
        key={`${keys.join('\n')} ${(kept?.witnesses ?? []).join('\n')}`}
        keys={keys}
        witnesses={kept?.witnesses ?? []}
        log={log}
      />
      {(kept !== null || keys.length > 0) && <Forgetting log={log} />}
    </Section>
  )
}

interface KeysFormProps {
  readonly keys: readonly string[]
  readonly witnesses: readonly string[]
  readonly log: VerifyLog
}

function KeysForm({ keys, witnesses, log }: KeysFormProps) {
  const say = useVerifyText()
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const [givenKeys, givenWitnesses] = [linesOf(fields.get('keys')), linesOf(fields.get('witnesses'))]
    // A key that is pasted signs from the beginning, and until the log says that it ended.
    const asPublished = givenKeys.map((line) => (line.includes(' ') ? line : `${line} 0`))
    const broken =
      asPublished.find((line) => readPublishedKey(MEANS.sha256, line) === null) ??
      givenWitnesses.find((line) => readVerifierKey(MEANS.sha256, line) === null)
    if (broken !== undefined) return setWrong(say('keysWrong', { line: broken }))
    if (asPublished.length === 0) return setWrong(say('keysNone'))
    return log.trust({ keys: asPublished, keysFrom: 'reader', witnesses: givenWitnesses })
  }
  return (
    <form className="receipt-form" onSubmit={submit}>
      <Textarea
        name="keys"
        label={say('keysField')}
        description={say('keysHint')}
        rows={3}
        spellCheck={false}
        defaultValue={keys.join('\n')}
      />
      <Textarea
        name="witnesses"
        label={say('witnessesField')}
        rows={2}
        spellCheck={false}
        defaultValue={witnesses.join('\n')}
      />
      {wrong !== null && (
        <Notice kind="bad" announced>
          <p className="log-words">{wrong}</p>
        </Notice>
      )}
      <Button type="submit" variant="default">
        {say('keysUse')}
      </Button>
    </form>
  )
}

function linesOf(value: FormDataEntryValue | null): string[] {
  const text = typeof value === 'string' ? value : ''
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function Forgetting({ log }: { log: VerifyLog }) {
  const say = useVerifyText()
  const [isAsked, setAsked] = useState(false)
  if (!isAsked) {
    return (
      <p className="log-forget">
        <button type="button" className="text-button" onClick={() => setAsked(true)}>
          {say('forget')}
        </button>
      </p>
    )
  }
  return (
    <p className="log-forget" role="group">
      {say('forgetSure')}{' '}
      <button type="button" className="text-button" onClick={log.forgetAll}>
        {say('forgetYes')}
      </button>{' '}
      <button type="button" className="text-button" onClick={() => setAsked(false)}>
        {say('keep')}
      </button>
    </p>
  )
}
