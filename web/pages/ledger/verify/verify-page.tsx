// Where anybody verifies an agency's public log in their own browser. The server sends only the frame and the sentences: what
// is found is computed here, from the same files and by the same rules as the command does.
import { Link, useParams } from '@tanstack/react-router'
import { PageTitle } from '../../../parts/page-title.tsx'
import { Notice } from '../../../parts/notice.tsx'
import { useAgency } from '../../../parts/use-agency.ts'
import { useTakenOver } from '../../../frame/colour-scheme-switch.tsx'
import { useReader } from '../../../reader.tsx'
import { useVerifyLog } from '../../../verify/use-verify-log.ts'
import { useLedgerText } from '../use-ledger-text.ts'
import { CheckpointLook } from './checkpoint-look.tsx'
import { EntriesReplay } from './entries-replay.tsx'
import { ReceiptCheck } from './receipt-check.tsx'
import { TrustedKeys } from './trusted-keys.tsx'
import { useVerifyText } from './use-verify-text.ts'

export function VerifyPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/ledger/verify' })
  const say = useVerifyText()
  const sayLedger = useLedgerText()
  const { language } = useReader()
  const { title } = useAgency(agency)
  const isTakenOver = useTakenOver()
  const way = (
    <>
      {title} ·{' '}
      <Link to="/$lang/agencies/$agency/ledger" params={{ lang: language, agency }}>
        {sayLedger('title')}
      </Link>
    </>
  )
  return (
    <div className="width">
      <PageTitle over={way} title={say('title')} lead={say('lead')} />
      {isTakenOver ? (
        <Verification key={agency} agency={agency} />
      ) : (
        <noscript>
          <Notice kind="hint">
            <p>{say('withoutScript')}</p>
          </Notice>
        </noscript>
      )}
    </div>
  )
}

function Verification({ agency }: { agency: string }) {
  const log = useVerifyLog(agency)
  const { look } = log
  const looked = look.phase === 'ended' && look.end.kind === 'looked' ? look.end : null
  return (
    <>
      <CheckpointLook agency={agency} log={log} />
      {looked !== null && (
        <>
          <EntriesReplay looked={looked} log={log} />
          <ReceiptCheck log={log} />
        </>
      )}
      {look.phase === 'ended' && <TrustedKeys look={look} log={log} />}
    </>
  )
}
