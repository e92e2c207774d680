// A month with use, prices, a payer, and records that wait: what the pages of metering and finance have to show.
import { expect } from 'vitest'
import type { UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { WEIR } from '../../src/operations/actor.ts'
import { reconcileUsage } from '../../src/operations/metering/reconcile-usage.ts'
import { saveUsageSource } from '../../src/operations/metering/save-usage-source.ts'
import { takeInAnswer } from '../../src/operations/metering/take-in-answer.ts'
import { perform } from '../../src/operations/operation.ts'
import type { TestWeir } from './weir.ts'

/** A month of a source: what was charged, what waits, a line that is no record, and a comparison. */
export async function meterUsage(weir: TestWeir): Promise<void> {
  const call = { actor: WEIR, agency: 'hannuri' }
  const now = Math.floor(weir.world.clock().getTime() / 1000)
  const officer = await weir.signIn(['finance-officer'])
  const rates = { validFrom: dayBefore(weir, 90), flavors: { h200: '1', 'h200-mig': '0.15' } }
  const published = await officer('/api/agencies/hannuri/metering/rates', { method: 'POST', body: rates })
  expect(published.status).toBe(201)
  const source = { name: 'alps', cluster: 'alps#1', flavors: { h200: 'h200' } }
  expect(await perform(weir.world, saveUsageSource, call, { source })).toMatchObject({ ok: true })
  const startedAt = now - 40 * 86_400
  const records = ['kr-idle', 'kr-idle', 'kr-unheard-of', 'kr-idle'].map((project, index): UsageRecord => {
    const run = { cluster: 'alps#1', job: String(index + 1), submittedAt: startedAt - 60, restarts: 0 }
    const times = { startedAt, endedAt: index === 3 ? startedAt - 5 : startedAt + 60, elapsedSeconds: 60 }
    const size = {
      flavor: 'h200',
      milliUnits: 8000,
      nodes: 1,
      isBorrowed: false,
      limitSeconds: null,
      checkpointAt: null,
    }
    return { run, revision: 1, state: 'completed', project, account: project, ...size, ...times }
  })
  const window = { from: startedAt - 86_400, until: now }
  const broken = [{ line: 5, reason: 'column-count' }]
  const answer = { kind: 'complete', records, broken } as const
  expect(await takeInAnswer(weir.world, call, { source: 'alps', window, answer })).toMatchObject({ ok: true })
  const period = new Date(startedAt * 1000).toISOString().slice(0, 7)
  expect(await perform(weir.world, reconcileUsage, call, { source: 'alps', period, records })).toMatchObject({
    ok: true,
  })
}

/** Prices, a rule and a payer; the month of the use is closed softly. */
export async function setUpFinance(weir: TestWeir): Promise<void> {
  const officer = await weir.signIn(['finance-officer'])
  const post = async (path: string, body: object) => {
    const answer = await officer(`/api/agencies/hannuri/${path}`, { method: 'POST', body })
    expect(answer.status, answer.text).toBe(201)
  }
  const list = { version: '2026-1', currency: 'krw', effectiveFrom: '2026-01-01', prices: { h200: '5000' } }
  await post('finance/price-lists', list)
  const shares = { academia: '0', small: '0.05', medium: '0.1', large: '1' }
  const rule = { version: '2026-1', shares, youthDiscount: '0.5', openness: { open: '0.8', closed: '2' } }
  await post('finance/fee-rules', { ...rule, taxRate: '0.1', dueDays: 30 })
  const titles = { en: 'Lotus Speech Ltd.', vi: 'Công ty Tiếng Nói Hoa Sen', ko: '로터스 스피치 유한회사' }
  const payer = { project: 'kr-idle', projectTitle: titles, title: titles, feeClass: 'small', openness: 'open' }
  await post('finance/payers', payer)
}

/** A month that has ended long enough ago, as the page writes it. */
export function usedMonth(weir: TestWeir): string {
  return new Date(weir.world.clock().getTime() - 40 * 86_400_000).toISOString().slice(0, 7)
}

function dayBefore(weir: TestWeir, days: number): string {
  return new Date(weir.world.clock().getTime() - days * 86_400_000).toISOString().slice(0, 10)
}
