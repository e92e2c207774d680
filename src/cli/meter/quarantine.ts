// `weir meter quarantine` and `retry`: records that wait.
import type { QuarantineBody } from '../../contract/metering.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { listUsageQuarantine } from '../../operations/metering/list-usage-quarantine.ts'
import { retryAllQuarantined } from '../../operations/metering/retry-all-quarantined.ts'
import { quarantineCsv } from '../../report/quarantine-csv.ts'
import { formatDuration } from '../../text/duration.ts'
import { formatNumber } from '../../text/format.ts'
import { ask, askAs, type LedgerOptions } from '../ledger/read.ts'
import { refusalFor } from '../operation-refusal.ts'
import { terminalOf, textTable } from '../text-table.ts'
import { print, printJson, say } from './say.ts'

export interface QuarantineOptions extends LedgerOptions {
  readonly reason?: string
  readonly source?: string
}

const SHOWN = 50
const SHOWN_MAX = 1_000_000

export async function showQuarantine(options: QuarantineOptions, language: Language): Promise<void> {
  const { reason, source, json, csv } = options
  const pageSize = json === true || csv === true ? SHOWN_MAX : SHOWN
  const filter = { ...(reason === undefined ? {} : { reason }), ...(source === undefined ? {} : { source }) }
  const waiting = await ask(options, language, listUsageQuarantine, { ...filter, pageSize })
  if (json === true) return printJson(waiting)
  if (csv === true) return print(quarantineCsv(waiting.rows))
  if (waiting.total === 0) return print(`${say(language, 'quarantine-none')}\n`)
  const terminal = terminalOf(process.stdout)
  print(
    `${textTable(reasonTable(waiting, language), terminal)}\n${textTable(recordTable(waiting, language), terminal)}`,
  )
  const shown = waiting.rows.length
  if (shown < waiting.total) print(`${say(language, 'quarantine-more', { shown, total: waiting.total })}\n`)
}

function reasonTable({ reasons }: QuarantineBody, language: Language) {
  const column = (title: 'records' | 'oldest', cells: readonly string[]) => {
    return { title: say(language, `column-${title}`), unit: '', cells }
  }
  return {
    title: say(language, 'quarantine-title'),
    nameTitle: say(language, 'column-reason'),
    names: reasons.map(({ reason }) => say(language, `reason-${reason}`)),
    columns: [
      column(
        'records',
        reasons.map(({ records }) => formatNumber(language, records)),
      ),
      column(
        'oldest',
        reasons.map(({ oldestSeconds }) => formatDuration(language, oldestSeconds)),
      ),
    ],
  }
}

function recordTable({ rows }: QuarantineBody, language: Language) {
  const column = (title: 'reason' | 'project' | 'account' | 'since', cells: readonly string[]) => {
    return { title: say(language, `column-${title}`), unit: '', cells }
  }
  return {
    title: '',
    nameTitle: say(language, 'column-run'),
    names: rows.map(({ run }) => run),
    columns: [
      column(
        'reason',
        rows.map(({ reason }) => say(language, `reason-${reason}`)),
      ),
      column(
        'project',
        rows.map(({ record }) => record.project),
      ),
      column(
        'account',
        rows.map(({ record }) => record.account),
      ),
      column(
        'since',
        rows.map(({ since }) => since.slice(0, 19)),
      ),
    ],
  }
}

export async function retryQuarantine(
  options: LedgerOptions & { readonly source: string },
  language: Language,
): Promise<void> {
  const { source } = options
  const sums = await askAs(options, language, async (world, call) => {
    const retried = await retryAllQuarantined(world, call, source)
    if (!retried.ok) throw refusalFor(retried.refusal, language)
    return retried.value
  })
  if (options.json === true) printJson(sums)
  else print(`${say(language, 'retried', { ...sums })}\n`)
}
