// Compares a month of a source, as the engine shows it now, with what was taken in and with the ledger. The comparison is
// kept: a month closes for good only after one that finds no difference.
import { z } from 'zod'
import { PeriodText } from '../../contract/ledger.ts'
import { SourceName, UsageRecordBody, type ReconciliationBody } from '../../contract/metering.ts'
import { assert } from '../../domain/kernel/assert.ts'
import { accept, refuse } from '../../domain/kernel/result.ts'
import { nextPeriod, periodStart } from '../../domain/ledger/period.ts'
import { reconcile, type Reconciliation } from '../../domain/metering/reconcile.ts'
import { ratedAt, runName, type UsageRecord } from '../../domain/metering/usage-record.ts'
import { RateList } from '../../domain/metering/rate-list.ts'
import type { Rate } from '../../domain/metering/rate-run.ts'
import { listAgencies } from '../../store/agencies.ts'
import { loadBooked } from '../../store/metering/booked.ts'
import {
  appendReconciliation,
  loadEndedRuns,
  loadLedgerUse,
  loadQuarantinedRuns,
  loadRunRates,
} from '../../store/metering/reconciliations.ts'
import { listRates } from '../../store/metering/rates.ts'
import { loadRuns } from '../../store/metering/runs.ts'
import { lockSource } from '../../store/metering/sources.ts'
import { operation } from '../operation.ts'

export const reconcileUsage = operation({
  name: 'reconcile-usage',
  kind: 'change',
  input: z.object({ source: SourceName, period: PeriodText, records: z.array(UsageRecordBody) }),
  async run({ source: name, period, records }, { tx, agency, now, world, record }) {
    const source = await lockSource(tx, agency, name)
    if (source === null) return refuse('usage-source-not-found')
    const timeZone = (await listAgencies(tx)).find(({ id }) => id === agency)?.timeZone
    assert(timeZone !== undefined, 'the agency of a call is there')
    const span = { from: periodStart(period, timeZone), until: periodStart(nextPeriod(period), timeZone) }
    const shown = records.filter(({ endedAt }) => endedAt !== null && endedAt >= span.from && endedAt < span.until)
    const taken = await loadEndedRuns(tx, agency, name, span)
    // A run whose end was corrected into another month is known all the same.
    const others = shown.map(({ run }) => runName(run)).filter((run) => !taken.has(run))
    for (const [run, stored] of await loadRuns(tx, agency, others)) taken.set(run, stored.record)
    const runs = [...taken.keys()]
    const used = await loadLedgerUse(tx, agency, runs)
    const rates = await loadRunRates(tx, agency, runs)
    const list = new RateList(await listRates(tx, agency))
    const report = reconcile({
      source: shown,
      taken,
      quarantined: await loadQuarantinedRuns(tx, agency, name),
      booked: await loadBooked(tx, agency, runs),
      usedOf: (project) => used.get(project) ?? 0n,
      rateOf: (one) => rateOf(one, list, rates),
      timeZone,
    })
    await appendReconciliation(tx, agency, { id: world.newId(), source: name, period, madeAt: now, report })
    const { isEqual, differences } = report
    record({ subject: `usage ${name} ${period}`, before: null, after: { isEqual, differences: differences.length } })
    return accept(reconciliationBody(report))
  },
})

function rateOf(one: UsageRecord, list: RateList, rates: ReadonlyMap<string, Rate>): Rate {
  const rate = list.at(one.flavor, ratedAt(one)) ?? rates.get(runName(one.run))
  assert(rate !== undefined, 'a run that was taken in has a rate')
  return rate
}

function reconciliationBody({ isEqual, lines, differences, projects }: Reconciliation): ReconciliationBody {
  return {
    isEqual,
    lines: lines.map(({ source, taken, ...line }) => ({ ...line, source: String(source), taken: String(taken) })),
    differences: [...differences],
    projects: projects.map(({ project, booked, ledger }) => {
      return { project, booked: String(booked), ledger: String(ledger) }
    }),
  }
}
