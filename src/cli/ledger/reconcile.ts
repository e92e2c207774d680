// `weir ledger reconcile`: a month of a source, as the engine shows it now, against what was taken in and the ledger.
import type { ReconciliationBody } from '../../contract/metering.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { listUsageSources } from '../../operations/metering/list-usage-sources.ts'
import { reconcileUsage } from '../../operations/metering/reconcile-usage.ts'
import { perform } from '../../operations/operation.ts'
import { readRecordsFile } from '../meter/records-file.ts'
import { print, printJson, say } from '../meter/say.ts'
import { refusalFor } from '../operation-refusal.ts'
import { askAs, grouped, type LedgerOptions } from './read.ts'

export interface ReconcileOptions extends LedgerOptions {
  readonly source: string
  readonly period: string
}

const SHOWN = 50

/** Whether nothing differs. */
export async function reconcileMonth(path: string, options: ReconcileOptions, language: Language): Promise<boolean> {
  const { source: name, period } = options
  const report = await askAs(options, language, async (world, call) => {
    const listed = await perform(world, listUsageSources, call, {})
    if (!listed.ok) throw refusalFor(listed.refusal, language)
    const source = listed.value.find((one) => one.name === name)
    if (source === undefined) throw refusalFor('usage-source-not-found', language)
    const { answer } = readRecordsFile(path, source, true, language)
    const records = 'records' in answer ? [...answer.records] : []
    const reconciled = await perform(world, reconcileUsage, call, { source: name, period, records })
    if (!reconciled.ok) throw refusalFor(reconciled.refusal, language)
    return reconciled.value
  })
  if (options.json === true) printJson(report)
  else print(linesOf(report, { source: name, period }, language))
  return report.isEqual
}

function linesOf(
  { isEqual, lines, differences, projects }: ReconciliationBody,
  named: { readonly source: string; readonly period: string },
  language: Language,
): string {
  if (isEqual) return `${say(language, 'reconciled-equal', { ...named, lines: lines.length })}\n`
  const count = differences.length + projects.length
  const said = [
    say(language, 'reconciled-different', { ...named, count }),
    ...differences.slice(0, SHOWN).map(({ run, reason }) => say(language, `difference-${reason}`, { run })),
    ...projects.map(({ project, booked, ledger }) => {
      const amounts = { booked: grouped(language, booked), ledger: grouped(language, ledger) }
      return say(language, 'reconciled-project', { project, ...amounts })
    }),
  ]
  const more = differences.length - SHOWN
  return `${[...said, ...(more > 0 ? [say(language, 'reconciled-more', { count: more })] : [])].join('\n')}\n`
}
