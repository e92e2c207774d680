// The drafts that the agency considers: whose, since when, and how each differs from what is in force.
import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import type { PolicyDraftRowBody } from '../../../src/contract/policy-drafts.ts'
import { koreanParticles } from '../../../src/text/korean-particles.ts'
import { useDiscardDraft, useRenameDraft } from '../../lab/use-drafts.ts'
import { useLabText } from '../../lab/use-lab-text.ts'
import { actedBy } from '../../parts/acted-by.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'

export interface PolicyDraftsProps {
  readonly agency: string
  /** Auditors see drafts and change none. */
  readonly mayChange: boolean
}

export function PolicyDrafts({ agency, mayChange }: PolicyDraftsProps) {
  const say = useLabText()
  const { queries } = usePortal()
  const drafts = useQuery(queries.policyDrafts(agency)).data
  if (drafts === undefined) return null
  return (
    <Section title={say('draftsTitle')} lead={say('draftsLead')} id="drafts">
      {drafts.length === 0 ? (
        <p className="quiet">{say('draftsNone')}</p>
      ) : (
        <DraftTable agency={agency} drafts={drafts} mayChange={mayChange} />
      )}
    </Section>
  )
}

function DraftTable(props: PolicyDraftsProps & { readonly drafts: readonly PolicyDraftRowBody[] }) {
  const { agency, drafts, mayChange } = props
  const { language, own, instant } = useReader()
  const say = useLabText()
  const { timeZone } = useAgency(agency)
  const [asked, setAsked] = useState<{ draft: PolicyDraftRowBody; for: 'rename' | 'discard' } | null>(null)
  return (
    <>
      <WideTable label={say('draftsTitle')}>
        <table className="figures-table drafts-table">
          <caption className="visually-hidden">{say('draftsTitle')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('columnDraft')}</th>
              <th scope="col">{say('columnDifference')}</th>
              <th scope="col">{say('columnAuthor')}</th>
              {mayChange && <th scope="col">{say('columnActions')}</th>}
            </tr>
          </thead>
          <tbody>
            {drafts.map((draft) => (
              <tr key={draft.id}>
                <th scope="row">
                  <Link
                    to="/$lang/agencies/$agency/lab"
                    params={{ lang: language, agency }}
                    search={{ policy: draft.policy, draft: draft.id }}
                  >
                    {draft.name}
                  </Link>
                  <span className="draft-policy">{own(draft.title) || draft.policy}</span>
                </th>
                <td>
                  <Differences draft={draft} />
                </td>
                <td>
                  {actedBy(draft.createdBy)}
                  <span className="draft-policy">{instant(draft.createdAt, timeZone)}</span>
                </td>
                {mayChange && (
                  <td className="draft-actions">
                    <button type="button" className="text-button" onClick={() => setAsked({ draft, for: 'rename' })}>
                      {say('rename')}
                    </button>
                    <button
                      type="button"
                      className="text-button danger"
                      onClick={() => setAsked({ draft, for: 'discard' })}
                    >
                      {say('discard')}
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {asked?.for === 'rename' && <RenameDraft agency={agency} draft={asked.draft} onDone={() => setAsked(null)} />}
      {asked?.for === 'discard' && <DiscardDraft agency={agency} draft={asked.draft} onDone={() => setAsked(null)} />}
    </>
  )
}

const DIFFERENCES_SHOWN = 4

function Differences({ draft: { differences, differencesTotal } }: { draft: PolicyDraftRowBody }) {
  const say = useLabText()
  const { number } = useReader()
  if (differencesTotal === 0) return say('differsNot')
  const shown = differences.slice(0, DIFFERENCES_SHOWN)
  return (
    <ul className="draft-differences">
      {shown.map((difference) => (
        <li key={difference}>{difference}</li>
      ))}
      {differencesTotal > shown.length && (
        <li>{say('differsMore', { count: number(differencesTotal - shown.length) })}</li>
      )}
    </ul>
  )
}

interface AskedProps {
  readonly agency: string
  readonly draft: PolicyDraftRowBody
  readonly onDone: () => void
}

function RenameDraft({ agency, draft, onDone }: AskedProps) {
  const say = useLabText()
  const [name, setName] = useState(draft.name)
  const rename = useRenameDraft(agency)
  const refusal = useRefusalSentence(rename.error)
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (name.trim() !== '') rename.mutate({ id: draft.id, name: name.trim() }, { onSuccess: onDone })
  }
  return (
    <Modal
      opened
      onClose={onDone}
      title={say('renameTitle')}
      centered
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={say('draftName')}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {refusal !== null && (
          <Notice kind="bad" announced>
            <p>{refusal}</p>
          </Notice>
        )}
        <div className="modal-ways">
          <Button variant="default" onClick={onDone}>
            {say('cancelRename')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {say('renameNow')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function DiscardDraft({ agency, draft, onDone }: AskedProps) {
  const say = useLabText()
  const discard = useDiscardDraft(agency)
  const refusal = useRefusalSentence(discard.error)
  return (
    <Modal
      opened
      onClose={onDone}
      title={say('discardTitle')}
      centered
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <p>{say('discardQuestion', { name: draft.name, nameTopic: koreanParticles(draft.name).topic })}</p>
      {refusal !== null && (
        <Notice kind="bad" announced>
          <p>{refusal}</p>
        </Notice>
      )}
      <div className="modal-ways">
        <Button variant="default" onClick={onDone} data-autofocus>
          {say('keep')}
        </Button>
        <Button
          color="red.9"
          loading={discard.isPending}
          onClick={() => discard.mutate(draft.id, { onSuccess: onDone })}
        >
          {say('discardNow')}
        </Button>
      </div>
    </Modal>
  )
}
