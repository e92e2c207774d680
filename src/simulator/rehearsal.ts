// What a replay would cost in the ledger: supply and awards that cover it, a hold at each start, a charge at each end. A
// job that was stopped is charged for the time it had; the next start is a hold of its own.
import type { AccountCode } from '../domain/ledger/account.ts'
import { periodOf } from '../domain/ledger/period.ts'
import type { Opening, Transfer } from '../domain/ledger/transfer.ts'
import type { Unit } from '../domain/ledger/unit.ts'
import type { Appointment, RunListener } from './replay-options.ts'
import type { Workload } from './workload.ts'

export interface RehearsalParts {
  /** As it was replayed: in grains, where the replay counted in grains. */
  readonly workload: Workload
  /** The sector of a project: the pool that pays for it. */
  readonly sectorOf: (project: string) => string
  /** Time zone of the months. */
  readonly timeZone: string
  /** The id of the transfer with this name: the same for the same name, so that a rehearsal can be resumed. */
  readonly idOf: (name: string) => string
  readonly officers: { readonly proposer: string; readonly approver: string }
}

interface OpenRun {
  readonly hold: Opening
  readonly startedAt: number
  readonly milliUnits: bigint
}

export class Rehearsal {
  /** Of all jobs, in the order of the replay. */
  readonly jobs: Transfer[] = []
  readonly #parts: RehearsalParts
  readonly #milliPerUnit: number
  readonly #open = new Map<number, OpenRun>()
  readonly #runs: Int32Array
  /** Milli-unit-seconds that were held in all, by project and flavor: an award of this covers everything. */
  readonly #held = new Map<string, { readonly project: string; readonly flavor: string; amount: bigint }>()
  readonly #periods = new Map<number, string>()

  constructor(parts: RehearsalParts) {
    this.#parts = parts
    this.#milliPerUnit = 1000 / (parts.workload.grainsPerUnit ?? 1)
    this.#runs = new Int32Array(parts.workload.submit.length)
  }

  /** The next start, stop or end of the replay. */
  take(event: Parameters<RunListener>[0]): void {
    const { kind, job, flavor } = event
    if (kind === 'appointment') this.#keepAppointment(event)
    else if (kind === 'started') this.#start(event.at, job, flavor)
    else this.#end(event.at, job)
  }

  /** Supply and awards, to be recorded before the jobs; proposals and approvals are two persons'. */
  opening(): Transfer[] {
    const { sectorOf, idOf, officers, workload } = this.#parts
    const at = workload.submit[0] ?? 0
    const supplies = new Map<string, Opening>()
    const awards: Transfer[] = []
    for (const [key, { project, flavor, amount }] of this.#held) {
      const pool: AccountCode = `POOL:${sectorOf(project)}`
      const unit = unitOf(flavor)
      const supply = supplies.get(`${pool} ${unit}`)
      const total = amount + (supply?.amount ?? 0n)
      const facts = { ...this.#facts(at), unit } as const
      const way = { debit: 'ISSUE', credit: pool } as const
      const id = idOf(`supply ${pool} ${unit}`)
      supplies.set(`${pool} ${unit}`, { ...facts, id, kind: 'supply', phase: 'move', ...way, amount: total })
      const hold = idOf(`award ${key}`)
      const accounts = { debit: pool, credit: `PROJECT:${project}` } as const
      awards.push({ ...facts, id: hold, kind: 'obligate', phase: 'hold', ...accounts, amount, by: officers.proposer })
      const approval = { ...this.#facts(at), id: idOf(`approval ${key}`), by: officers.approver }
      awards.push({ ...approval, kind: 'obligate', phase: 'post', hold, amount })
    }
    return [...supplies.values(), ...awards]
  }

  #start(at: number, job: number, flavor: string): void {
    const { workload } = this.#parts
    const milliUnits = this.#milliUnits(workload.units[job] ?? 0)
    const run = (this.#runs[job] ?? 0) + 1
    this.#runs[job] = run
    const amount = milliUnits * BigInt(workload.requested[job] ?? 0)
    const hold = this.#hold(`hold ${job} ${run}`, at, { job, flavor, amount })
    this.#open.set(job, { hold, startedAt: at, milliUnits })
  }

  #keepAppointment({ job, flavor, units, from, to }: Appointment): void {
    const amount = this.#milliUnits(units) * BigInt(to - from)
    if (amount === 0n) return
    const hold = this.#hold(`appointment ${job} ${flavor} ${from}`, from, { job, flavor, amount })
    const id = this.#parts.idOf(`kept ${job} ${flavor} ${from}`)
    this.jobs.push({ ...this.#facts(to), id, kind: 'consume', phase: 'post', hold: hold.id, amount })
  }

  #hold(name: string, at: number, asked: { job: number; flavor: string; amount: bigint }): Opening {
    const { workload, idOf } = this.#parts
    const { job, flavor, amount } = asked
    const project = workload.projects[workload.project[job] ?? 0] ?? ''
    const way = { unit: unitOf(flavor), debit: `PROJECT:${project}`, credit: `USED:${project}`, amount } as const
    const hold: Opening = { ...this.#facts(at), id: idOf(name), kind: 'encumber', phase: 'hold', ...way }
    this.jobs.push(hold)
    const key = `${project} ${flavor}`
    const held = this.#held.get(key)
    if (held === undefined) this.#held.set(key, { project, flavor, amount })
    else held.amount += amount
    return hold
  }

  #milliUnits(units: number): bigint {
    return BigInt(Math.round(units * this.#milliPerUnit))
  }

  #end(at: number, job: number): void {
    const open = this.#open.get(job)
    if (open === undefined) return
    this.#open.delete(job)
    const amount = open.milliUnits * BigInt(at - open.startedAt)
    const facts = { ...this.#facts(at), id: this.#parts.idOf(`end ${job} ${this.#runs[job]}`) }
    const hold = open.hold.id
    // Stopped in the second in which it started, it has used nothing.
    if (amount === 0n) this.jobs.push({ ...facts, kind: 'release', phase: 'void', hold })
    else this.jobs.push({ ...facts, kind: 'consume', phase: 'post', hold, amount })
  }

  #facts(at: number) {
    const effectiveAt = (this.#parts.workload.epoch ?? 0) + at
    const hour = Math.floor(effectiveAt / 3600)
    let period = this.#periods.get(hour)
    if (period === undefined) this.#periods.set(hour, (period = periodOf(effectiveAt, this.#parts.timeZone)))
    return { ref: null, period, effectiveAt, isLinked: false, by: null, note: null }
  }
}

function unitOf(flavor: string): Unit {
  return `milli-unit-second/${flavor}`
}
