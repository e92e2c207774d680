// The checkpoint: whether it is signed by whom this browser trusts and continues what this browser saw.
import { Button } from '@mantine/core'
import { readCheckpoint } from '../../../../src/domain/proof/checkpoint.ts'
import { Notice } from '../../../parts/notice.tsx'
import { Section } from '../../../parts/section.tsx'
import { useAgency } from '../../../parts/use-agency.ts'
import { useReader } from '../../../reader.tsx'
import type { Looked } from '../../../verify/look-at-log.ts'
import type { Remembered } from '../../../verify/remembered.ts'
import type { LookState, VerifyLog } from '../../../verify/use-verify-log.ts'
import { FindingsList, TroubleNotice } from './findings-list.tsx'
import { useVerifyText } from './use-verify-text.ts'

type LookEnded = Extract<LookState, { phase: 'ended' }>

export function CheckpointLook({ agency, log }: { agency: string; log: VerifyLog }) {
  const say = useVerifyText()
  const { look } = log
  return (
    <Section title={say('checkpointTitle')} lead={say('checkpointLead')} id="checkpoint">
      {look.phase === 'looking' ? (
        <p role="status">{say('looking')}</p>
      ) : (
        <>
          <LookOutcome agency={agency} look={look} log={log} />
          <p className="ledger-way">
            <Button variant="default" onClick={log.lookAgain}>
              {say('again')}
            </Button>
          </p>
        </>
      )}
    </Section>
  )
}

function LookOutcome({ agency, look, log }: { agency: string; look: LookEnded; log: VerifyLog }) {
  const say = useVerifyText()
  const { end, kept, isKept } = look
  switch (end.kind) {
    case 'unreachable':
    case 'failed':
      return <TroubleNotice trouble={end} />
    case 'malformed':
      return (
        <Notice kind="bad" announced>
          <p className="log-words">{say('malformed', { url: end.url })}</p>
        </Notice>
      )
    case 'empty':
      return end.before === null || end.before === 0 ? (
        <Notice kind="hint">
          <p>{say('empty')}</p>
        </Notice>
      ) : (
        <Notice kind="bad" announced>
          <p data-problem="emptied">{say('emptied', { before: end.before })}</p>
        </Notice>
      )
    case 'looked':
      return (
        <>
          <Verdict looked={end} hadKept={kept !== null} />
          {end.findings.length === 0 && !isKept && (
            <Notice kind="hint">
              <p>{say('notKept')}</p>
            </Notice>
          )}
          {end.findings.length === 0 && kept === null && <FirstSight looked={end} />}
          {end.otherKeys.map((line) => (
            <OtherKey key={line} line={line} looked={end} kept={kept} log={log} />
          ))}
          <CheckpointFacts agency={agency} looked={end} kept={kept} />
          {kept?.note !== undefined && kept.note !== null && isTwoHistories(end) && (
            <Evidence before={kept.note} now={end.note} />
          )}
        </>
      )
  }
}

function isTwoHistories({ findings }: Looked): boolean {
  return findings.some(({ problem }) => ['rolled-back', 'forked', 'not-continued'].includes(problem))
}

function Verdict({ looked, hadKept }: { looked: Looked; hadKept: boolean }) {
  const say = useVerifyText()
  const { findings, before } = looked
  if (findings.length > 0) {
    return (
      <FindingsList title={say('lookBad')} findings={findings}>
        {hadKept && <p>{say('lookKeptStays')}</p>}
      </FindingsList>
    )
  }
  return (
    <Notice kind="good">
      <p>{before === null ? say('lookGood') : say('lookContinues', { before })}</p>
    </Notice>
  )
}

function FirstSight({ looked }: { looked: Looked }) {
  const say = useVerifyText()
  return (
    <Notice kind="hint" title={say('firstTitle')}>
      <p>{say('firstTrust')}</p>
      {looked.signedBy.map((key) => (
        <p key={key}>
          <code className="log-words">{key}</code>
        </p>
      ))}
    </Notice>
  )
}

interface OtherKeyProps {
  readonly line: string
  readonly looked: Looked
  readonly kept: Remembered | null
  readonly log: VerifyLog
}

function OtherKey({ line, looked, kept, log }: OtherKeyProps) {
  const say = useVerifyText()
  const { keysFrom = 'first-sight', witnesses = [] } = kept ?? {}
  return (
    <Notice kind="hint" title={say('otherTitle')}>
      <p>
        <code className="log-words">{line.split(' ')[0]}</code>
      </p>
      <p>{say('otherKey')}</p>
      <Button
        variant="default"
        size="xs"
        onClick={() => log.trust({ keys: [...looked.keys, line], keysFrom, witnesses })}
      >
        {say('trustIt')}
      </Button>
    </Notice>
  )
}

function CheckpointFacts({ agency, looked, kept }: { agency: string; looked: Looked; kept: Remembered | null }) {
  const say = useVerifyText()
  const { number, instant } = useReader()
  const { timeZone } = useAgency(agency)
  const seenSize = kept === null || kept.note === null ? undefined : readCheckpoint(kept.note)?.size
  const seenAt = kept?.seenAt ?? null
  const seen =
    seenAt === null || seenSize === undefined
      ? say('never')
      : say('seenAtSize', { at: instant(seenAt, timeZone), size: seenSize })
  const facts: readonly (readonly [string, readonly string[], boolean])[] = [
    [say('origin'), [looked.origin], true],
    [say('entries'), [number(looked.size)], false],
    [say('root'), [looked.root], true],
    [say('signedBy'), looked.signedBy, true],
    [
      say('witnessed'),
      looked.witnessed.map(({ name, atSeconds }) =>
        say('witnessedAt', { name, at: instant(new Date(atSeconds * 1000).toISOString(), timeZone) }),
      ),
      false,
    ],
    [say('otherSigners'), looked.otherSigners, true],
    [say('seenAt'), [seen], false],
  ]
  return (
    <dl className="ledger-facts">
      {facts
        .filter(([, values]) => values.length > 0)
        .map(([name, values, isCode]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {values.map((value) => (
                <div key={value}>{isCode ? <code>{value}</code> : value}</div>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  )
}

function Evidence({ before, now }: { before: string; now: string }) {
  const say = useVerifyText()
  return (
    <details className="log-evidence">
      <summary>{say('evidenceTitle')}</summary>
      <p>{say('evidenceLead')}</p>
      <p>{say('evidenceBefore')}</p>
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{before}</pre>
      <p>{say('evidenceNow')}</p>
      <pre tabIndex={0}>{now}</pre>
    </details>
  )
}
