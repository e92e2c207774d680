// Every entry of the log, fetched and replayed when the reader wants it, with how far it is and what it adds up to.
import { Button } from '@mantine/core'
import { posted, type AccountBalance } from '../../../../src/domain/ledger/balance.ts'
import type { TotalsPublished } from '../../../../src/domain/ledger/entry.ts'
import { TILE_WIDTH } from '../../../../src/domain/proof/tiles.ts'
import { KeyFigures } from '../../../parts/key-figures.tsx'
import { Notice } from '../../../parts/notice.tsx'
import { Section } from '../../../parts/section.tsx'
import { WideTable } from '../../../parts/wide-table.tsx'
import { useReader } from '../../../reader.tsx'
import type { Looked } from '../../../verify/look-at-log.ts'
import type { VerifyLog } from '../../../verify/use-verify-log.ts'
import type { VerifyProgress } from '../../../verify/verifier.ts'
import type { Replayed } from '../../../verify/verify-worker.ts'
import { useAmounts } from '../use-ledger-text.ts'
import { FindingsList, TroubleNotice } from './findings-list.tsx'
import { useVerifyText } from './use-verify-text.ts'

/** Measured of leaves as they are: for a word about the size before it is fetched. */
const LEAF_BYTES = 110
const ROWS_MAX = 200

export function EntriesReplay({ looked, log }: { looked: Looked; log: VerifyLog }) {
  const say = useVerifyText()
  const { number } = useReader()
  const { replay, startReplay, cancelReplay } = log
  const { size } = looked
  const megabytes = number((size * LEAF_BYTES) / 1_000_000, size * LEAF_BYTES < 1_000_000 ? 2 : 0)
  return (
    <Section title={say('replayTitle')} lead={say('replayLead')} id="entries">
      {replay.phase === 'replaying' ? (
        <Working progress={replay.progress} onCancel={cancelReplay} />
      ) : (
        <p className="replay-start">
          <Button onClick={startReplay}>{say('replayStart', { size })}</Button>{' '}
          <span className="quiet">{say('replaySize', { files: Math.ceil(size / TILE_WIDTH), megabytes })}</span>
        </p>
      )}
      {replay.phase === 'ended' &&
        (replay.end.kind === 'replayed' ? <Outcome replayed={replay.end} /> : <TroubleNotice trouble={replay.end} />)}
    </Section>
  )
}

function Working({ progress, onCancel }: { progress: VerifyProgress | null; onCancel: () => void }) {
  const say = useVerifyText()
  const { number } = useReader()
  const known = progress === null ? {} : { value: progress.filesDone, max: progress.filesTotal }
  return (
    <div className="run-progress">
      <progress aria-label={say('replayProgress')} {...known} />
      <p>
        {progress !== null &&
          say('replayWorking', { done: number(progress.filesDone), total: number(progress.filesTotal) })}{' '}
        <button type="button" className="text-button" onClick={onCancel}>
          {say('cancel')}
        </button>
      </p>
    </div>
  )
}

function Outcome({ replayed }: { replayed: Replayed }) {
  const say = useVerifyText()
  const { number } = useReader()
  const { findings, size, publicCount, hiddenCount, balances, totals } = replayed
  if (findings.length > 0)
    return <FindingsList title={say('replayBad', { count: findings.length })} findings={findings} />
  return (
    <>
      <Notice kind="good" announced>
        <p>{say('replayGood', { size })}</p>
      </Notice>
      <KeyFigures
        figures={[
          { name: say('publicCount'), value: number(publicCount), note: say('publicNote') },
          { name: say('hiddenCount'), value: number(hiddenCount), note: say('hiddenNote') },
          { name: say('accountCount'), value: number(balances.length), note: say('accountNote') },
        ]}
      />
      {balances.length > 0 && <Balances balances={balances} />}
      {totals.length > 0 && <Totals totals={totals} />}
    </>
  )
}

interface AmountRow {
  readonly key: string
  readonly cells: readonly string[]
  readonly unit: string
  readonly amount: bigint
}

function Balances({ balances }: { balances: readonly AccountBalance[] }) {
  const say = useVerifyText()
  const rows = balances.map((balance) => {
    const { account, unit } = balance
    return { key: `${account} ${unit}`, cells: [account], unit, amount: posted(balance) }
  })
  return (
    <>
      <h3 className="replay-part">{say('balancesTitle')}</h3>
      <p className="section-lead">{say('balancesLead')}</p>
      <AmountTable label={say('balancesTitle')} names={[say('account')]} amountName={say('balance')} rows={rows} />
    </>
  )
}

function Totals({ totals }: { totals: readonly TotalsPublished[] }) {
  const say = useVerifyText()
  const rows = totals.flatMap(({ period, rows: lines }) =>
    lines.map(({ account, unit, amount }) => {
      return { key: `${period} ${account} ${unit}`, cells: [period, account], unit, amount }
    }),
  )
  return (
    <>
      <h3 className="replay-part">{say('totalsTitle')}</h3>
      <AmountTable
        label={say('totalsTitle')}
        names={[say('month'), say('account')]}
        amountName={say('amount')}
        rows={rows}
      />
    </>
  )
}

interface AmountTableProps {
  readonly label: string
  readonly names: readonly string[]
  readonly amountName: string
  readonly rows: readonly AmountRow[]
}

function AmountTable({ label, names, amountName, rows }: AmountTableProps) {
  const say = useVerifyText()
  const { number } = useReader()
  const amounts = useAmounts()
  return (
    <>
      <WideTable label={label}>
        <table className="figures-table ledger-lines">
          <caption className="visually-hidden">{label}</caption>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col" className="numeric">
                {amountName}
              </th>
              <th scope="col">{say('unit')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS_MAX).map(({ key, cells, unit, amount }) => (
              <tr key={key}>
                {cells.map((cell, at) =>
                  at === 0 ? (
                    <th key={cell} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={cell}>{cell}</td>
                  ),
                )}
                <td className="numeric">{amounts.amount(unit, String(amount))}</td>
                <td>{amounts.unit(unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {rows.length > ROWS_MAX && (
        <p className="quiet">{say('balancesMore', { count: number(rows.length - ROWS_MAX) })}</p>
      )}
    </>
  )
}
