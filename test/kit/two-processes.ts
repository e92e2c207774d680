// Two whole Weir processes on one database, with callers who post to both over HTTP. One is killed under load, comes back, and at last
// everything that was ever asked is asked again and counted: what was acknowledged is there, once.
import { randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { csrfTokenOf, tokenSha256, writeToken } from '../../src/operations/people/token.ts'
import { connectionString } from '../../src/store/connection.ts'
import { inTransaction, openDatabase, type Database } from '../../src/store/database.ts'
import type { Cluster } from '../../src/store/embedded/cluster.ts'
import { queryOf } from '../../src/store/ledger/append-in-transaction.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { appendPerson, appendSession } from '../../src/store/people.ts'
import { startCommand, type StartedCommand } from './command.ts'
import { askerOf, type Ask } from './weir.ts'

const AGENCY = 'hannuri'
const TRANSFERS = `/api/agencies/${AGENCY}/ledger/transfers`
/** Accounts besides the hot one. */
const POOLS = 50

export interface ContendFigures {
  /** Seconds with both, with one alone, and with both again. */
  readonly seconds: number
  readonly asked: number
  readonly acknowledged: number
  /** Acknowledged and not there, or there as another entry. */
  readonly lost: number
  /** In the ledger twice, or without having been asked for. */
  readonly doubled: number
  readonly findings: number
  /** Requests that got no answer and were sent again with the same id. */
  readonly repeated: number
  readonly perSecond: { readonly both: number; readonly alone: number; readonly bothAgain: number }
  /** The longest time in which nobody's request was answered. */
  readonly pauseMilliseconds: number
}

interface Running {
  readonly process: StartedCommand
  readonly address: string
  readonly ask: Ask
}

export class TwoProcesses {
  readonly #home: string
  readonly #databaseUrl: string
  readonly #database: Database
  readonly #token = writeToken(AGENCY, randomBytes(32).toString('base64url'))
  readonly #running: (Running | null)[] = [null, null]
  readonly #asked = new Map<string, object>()
  readonly #sequences = new Map<string, number>()
  #repeated = 0
  #answeredAt = 0
  #pause = 0
  #isOver = false

  /** @param folder where each process has a home of its own, for its keys */
  constructor(folder: string, cluster: Pick<Cluster, 'owner' | 'app'>) {
    this.#home = folder
    this.#databaseUrl = connectionString(cluster.owner)
    this.#database = openDatabase(cluster.app)
  }

  /** @param secondsOfEach how long each of the three parts lasts */
  async run(callers: number, secondsOfEach: number): Promise<ContendFigures> {
    await this.#start(0)
    await this.#start(1)
    await this.#signIn()
    this.#answeredAt = performance.now()
    const calling = Array.from({ length: callers }, async (_, caller) => await this.#call(caller))
    const both = await this.#rate(secondsOfEach)
    // As a power cut would: in the middle of whatever it is doing.
    this.#running[0]?.process.child.kill('SIGKILL')
    this.#running[0] = null
    const alone = await this.#rate(secondsOfEach)
    await this.#start(0)
    const bothAgain = await this.#rate(secondsOfEach)
    this.#isOver = true
    await Promise.all(calling)
    const counted = await this.#settle()
    return {
      seconds: secondsOfEach * 3,
      asked: this.#asked.size,
      acknowledged: this.#sequences.size,
      ...counted,
      repeated: this.#repeated,
      perSecond: { both, alone, bothAgain },
      pauseMilliseconds: Math.round(this.#pause),
    }
  }

  async stop(): Promise<void> {
    this.#isOver = true
    for (const running of this.#running) await running?.process.end('SIGTERM')
    await this.#database.destroy()
  }

  async #start(at: number): Promise<void> {
    // Both sign with the keys of one home; the database is not in it.
    const environment = { DATABASE_URL: this.#databaseUrl, WEIR_REQUESTS_PER_MINUTE: '0', WEIR_LOG_LEVEL: 'error' }
    const process = startCommand(join(this.#home, 'home'), ['start', '--port', '0'], environment)
    const [, address = ''] = await process.says(/answers at (\S+)/)
    const always = { cookie: `weir-session=${this.#token}`, 'x-weir-csrf': csrfTokenOf(this.#token) }
    this.#running[at] = { process, address, ask: askerOf(address, always) }
  }

  async #signIn(): Promise<void> {
    const person = { agency: AGENCY, id: randomUUIDv7(), name: 'Officer', roles: ['programme-officer'] as const }
    const createdAt = new Date()
    const expiresAt = new Date(createdAt.getTime() + 3_600_000)
    const session = { agency: AGENCY, tokenSha256: tokenSha256(this.#token), personId: person.id, createdAt, expiresAt }
    await inTransaction(this.#database, { agency: AGENCY }, async (tx) => {
      await appendPerson(tx, { ...person, isLocal: false, createdAt })
      await appendSession(tx, session)
    })
  }

  async #call(caller: number): Promise<void> {
    for (let number = 0; !this.#isOver; number += 1) {
      const credit = `POOL:p${(caller * 7 + number) % POOLS}`
      // The debit is the same for all: a hot account.
      const way = { unit: 'seat', debit: 'ISSUE', credit, amount: '1' }
      const body = { id: randomUUID(), kind: 'supply', phase: 'move', effectiveAt: new Date().toISOString(), ...way }
      this.#asked.set(body.id, body)
      await this.#post(body.id, caller + number)
    }
  }

  /** Until somebody has answered; always with the same id. */
  async #post(id: string, turn: number): Promise<void> {
    for (let trial = 0; ; trial += 1) {
      const running = this.#running[(turn + trial) % 2] ?? this.#running[(turn + trial + 1) % 2]
      try {
        const answer = await running?.ask(TRANSFERS, { method: 'POST', body: this.#asked.get(id) })
        if (answer?.status === 201) {
          this.#sequences.set(id, Number(answer.body['sequence']))
          const now = performance.now()
          this.#pause = Math.max(this.#pause, now - this.#answeredAt)
          this.#answeredAt = now
          return
        }
        if (answer !== undefined && answer.status < 500) throw new Unexpected(`${answer.status} ${answer.text}`)
      } catch (error) {
        if (error instanceof Unexpected) throw error
      }
      this.#repeated += 1
      await sleep(20)
    }
  }

  async #rate(seconds: number): Promise<number> {
    const before = this.#sequences.size
    await sleep(seconds * 1000)
    return Math.round((this.#sequences.size - before) / seconds)
  }

  async #settle(): Promise<Pick<ContendFigures, 'lost' | 'doubled' | 'findings'>> {
    return await inTransaction(this.#database, { agency: AGENCY }, async (tx) => {
      const text = 'select id, sequence from ledger_entries where agency_id = $1 and id is not null'
      const rows = await queryOf(tx)<{ id: string; sequence: bigint }>('all-ids', text, [AGENCY])
      const stored = new Map<string, number>()
      let doubled = 0
      for (const { id, sequence } of rows) {
        if (stored.has(id) || !this.#asked.has(id)) doubled += 1
        else stored.set(id, Number(sequence))
      }
      const lost = [...this.#sequences].filter(([id, sequence]) => stored.get(id) !== sequence).length
      const { verification } = await verifyLedger(tx, AGENCY, sha256)
      return { lost, doubled, findings: verification.findingCount }
    })
  }
}

class Unexpected extends Error {}
