// Kills processes that post to a ledger, and the database under them, and counts: what was acknowledged is there, once;
// what was asked and asked again is there, once; and the ledger verifies.
import { randomUUID } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { posted } from '../../src/domain/ledger/balance.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { appendAgency } from '../../src/store/agencies.ts'
import type { ConnectionOptions } from '../../src/store/connection.ts'
import { inTransaction, openDatabase, type Database } from '../../src/store/database.ts'
import { queryOf } from '../../src/store/ledger/append-in-transaction.ts'
import { openLedger, sha256 } from '../../src/store/ledger/open-ledger.ts'
import { loadBalances, verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { CHARGE_UNIT, chargeOf } from './ledger-charge.ts'
import { STEPS, type PosterOrder } from './ledger-poster.ts'

const POSTER = join(import.meta.dirname, 'ledger-poster.ts')
const PATIENCE_MILLISECONDS = 60_000

export interface KillFigures {
  kills: number
  asked: number
  acknowledged: number
  /** Acknowledged and not there, or there under another sequence. */
  lost: number
  /** Recorded more than once, or charged more than once. */
  doubled: number
  /** What the verification of the ledger found. */
  findings: number
}

/** One agency with one project that never runs dry, and the processes that post to it. */
export class KilledLedger {
  readonly figures: KillFigures = { kills: 0, asked: 0, acknowledged: 0, lost: 0, doubled: 0, findings: 0 }
  readonly #app: ConnectionOptions
  readonly #agency: string
  readonly #database: Database
  readonly #asked = new Set<string>()
  readonly #sequences = new Map<string, number>()
  readonly #posters = new Set<ChildProcess>()

  constructor(app: ConnectionOptions, agency = 'hannuri') {
    this.#app = app
    this.#agency = agency
    this.#database = openDatabase(app)
  }

  async prepare(): Promise<void> {
    const agency = this.#agency
    await inTransaction(this.#database, { agency }, async (tx) => {
      const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
      await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
    })
    const facts = { ref: null, period: '2026-11', effectiveAt: 1, isLinked: false, note: null } as const
    const amount = 1_000_000_000_000n
    const hold = randomUUID()
    const transfers: Transfer[] = [
      {
        ...facts,
        id: randomUUID(),
        by: null,
        kind: 'supply',
        phase: 'move',
        unit: CHARGE_UNIT,
        debit: 'ISSUE',
        credit: 'POOL:a',
        amount,
      },
      {
        ...facts,
        id: hold,
        by: randomUUID(),
        kind: 'obligate',
        phase: 'hold',
        unit: CHARGE_UNIT,
        debit: 'POOL:a',
        credit: 'PROJECT:p',
        amount,
      },
      { ...facts, id: randomUUID(), by: randomUUID(), kind: 'obligate', phase: 'post', hold, amount },
    ]
    const ledger = openLedger(this.#app, { agency, clock: Date.now })
    for (const outcome of await ledger.sequencer.append(transfers)) if (!outcome.ok) throw new Error(outcome.refusal)
    await ledger.close()
  }

  /** A process that posts; resolves when it has ended. */
  async post(callers: number, dieAt: PosterOrder['dieAt']): Promise<void> {
    const order: PosterOrder = { connection: this.#app, agency: this.#agency, callers, dieAt }
    const child = spawn(process.execPath, [POSTER, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#posters.add(child)
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      // A line that was cut off by the kill was never said.
      rest = lines.pop() ?? ''
      for (const line of lines) this.#hear(line)
    })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MILLISECONDS)
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    clearTimeout(timer)
    this.#posters.delete(child)
    if (code !== null && code !== 0) throw new Error(`a poster failed: ${complaint}`)
  }

  /** Each step of the sequencer in turn, before it and after it, while another process posts on; then kills from outside. */
  async killAtSteps(kills: number): Promise<void> {
    for (let kill = 0; kill < kills; kill += 1) {
      const step = STEPS[Math.floor(kill / 2) % STEPS.length] ?? 'write'
      const when = kill % 2 === 0 ? 'before' : 'after'
      const nth = step === 'write' ? 1 + (kill % 7) : 1
      // Steps that this load does not reach end by a kill from outside, as the reader's poster of the survivors does.
      const isReached = step === 'loadHead' || step === 'loadAccounts' || step === 'write'
      const survivor = this.post(4, null)
      const victim = this.post(8, isReached ? { step, when, nth } : null)
      if (!isReached) await this.#killOne(50 + ((kill * 37) % 200))
      await victim
      this.figures.kills += 1
      for (const child of this.#posters) child.kill('SIGTERM')
      await survivor
    }
  }

  async #killOne(afterMilliseconds: number): Promise<void> {
    await sleep(afterMilliseconds)
    // The victim is the younger one.
    ;[...this.#posters].at(-1)?.kill('SIGKILL')
  }

  /** While processes post, `kill` ends the database; it comes back, and they go on. */
  async killDatabase(kill: () => Promise<void>): Promise<void> {
    const posters = [this.post(8, null), this.post(8, null)]
    await sleep(600)
    await kill()
    this.figures.kills += 1
    await sleep(1_200)
    for (const child of this.#posters) child.kill('SIGTERM')
    await Promise.all(posters)
  }

  /** Asks again for everything that was ever asked, and counts. */
  async settle(): Promise<KillFigures> {
    const agency = this.#agency
    const ledger = openLedger(this.#app, { agency, clock: Date.now })
    const { figures } = this
    const asked = [...this.#asked]
    for (let from = 0; from < asked.length; from += 500) {
      const ids = asked.slice(from, from + 500)
      const outcomes = await Promise.all(ids.map((id) => ledger.sequencer.append(chargeOf(id))))
      for (const [at, [hold]] of outcomes.entries()) {
        const said = this.#sequences.get(ids[at] ?? '')
        if (hold?.ok !== true) figures.lost += 1
        else if (said !== undefined && hold.value.sequence !== said) figures.lost += 1
      }
    }
    await ledger.close()
    await inTransaction(this.#database, { agency }, async (tx) => {
      const balances = await loadBalances(queryOf(tx), agency)
      const used = balances.find(({ account }) => account === 'USED:p')
      figures.doubled = Number(used === undefined ? 0n : posted(used)) - asked.length
      const { verification } = await verifyLedger(tx, agency, sha256)
      figures.findings = verification.findingCount
    })
    figures.asked = asked.length
    figures.acknowledged = this.#sequences.size
    return figures
  }

  async close(): Promise<void> {
    for (const child of this.#posters) child.kill('SIGKILL')
    await this.#database.destroy()
  }

  #hear(line: string): void {
    const [mark, id = '', sequence] = line.split(' ')
    if (mark === '?') this.#asked.add(id)
    else this.#sequences.set(id, Number(sequence))
  }
}
