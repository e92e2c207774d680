// What the ledger has of each run: its months, and its open holds.
import type { BookedHold, BookedPart, BookedRun } from '../../domain/metering/booked-run.ts'
import type { ChargedRecord } from '../../domain/metering/plan-intake.ts'
import { rateRun } from '../../domain/metering/rate-run.ts'
import type { Transaction } from '../database.ts'
import { queryOf } from '../ledger/append-in-transaction.ts'

interface PartRow extends BookedPart {
  readonly run: string
}

interface HoldRow extends BookedHold {
  readonly run: string
}

const LOAD_PARTS = `select run, project, period, used, refunded, first_id as "firstId" from usage_booked
  where agency_id = $1 and run = any ($2::text[]) order by run, period, project`
const LOAD_HOLDS = `select run, hold_id as id, project, amount from usage_holds
  where agency_id = $1 and run = any ($2::text[]) order by run, position`

/** By run, of those of which something is booked. */
export async function loadBooked(
  tx: Transaction,
  agency: string,
  runs: readonly string[],
): Promise<Map<string, BookedRun>> {
  const query = queryOf(tx)
  const booked = new Map<string, { holds: BookedHold[]; parts: BookedPart[] }>()
  const of = (run: string) => {
    const one = booked.get(run) ?? { holds: [], parts: [] }
    booked.set(run, one)
    return one
  }
  for (const { run, ...part } of await query<PartRow>('usage-booked', LOAD_PARTS, [agency, runs])) {
    of(run).parts.push(part)
  }
  for (const { run, ...hold } of await query<HoldRow>('usage-holds', LOAD_HOLDS, [agency, runs])) {
    of(run).holds.push(hold)
  }
  return booked
}

const SAVE_PARTS = `insert into usage_booked (agency_id, run, project, period, used, refunded, first_id, flavor, is_borrowed,
    milli_unit_seconds, refunded_milli_unit_seconds)
  select $1, run, project, period, used, refunded, "firstId", flavor, "isBorrowed", "milliUnitSeconds",
    "refundedMilliUnitSeconds"
  from jsonb_to_recordset($2::jsonb) as k (run text, project text, period text, used bigint, refunded bigint,
    "firstId" uuid, flavor text, "isBorrowed" boolean, "milliUnitSeconds" bigint, "refundedMilliUnitSeconds" bigint)
  on conflict (agency_id, run, project, period) do update set used = excluded.used, refunded = excluded.refunded,
    flavor = excluded.flavor, is_borrowed = excluded.is_borrowed, milli_unit_seconds = excluded.milli_unit_seconds,
    refunded_milli_unit_seconds = excluded.refunded_milli_unit_seconds`
const CLEAR_HOLDS = 'delete from usage_holds where agency_id = $1 and run = any ($2::text[])'
const SAVE_HOLDS = `insert into usage_holds (agency_id, hold_id, run, position, project, amount)
  select $1, id, run, position, project, amount
  from jsonb_to_recordset($2::jsonb) as k (id uuid, run text, position integer, project text, amount bigint)`

/** Saves what is booked of each run after the last of its records. */
export async function saveBooked(
  tx: Transaction,
  agency: string,
  charged: readonly ChargedRecord[],
  timeZone: string,
): Promise<void> {
  const last = new Map(charged.map((one) => [one.run, one]))
  const parts: object[] = []
  const holds: object[] = []
  for (const { run, record, rate, plan } of last.values()) {
    const { flavor, isBorrowed, project } = record
    const rated = new Map(rateRun(record, rate, timeZone).map((one) => [one.period, one]))
    for (const part of plan.booked.parts) {
      const own = part.project === project ? rated.get(part.period) : undefined
      const amounts = {
        used: String(part.used),
        refunded: String(part.refunded),
        milliUnitSeconds: String(own?.milliUnitSeconds ?? 0n),
        refundedMilliUnitSeconds: String(own?.refundedMilliUnitSeconds ?? 0n),
      }
      parts.push({ ...part, ...amounts, run, flavor, isBorrowed })
    }
    for (const [position, hold] of plan.booked.holds.entries()) {
      holds.push({ ...hold, amount: String(hold.amount), run, position })
    }
  }
  const query = queryOf(tx)
  if (parts.length > 0) await query('usage-booked-save', SAVE_PARTS, [agency, JSON.stringify(parts)])
  await query('usage-holds-clear', CLEAR_HOLDS, [agency, [...last.keys()]])
  if (holds.length > 0) await query('usage-holds-save', SAVE_HOLDS, [agency, JSON.stringify(holds)])
}

/** What the runs of a project's month used of a flavor, and what of it was free. */
export interface FlavorUse {
  readonly flavor: string
  readonly isBorrowed: boolean
  readonly milliUnitSeconds: bigint
  readonly refundedMilliUnitSeconds: bigint
}

/** By flavor, its own time before borrowed time. */
export async function loadFlavorUse(
  tx: Transaction,
  agency: string,
  { project, period }: { readonly project: string; readonly period: string },
): Promise<FlavorUse[]> {
  const text = `select flavor, is_borrowed as "isBorrowed", sum(milli_unit_seconds)::bigint as "milliUnitSeconds",
      sum(refunded_milli_unit_seconds)::bigint as "refundedMilliUnitSeconds"
    from usage_booked where agency_id = $1 and project = $2 and period = $3 and milli_unit_seconds > 0
    group by flavor, is_borrowed order by flavor collate "C", is_borrowed`
  return [...(await queryOf(tx)<FlavorUse>('usage-flavors', text, [agency, project, period]))]
}

/** Projects with use in a month, by name. */
export async function loadProjectsOfMonth(tx: Transaction, agency: string, period: string): Promise<string[]> {
  const text = `select distinct project from usage_booked
    where agency_id = $1 and period = $2 and milli_unit_seconds > 0 order by project`
  const rows = await queryOf(tx)<{ project: string }>('usage-projects', text, [agency, period])
  return rows.map(({ project }) => project)
}
