// The form that proposes a reduction. The amount is the formula's: nobody types it.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { Notice } from '../../parts/notice.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { useLedgerText } from './use-ledger-text.ts'
import { useProposeReduction } from './use-reductions.ts'

export function ProposeReduction({ agency }: { agency: string }) {
  const say = useLedgerText()
  const propose = useProposeReduction(agency)
  const refusal = useRefusalSentence(propose.error)
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const field = (name: string): string => {
      const value = fields.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const until = field('until') === '' ? null : `${field('until')}T23:59:59Z`
    propose.mutate({ project: field('project'), rule: field('rule'), returnsTo: field('returnsTo'), until })
  }
  return (
    <>
      <form className="run-filter" onSubmit={submit}>
        <TextInput name="project" label={say('project')} required maxLength={63} pattern="[a-z0-9][a-z0-9._\-]*" />
        <NativeSelect
          name="rule"
          label={say('rule')}
          data={[
            { value: 'alcc', label: say('rule-alcc') },
            { value: 'nersc', label: say('rule-nersc') },
          ]}
        />
        <TextInput name="returnsTo" label={say('returnsTo')} required placeholder="POOL:academia" maxLength={160} />
        <TextInput type="date" name="until" label={say('untilLabel')} />
        <Button type="submit" variant="default" loading={propose.isPending}>
          {say('propose')}
        </Button>
      </form>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
    </>
  )
}
