// `weir meter` and `weir ledger reconcile` as processes: what sacct printed is charged once, compared with the ledger, and its
// month closed for good.
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { inTransaction, openDatabase } from '../../src/store/database.ts'
import { attachCluster } from '../../src/store/embedded/cluster.ts'
import { appendInTransaction } from '../../src/store/ledger/append-in-transaction.ts'
import { runCommand } from '../kit/command.ts'
import { embeddedHome } from '../kit/embedded-home.ts'

const place = embeddedHome({ isNew: true })
const UNIT = 'milli-reference-unit-second'
const HEAD =
  'JobIDRaw|Submit|Start|End|ElapsedRaw|State|Account|Partition|QOS|AllocTRES|ReqTRES|TimelimitRaw|NNodes|Restarts'
/** The month before the last one: it may be closed for good on every day. */
const MONTH = Temporal.Now.plainDateISO('UTC').toPlainYearMonth().subtract({ months: 2 }).toString()
const NEXT = Temporal.PlainYearMonth.from(MONTH).add({ months: 1 }).toString()
const NOON = Date.parse(`${MONTH}-10T03:00:00Z`) / 1000

interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

async function weir(...words: string[]): Promise<string> {
  const ran: Ran = await runCommand(place.home, [...words, '--agency', 'hannuri'])
  return `${ran.exitCode} ${ran.stdout}${ran.stderr}`
}

/** One run of eight GPUs, or of as many as said. */
function line(
  job: number,
  { account = 'nat_llm', seconds = 100, gpus = 8, state = 'COMPLETED', restarts = 0 } = {},
): string {
  const tres = `billing=4,gres/gpu:h200=${gpus},gres/gpu=${gpus},node=2`
  return [
    job,
    NOON - 60,
    NOON,
    NOON + seconds,
    seconds,
    state,
    account,
    'pool',
    'normal',
    tres,
    tres,
    60,
    2,
    restarts,
  ].join('|')
}

function file(name: string, ...lines: string[]): string {
  const path = join(place.folder, name)
  writeFileSync(path, [HEAD, ...lines, ''].join('\n'))
  return path
}

async function award(project: string, period: string): Promise<void> {
  const cluster = attachCluster(place.home)
  if (cluster === null) throw new Error('the database runs')
  const database = openDatabase(cluster.app)
  const facts = { period, effectiveAt: NOON - 86_400, ref: null, note: null, isLinked: false }
  const amount = 10_000_000n
  const hold = randomUUID()
  const transfers: Transfer[] = [
    {
      ...facts,
      id: randomUUID(),
      kind: 'supply',
      phase: 'move',
      by: null,
      unit: UNIT,
      debit: 'ISSUE',
      credit: 'POOL:a',
      amount,
    },
    {
      ...facts,
      id: hold,
      kind: 'obligate',
      phase: 'hold',
      by: randomUUID(),
      unit: UNIT,
      debit: 'POOL:a',
      credit: `PROJECT:${project}`,
      amount,
    },
    { ...facts, id: randomUUID(), kind: 'obligate', phase: 'post', by: randomUUID(), hold, amount },
  ]
  await inTransaction(database, { agency: 'hannuri' }, async (tx) => {
    const outcomes = await appendInTransaction(tx, 'hannuri', transfers, new Date())
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  })
  await database.destroy()
}

beforeEach(async () => {
  await place.start()
  expect(await weir('meter', 'sources')).toContain('0 There is no source of usage yet')
})

test('a month of sacct: taken in, charged once, reconciled, closed', { timeout: 240_000 }, async () => {
  await award('kr-llm-01', MONTH)
  expect(await weir('--lang', 'vi', 'meter', 'rates')).toContain('Chưa công bố giá nào')
  expect(await weir('meter', 'publish', 'h200', '--from', `${MONTH}-01`)).toMatch(/^1 .*h200-mig=0.15/s)
  expect(await weir('meter', 'publish', 'h200=1', '--from', `${MONTH}-01`)).toContain('0 1 price published')
  const sourced = await weir(
    'meter',
    'source',
    'alps',
    '--cluster',
    'alps#1',
    '--flavor',
    'h200=h200',
    '--account',
    'nat_llm=kr-llm-01',
  )
  expect(sourced).toContain('0 The source alps reads the cluster alps#1.')

  const window = ['--from', `${MONTH}-01T00:00:00Z`, '--until', `${NEXT}-02T00:00:00Z`]
  const month = file(
    'month.txt',
    line(1),
    line(2, { account: 'nobody' }),
    // The same job again after it was requeued, and told twice.
    line(3, { seconds: 40, state: 'PREEMPTED' }),
    line(3, { restarts: 1 }),
    line(3, { restarts: 1 }),
    'this is no line of sacct',
  )
  const first = await weir('meter', 'ingest', month, '--source', 'alps', ...window)
  expect(first).toContain('3 records charged with 4 transfers, 1 known already, 1 set aside')
  expect(first).toContain('1 line is no record; the first: line 7 (other columns than the head names)')
  expect(first).toContain(`read whole up to ${NEXT}-02T00:00:00.000Z`)
  const again = await weir('--lang', 'ko', 'meter', 'ingest', month, '--source', 'alps')
  expect(again).toContain('기록 0건을 이체 0건으로 과금')
  // 8 GPUs x 100 s, twice; what was preempted is given back.
  expect(await weir('ledger', 'accounts', '--search', 'USED:kr-llm-01')).toContain('1,600,000')
  expect(await weir('meter', 'quarantine', '--csv')).toContain(`alps,alps#1/2/${NOON - 60}/0,unknown-project`)
  expect(await weir('--lang', 'vi', 'meter', 'quarantine')).toContain('dự án không có ngân sách')

  // What waits is a difference, and has a reason.
  const reconcile = (path: string) => weir('ledger', 'reconcile', path, '--source', 'alps', '--period', MONTH)
  expect(await reconcile(month)).toMatch(/^1 alps .*1 difference\.\n.*alps#1\/2\/.*set aside/s)
  const closing = (...more: string[]) => weir('ledger', 'close', MONTH, ...more)
  expect(await closing()).toContain('closed softly')
  expect(await closing('--for-good', '--yes')).toMatch(/^1 .*not reconciled/s)
  await award('nobody', NEXT)
  expect(await weir('meter', 'retry', '--source', 'alps')).toContain(
    '1 of the records that waited are charged, 0 still wait',
  )
  expect(await reconcile(file('short.txt', line(1), line(2, { account: 'nobody' })))).toMatch(
    /^1 .*shows it no longer/s,
  )
  const missing = file(
    'more.txt',
    line(1),
    line(2, { account: 'nobody' }),
    line(3, { seconds: 40, state: 'PREEMPTED' }),
    line(3, { restarts: 1 }),
    line(9),
  )
  expect(await reconcile(missing)).toMatch(/^1 .*alps#1\/9\/.*it never came in/s)
  expect(await closing('--for-good', '--yes')).toMatch(/^1 .*not reconciled/s)
  expect(await reconcile(month)).toContain('0 alps')
  expect(await closing('--for-good', '--yes')).toContain('closed for good')

  // A correction of a closed month comes into an open one.
  const corrected = file('corrected.txt', line(1, { seconds: 90 }))
  expect(await weir('meter', 'ingest', corrected, '--source', 'alps')).toContain('1 records charged with 1 transfers')
  const statement = await weir('ledger', 'statement', 'USED:kr-llm-01', '--json')
  const { rows } = JSON.parse(statement.slice(2)) as { rows: { period: string; posted: string; kind: string }[] }
  expect(rows[0]).toMatchObject({ kind: 'refund', period: NEXT, posted: '-80000' })
  expect(await weir('ledger', 'verify')).toContain('balances, root and replay agree')
})

test('what is no answer of sacct is refused, and moves nothing', { timeout: 120_000 }, async () => {
  expect(await weir('meter', 'source', 'alps', '--cluster', 'Alps')).toMatch(/^1 .*cluster/s)
  const clock = ['--cluster', 'alps#1', '--clock-skew', '-1']
  expect(await weir('--lang', 'vi', 'meter', 'source', 'alps', ...clock)).toMatch(
    /^1 .*source\.clockSkewSeconds: phải từ 0 trở lên/s,
  )
  expect(await weir('meter', 'source', 'alps', '--cluster', 'alps#1', '--flavor', 'h200')).toMatch(/^1 .*h200=h200/s)
  expect(await weir('meter', 'source', 'alps', '--cluster', 'alps#1')).toMatch(/^0 /)
  const path = join(place.folder, 'wrong.txt')
  const ingest = (...more: string[]) => weir('meter', 'ingest', path, '--source', 'alps', ...more)
  expect(await ingest()).toMatch(/^1 .*cannot be read/s)
  writeFileSync(path, 'sacct: error: slurmdbd is not here\n')
  expect(await ingest()).toMatch(/^1 .*no answer of sacct \(names of the columns missing\)/s)
  writeFileSync(path, '[{"run": 1}]')
  expect(await ingest()).toMatch(/^1 .*record 1: run/s)
  writeFileSync(path, '{"no":')
  expect(await ingest()).toMatch(/^1 .*neither the output of sacct/s)
  expect(await ingest('--from', '2026-01-01T00:00:00Z')).toMatch(/^1 .*--until/s)
  expect(await weir('meter', 'ingest', path, '--source', 'dodam')).toMatch(/^1 .*no such source/s)
  expect(await weir('meter', 'sources')).toContain('never')
})
