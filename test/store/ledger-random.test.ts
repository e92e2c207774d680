// The sequencer on a real PostgreSQL under random requests from several callers of several sequencers at a time: each answer is
// what the rules say of the log at one moment, and the verification finds nothing. What the simulated tables of
// test/kit/simulated-database.ts promise, PostgreSQL keeps. The seed decides the requests (WEIR_SEED=123, WEIR_SEEDS=100), the moment who is first.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { available } from '../../src/domain/ledger/balance.ts'
import type { Entry } from '../../src/domain/ledger/entry.ts'
import { MemoryLedger } from '../../src/domain/ledger/memory-ledger.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { appendAgency } from '../../src/store/agencies.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction, queryOf } from '../../src/store/ledger/append-in-transaction.ts'
import { ENTRY_COLUMNS, ENTRY_TABLES, entryOfRow, type EntryRow } from '../../src/store/ledger/entry-rows.ts'
import { openLedger, sha256, type OpenLedger } from '../../src/store/ledger/open-ledger.ts'
import { verifyLedger } from '../../src/store/ledger/read-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { isTrueOf, takeEntry, textOf, type Answered, type EventAnswered } from '../kit/ledger-answers.ts'
import { RandomLedger, type Step } from '../kit/random-ledger.ts'
import { seededRandom } from '../kit/share-trees.ts'

const ONE = process.env['WEIR_SEED']
const SEEDS = ONE === undefined ? Number(process.env['WEIR_SEEDS'] ?? 12) : 1
const FIRST = ONE === undefined ? 1 : Number(ONE)
const NOW = 1_795_392_000_000
const [SEQUENCERS, STEPS, AT_ONCE] = [3, 20, 4]

let store: TestDatabase

beforeAll(async () => {
  store = await testDatabase()
})

afterAll(async () => await store.close())

/** One agency's ledger, asked by several at a time; what is answered, and how long the log was before and after. */
class Asking {
  readonly answered: (Answered | EventAnswered)[] = []
  readonly #agency: string
  readonly #ledgers: readonly OpenLedger[]
  readonly #random: () => number

  constructor(agency: string, random: () => number) {
    this.#agency = agency
    this.#random = random
    const options = { agency, clock: () => NOW, batchMax: 12, splitMin: 4 }
    this.#ledgers = Array.from({ length: SEQUENCERS }, () => openLedger(store.app, options))
  }

  async entries(): Promise<Entry[]> {
    return await inTransaction(store.database, { agency: this.#agency }, async (tx) => {
      const text = `select ${ENTRY_COLUMNS}, p.person_id as by, p.note from ${ENTRY_TABLES}
        left join ledger_personal p on p.agency_id = e.agency_id and p.sequence = e.sequence
        where e.agency_id = $1 order by e.sequence`
      const rows = await queryOf(tx)<EntryRow & Pick<Transfer, 'by' | 'note'>>('all-entries', text, [this.#agency])
      return rows.map((row) => entryOfRow(row, row))
    })
  }

  async ask(step: Step): Promise<void> {
    const from = (await this.entries()).length
    const ledger = this.#ledgers[Math.floor(this.#random() * SEQUENCERS)]!
    if ('close' in step) {
      const outcome = await ledger.sequencer.appendEvent(step.close)
      this.answered.push({ from, to: (await this.entries()).length, event: step.close, outcome })
      return
    }
    if (step.batch.length === 0) return
    // Some are operations, which append in a transaction of their own.
    const outcomes =
      this.#random() < 0.2
        ? await inTransaction(store.database, { agency: this.#agency }, (tx) =>
            appendInTransaction(tx, this.#agency, step.batch, new Date(NOW)),
          )
        : await ledger.sequencer.append(step.batch)
    this.answered.push({ from, to: (await this.entries()).length, transfers: step.batch, outcomes })
  }

  async close(): Promise<void> {
    await Promise.all(this.#ledgers.map((ledger) => ledger.close()))
  }
}

async function look(asking: Asking): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  for (const entry of await asking.entries()) takeEntry(ledger, entry)
  return ledger
}

test.each(Array.from({ length: SEEDS }, (_, at) => FIRST + at))(
  'I6, I7: PostgreSQL answers as the rules do, and its tables are what the log says (seed %i)',
  async (seed) => {
    const agency = `random-${seed}`
    await inTransaction(store.database, { agency }, async (tx) => {
      const shared = { regime: 'kr', languages: ['ko'], currencies: ['KRW'], timeZone: 'Asia/Seoul' } as const
      await appendAgency(tx, { id: agency, title: { ko: agency }, ...shared })
    })
    const random = seededRandom(seed)
    const requests = new RandomLedger(random)
    const asking = new Asking(agency, random)
    await asking.ask(requests.beginning())
    for (let round = 0; round < STEPS; round += 1) {
      const ledger = await look(asking)
      const seen = {
        available: (...key: Parameters<MemoryLedger['balance']>) => available(ledger.balance(...key)),
        openHolds: () => ledger.openHolds(),
      }
      await Promise.all(Array.from({ length: AT_ONCE }, () => asking.ask(requests.next(seen))))
    }
    await asking.close()

    const entries = await asking.entries()
    const open = new Set(asking.answered)
    const ledger = new MemoryLedger()
    for (let length = 0; length <= entries.length; length += 1) {
      for (const one of open) if (one.from <= length && length <= one.to && isTrueOf(one, ledger)) open.delete(one)
      const entry = entries[length]
      if (entry !== undefined) takeEntry(ledger, entry)
    }
    expect([...open].map(textOf)).toEqual([])
    await inTransaction(store.database, { agency }, async (tx) => {
      const { verification } = await verifyLedger(tx, agency, sha256)
      expect(verification.findings).toEqual([])
      expect(verification.replayed.balances()).toEqual(ledger.balances())
    })
  },
)
