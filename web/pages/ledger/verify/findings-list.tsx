// What was found wrong, each in a sentence: which entry, which check, what was expected.
import type { ReceiptFinding } from '../../../../src/domain/proof/receipt.ts'
import { findingSentence } from '../../../../src/text/log-findings/text.ts'
import { Notice } from '../../../parts/notice.tsx'
import { useReader } from '../../../reader.tsx'
import type { Trouble } from '../../../verify/use-verify-log.ts'
import { useVerifyText } from './use-verify-text.ts'

export interface FindingsListProps {
  readonly title: string
  readonly findings: readonly ReceiptFinding[]
  readonly children?: React.ReactNode
}

export function FindingsList({ title, findings, children }: FindingsListProps) {
  const { language } = useReader()
  return (
    <Notice kind="bad" title={title} announced>
      <ul className="log-findings">
        {findings.map((finding) => (
          <li key={JSON.stringify(finding)} data-problem={finding.problem}>
            {findingSentence(language, finding)}
          </li>
        ))}
      </ul>
      {children}
    </Notice>
  )
}

/** The verification could not be done; that says nothing of the log. */
export function TroubleNotice({ trouble }: { trouble: Trouble }) {
  const say = useVerifyText()
  const words =
    trouble.kind === 'unreachable' ? say('unreachable', { url: trouble.url, detail: trouble.detail }) : say('failed')
  return (
    <Notice kind="bad" announced>
      <p className="log-words">{words}</p>
    </Notice>
  )
}
