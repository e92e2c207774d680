// Reductions of awards: each with its dates, the numbers of its formula, and what may be done with it now.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReductionBody } from '../../../src/contract/reductions.ts'
import { REDUCTION_MOVES, type ReductionMove } from '../../../src/domain/budgets/reduction.ts'
import { useTakenOver } from '../../frame/colour-scheme-switch.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { useAgency } from '../../parts/use-agency.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { usePortal } from '../../portal-context.tsx'
import { useReader } from '../../reader.tsx'
import { useRefusalSentence } from '../runs/use-change-run.ts'
import { LedgerFrame } from './ledger-frame.tsx'
import { mayKeepLedger } from './may-read-ledger.ts'
import { ProposeReduction } from './propose-reduction.tsx'
import { useAmounts, useLedgerText } from './use-ledger-text.ts'
import { useMoveReduction } from './use-reductions.ts'

const MOVES = Object.keys(REDUCTION_MOVES) as ReductionMove[]

export function ReductionsPage() {
  const { agency } = useParams({ from: '/$lang/agencies/$agency/ledger/reductions' })
  const say = useLedgerText()
  return (
    <LedgerFrame agency={agency} title={say('reductionsTitle')} lead={say('reductionsLead')}>
      {() => <Reductions agency={agency} />}
    </LedgerFrame>
  )
}

function Reductions({ agency }: { agency: string }) {
  const say = useLedgerText()
  const { queries } = usePortal()
  const mayKeep = mayKeepLedger(useQuery(queries.session()).data, agency)
  const reductions = useQuery(queries.reductions(agency)).data
  const move = useMoveReduction(agency)
  const refusal = useRefusalSentence(move.error)
  const taken = useTakenOver()
  if (reductions === undefined) return null
  return (
    <>
      {mayKeep && taken && (
        <Section title={say('proposeTitle')} lead={say('proposeLead')}>
          <ProposeReduction agency={agency} />
        </Section>
      )}
      <Section title={say('reductionsList')}>
        {refusal !== null && (
          <Notice kind="bad" announced>
            <p>{refusal}</p>
          </Notice>
        )}
        {reductions.length === 0 ? (
          <p className="quiet">{say('reductionsNone')}</p>
        ) : (
          <ReductionTable
            agency={agency}
            reductions={reductions}
            onMove={mayKeep && taken ? (id, step) => move.mutate({ id, move: step }) : null}
          />
        )}
      </Section>
    </>
  )
}

interface ReductionTableProps {
  readonly agency: string
  readonly reductions: readonly ReductionBody[]
  /** null: who looks may change nothing. */
  readonly onMove: ((id: string, move: ReductionMove) => void) | null
}

function ReductionTable({ agency, reductions, onMove }: ReductionTableProps) {
  const say = useLedgerText()
  const columns = ['noticeDate', 'exemptionDate', 'checkDate'] as const
  return (
    <WideTable label={say('reductionsList')}>
      <table className="figures-table ledger-lines">
        <caption className="visually-hidden">{say('reductionsList')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('project')}</th>
            <th scope="col">{say('state')}</th>
            <th scope="col" className="numeric">
              {say('amount')}
            </th>
            <th scope="col">{say('formula')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
            {onMove !== null && <th scope="col">{say('actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {reductions.map((reduction) => (
            <ReductionLine key={reduction.id} agency={agency} reduction={reduction} onMove={onMove} />
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

interface ReductionLineProps extends Pick<ReductionTableProps, 'agency' | 'onMove'> {
  readonly reduction: ReductionBody
}

function ReductionLine({ agency, reduction, onMove }: ReductionLineProps) {
  const say = useLedgerText()
  const { language, day } = useReader()
  const { timeZone } = useAgency(agency)
  const amounts = useAmounts()
  const { id, project, unit, state, figures, noticeAt, exemptionUntil, checkAt, holdId } = reduction
  const open = MOVES.filter((move) => (REDUCTION_MOVES[move].from as readonly string[]).includes(state))
  return (
    <tr>
      <th scope="row">
        <Link
          to="/$lang/agencies/$agency/ledger/projects/$project"
          params={{ lang: language, agency, project }}
          search={{ unit }}
        >
          {project}
        </Link>
      </th>
      <td>
        {say(`state-${state}`)}
        {holdId !== null && (
          <>
            {' '}
            <Link to="/$lang/agencies/$agency/ledger/entries/$entry" params={{ lang: language, agency, entry: holdId }}>
              {say('theHold')}
            </Link>
          </>
        )}
      </td>
      <td className="numeric">{amounts.both(unit, figures.amount)}</td>
      <td className="reduction-formula">
        <Formula reduction={reduction} />
      </td>
      <td>{day(noticeAt, timeZone)}</td>
      <td>{day(exemptionUntil, timeZone)}</td>
      <td>{day(checkAt, timeZone)}</td>
      {onMove !== null && (
        <td className="draft-actions">
          {open.map((move) => (
            <button
              key={move}
              type="button"
              className={move === 'withdraw' ? 'text-button danger' : 'text-button'}
              onClick={() => onMove(id, move)}
            >
              {say(`move-${move}`)}
              <span className="visually-hidden"> {project}</span>
            </button>
          ))}
        </td>
      )}
    </tr>
  )
}

/** The formula with its numbers. */
function Formula({ reduction: { rule, unit, figures } }: { reduction: ReductionBody }) {
  const say = useLedgerText()
  const { percent } = useReader()
  const amounts = useAmounts()
  const share = percent(figures.removeMillionths / 1_000_000, 0)
  const [counted, charged] = [amounts.amount(unit, figures.counted), amounts.amount(unit, figures.charged)]
  if (figures.expected !== null) {
    return say('formula-plan', {
      rule: rule.toUpperCase(),
      share,
      expected: amounts.amount(unit, figures.expected),
      charged,
    })
  }
  const unused = amounts.amount(unit, figures.unused)
  return say('formula-bands', { rule: rule.toUpperCase(), share, unused, charged, counted })
}
