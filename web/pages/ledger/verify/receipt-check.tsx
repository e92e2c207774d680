// A receipt that somebody was given: pasted or from a file, verified here.
import { Button, FileButton, Textarea } from '@mantine/core'
import { useState, type SyntheticEvent } from 'react'
import { factsText } from '../../../../src/domain/ledger/facts.ts'
import { Notice } from '../../../parts/notice.tsx'
import { Section } from '../../../parts/section.tsx'
import type { VerifyLog } from '../../../verify/use-verify-log.ts'
import type { ReceiptVerified } from '../../../verify/verify-worker.ts'
import { useParams } from '@tanstack/react-router'
import { FindingsList, TroubleNotice } from './findings-list.tsx'
import { useVerifyText } from './use-verify-text.ts'

/** A receipt is some kilobytes; a closing entry with many totals some hundred. */
const FILE_BYTES_MAX = 4_000_000

export function ReceiptCheck({ log }: { log: VerifyLog }) {
  const say = useVerifyText()
  const [text, setText] = useState('')
  const { receipt, verifyReceipt } = log
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault()
    verifyReceipt(text)
  }
  const take = async (file: File | null): Promise<void> => {
    if (file === null || file.size > FILE_BYTES_MAX) return
    const read = await file.text()
    setText(read)
    verifyReceipt(read)
  }
  return (
    <Section title={say('receiptTitle')} lead={say('receiptLead')} id="receipt">
      <form className="receipt-form" onSubmit={submit}>
        <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              {say('receiptFile')}
            </Button>
          )}
        </FileButton>
        <Textarea
          name="receipt"
          label={say('receiptField')}
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={receipt.phase === 'verifying'} disabled={text.trim() === ''}>
          {say('receiptVerify')}
        </Button>
      </form>
      {receipt.phase === 'ended' && <Outcome end={receipt.end} />}
    </Section>
  )
}

function Outcome({ end }: { end: Extract<VerifyLog['receipt'], { phase: 'ended' }>['end'] }) {
  const say = useVerifyText()
  switch (end.kind) {
    case 'no-receipt':
      return (
        <Notice kind="bad" announced>
          <p data-problem="no-receipt">{say('receiptNone')}</p>
        </Notice>
      )
    case 'unreachable':
    case 'failed':
      return <TroubleNotice trouble={end} />
    case 'receipt':
      return end.findings.length > 0 ? (
        <FindingsList title={say('receiptBad')} findings={end.findings} />
      ) : (
        <Proven verified={end} />
      )
  }
}

function Proven({ verified }: { verified: ReceiptVerified }) {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/ledger/verify' })
  const say = useVerifyText()
  const { sequence, size, period, entry, isOpened } = verified
  return (
    <Notice kind="good" announced>
      <p>{say('receiptGood', { sequence: String(sequence), size: size ?? 0 })}</p>
      {entry === null ? (
        <p>{say('receiptHidden', { period: period ?? '' })}</p>
      ) : (
        <>
          <p>{say(isOpened ? 'receiptOpened' : 'receiptShown')}</p>
          {/* A region that scrolls must be reachable by keyboard. */}
          <pre className="receipt-facts" tabIndex={0}>
            {factsText(agency, entry)}
          </pre>
        </>
      )}
    </Notice>
  )
}
