// How many transfers a second the ledger records, durably, and how long one caller waits: `npm run bench -- ledger`.
// Interleaved rounds beside pgbench's TPC-B on the same server with the same fsync; the ratio is the median over rounds.
// WEIR_BENCH_SECONDS: how long each part of a round lasts (default 2), WEIR_BENCH_ROUNDS: how many rounds (default 7).
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectionOptions } from '../../src/store/connection.ts'
import { openLedger, SEALING_MEANS } from '../../src/store/ledger/open-ledger.ts'
import { BatchSealer } from '../../src/store/ledger/sealing.ts'
import { Replay } from '../../src/domain/ledger/replay.ts'
import type { Opening } from '../../src/domain/ledger/transfer.ts'
import { benchLedger, FACTS, UNIT, type BenchLedger } from './kit/bench-ledger.ts'
import { PlainSealer } from './kit/plain-sealer.ts'

const ROUNDS = Number(process.env['WEIR_BENCH_ROUNDS'] ?? 7)
const SECONDS = Number(process.env['WEIR_BENCH_SECONDS'] ?? 2)
const PROJECTS = 1_000
const TPC_B = { scale: 10, clients: 16 }

interface Part {
  readonly callers: number
  readonly accounts: 'hot' | 'uniform'
  readonly isProven: boolean
}

const PARTS: readonly Part[] = [
  { callers: 1, accounts: 'hot', isProven: true },
  { callers: 1, accounts: 'hot', isProven: false },
  { callers: 16, accounts: 'hot', isProven: true },
  { callers: 16, accounts: 'hot', isProven: false },
  { callers: 64, accounts: 'hot', isProven: true },
  { callers: 256, accounts: 'hot', isProven: true },
  { callers: 256, accounts: 'hot', isProven: false },
  { callers: 1_000, accounts: 'hot', isProven: true },
  { callers: 1_000, accounts: 'hot', isProven: false },
  { callers: 1, accounts: 'uniform', isProven: true },
  { callers: 16, accounts: 'uniform', isProven: true },
  { callers: 256, accounts: 'uniform', isProven: true },
  { callers: 256, accounts: 'uniform', isProven: false },
  { callers: 1_000, accounts: 'uniform', isProven: true },
  { callers: 1_000, accounts: 'uniform', isProven: false },
]

interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Callers that each await one transfer and then ask for the next. */
async function transfersPerSecond(ledger: BenchLedger, part: Part): Promise<Figures> {
  const sealer = part.isProven ? new BatchSealer(ledger.agency, SEALING_MEANS) : new PlainSealer()
  const open = openLedger(ledger.app, { agency: ledger.agency, clock: Date.now, sealer })
  const waits: number[] = []
  let isOver = false
  let next = 0
  const caller = async (): Promise<void> => {
    while (!isOver) {
      const project = part.accounts === 'hot' ? 0 : (next += 7) % PROJECTS
      const from = performance.now()
      const [outcome] = await open.sequencer.append([consumption(project)])
      if (outcome?.ok !== true) throw new Error(outcome?.refusal)
      waits.push(performance.now() - from)
    }
  }
  await open.sequencer.append([consumption(0)])
  const startedAt = performance.now()
  const callers = Array.from({ length: part.callers }, caller)
  await sleep(SECONDS * 1_000)
  isOver = true
  await Promise.all(callers)
  const seconds = (performance.now() - startedAt) / 1_000
  await open.close()
  waits.sort((a, b) => a - b)
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0
  return { perSecond: waits.length / seconds, p50: at(0.5), p99: at(0.99) }
}

function consumption(project: number): Opening {
  const way = { unit: UNIT, debit: `PROJECT:p${project}`, credit: `USED:p${project}` } as const
  return { ...FACTS, id: randomUUID(), kind: 'consume', phase: 'move', ...way, amount: 1n }
}

function findPgbench(): string | null {
  const found = ['/usr/bin/pgbench', ...globSync('/usr/lib/postgresql/*/bin/pgbench').toSorted().toReversed()]
  return found.find((path) => existsSync(path)) ?? null
}

function pgbench(
  program: string,
  { host, port, user, password, database }: ConnectionOptions,
  asked: string[],
): string {
  const where = ['-h', host, '-p', String(port), '-U', user, database]
  const env = { ...process.env, PGPASSWORD: password }
  const { stdout, stderr, status } = spawnSync(program, [...asked, ...where], { encoding: 'utf8', env })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

function tpcbPerSecond(program: string, connection: ConnectionOptions): number {
  const asked = ['-n', '-c', String(TPC_B.clients), '-j', '2', '-T', String(SECONDS)]
  const found = /^tps = ([\d.]+)/m.exec(pgbench(program, connection, asked))
  if (found === null) throw new Error('pgbench printed no tps')
  return Number(found[1])
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const ledger = await benchLedger(PROJECTS)
try {
  const program = findPgbench()
  if (program === null) console.log('no pgbench here (Debian: postgresql): no rounds of TPC-B, no ratios')
  else pgbench(program, ledger.benchDatabase, ['-i', '-q', '-s', String(TPC_B.scale)])
  const tpcb: number[] = []
  const figures = PARTS.map((): Figures[] => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    if (program !== null) tpcb.push(tpcbPerSecond(program, ledger.benchDatabase))
    for (const [at, part] of PARTS.entries()) figures[at]?.push(await transfersPerSecond(ledger, part))
    console.log(`round ${round + 1} of ${ROUNDS}`)
  }
  if (program !== null) {
    const { scale, clients } = TPC_B
    console.log(`pgbench TPC-B, scale ${scale}, ${clients} clients: ${median(tpcb).toFixed(0)} transactions/s`)
  }
  console.table(
    PARTS.map((part, at) => {
      const mine = figures[at] ?? []
      const ratios = mine.map(({ perSecond }, round) => perSecond / (tpcb[round] ?? Number.NaN))
      return {
        callers: part.callers,
        accounts: part.accounts,
        proof: part.isProven ? 'on' : 'off',
        'transfers/s': Math.round(median(mine.map(({ perSecond }) => perSecond))),
        'times TPC-B': Number(median(ratios).toFixed(1)),
        'p50 ms': Number(median(mine.map(({ p50 }) => p50)).toFixed(1)),
        'p99 ms': Number(median(mine.map(({ p99 }) => p99)).toFixed(1)),
      }
    }),
  )
  for (const accounts of ['hot', 'uniform'] as const) {
    const of = (isProven: boolean): number[] => {
      const at = PARTS.findIndex((p) => p.callers === 1_000 && p.accounts === accounts && p.isProven === isProven)
      return (figures[at] ?? []).map(({ perSecond }) => perSecond)
    }
    const off = of(false)
    const costs = of(true).map((on, round) => 1 - on / (off[round] ?? Number.NaN))
    console.log(
      `proof costs ${(median(costs) * 100).toFixed(0)} % of the transfers, ${accounts} accounts, 1,000 callers`,
    )
  }
  const { entries, bytes } = await ledger.size()
  console.log(`${entries} entries, ${(bytes / entries).toFixed(0)} bytes each with all indexes`)
  const { reads } = await ledger.balanceReads()
  console.log(`a balance is read in ${reads.toFixed(2)} ms with ${entries} entries behind it`)
  const replay = new Replay()
  const from = performance.now()
  await ledger.readEntries(1_000_000, (entry) => replay.take(entry))
  const seconds = (performance.now() - from) / 1_000
  const count = replay.ledger.nextSequence
  console.log(
    `replay of ${count} entries: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s, ${replay.problems.length} problems`,
  )
} finally {
  await ledger.close()
}
