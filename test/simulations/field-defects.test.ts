// Faults that real accounting systems had, each as a test that Weir does not have it. The source prints text as sacct does.
import { describe, expect, test } from 'vitest'
import { readSacct, sacctWords, type SacctMap } from '../../src/adapters/slurm/sacct-usage.ts'
import { cursorAfter, readWindow, type SourceAnswer } from '../../src/domain/metering/read-window.ts'
import { reconcile, type Reconciliation } from '../../src/domain/metering/reconcile.ts'
import { runName, type UsageRecord } from '../../src/domain/metering/usage-record.ts'
import { EVENING, MeteringWorld, RATE, TIME_ZONE, usage } from '../kit/metering-world.ts'

const GRANTS = { one: 10n ** 12n, two: 10n ** 12n }
const WHOLE = 18_000_000n
const MAP: SacctMap = {
  cluster: 'alps#1',
  readAt: EVENING + 5000,
  projectOf: (account) => account.replace('nat_', ''),
  flavorOf: (type) => (type === 'b200' ? 'b200' : null),
  isBorrowed: (qos) => qos === 'borrowed',
}
const HEADER =
  'JobIDRaw|Submit|Start|End|ElapsedRaw|State|Account|Partition|QOS|AllocTRES|ReqTRES|TimelimitRaw|NNodes|Restarts'
interface Line {
  readonly job?: string
  readonly submit?: number
  readonly start?: number | 'Unknown'
  readonly end?: number
  readonly elapsed?: number
  readonly state?: string
  readonly gres?: string
  readonly nodes?: number
  readonly restarts?: number
}
function line({
  job = '4711',
  submit = EVENING - 60,
  restarts = 0,
  nodes = 1,
  state = 'COMPLETED',
  ...rest
}: Line = {}) {
  const { start = EVENING, end = EVENING + 1000, elapsed = 1000, gres = 'gres/gpu:b200=8,gres/gpu=8' } = rest
  const tres = `cpu=64,${gres},node=${nodes}`
  return [job, submit, start, end, elapsed, state, 'nat_one', 'gpu', 'own', tres, tres, 1440, nodes, restarts].join('|')
}
const read = (lines: readonly string[], change: Partial<SacctMap> = {}, isWhole = true) =>
  readSacct(`${[HEADER, ...lines].join('\n')}\n`, isWhole, { ...MAP, ...change })
const recordsOf = (answer: SourceAnswer) => ('records' in answer ? answer.records : [])

function charged(lines: readonly string[]): MeteringWorld {
  const world = new MeteringWorld(GRANTS)
  for (const record of recordsOf(read(lines))) world.take(record)
  return world
}
const usedOf = (world: MeteringWorld) => world.posted('USED:one')
const compared = (world: MeteringWorld, source: readonly UsageRecord[]): Reconciliation =>
  reconcile({
    source,
    taken: world.latest,
    quarantined: new Set(),
    booked: world.booked,
    usedOf: (project) => world.posted(`USED:${project}`),
    rateOf: () => RATE,
    timeZone: TIME_ZONE,
  })

describe('a fault of the field', () => {
  test('dedup key claimed before the write: a crash between the two loses no charge', () => {
    const world = new MeteringWorld(GRANTS)
    world.take(usage(), 'before-save')
    expect(usedOf(world)).toBe(0n)
    world.take(usage())
    expect(usedOf(world)).toBe(WHOLE)
  })

  test('retrier mints a new id: who tries again makes the same transfers', () => {
    const [one, other] = [new MeteringWorld(GRANTS), new MeteringWorld(GRANTS)]
    one.take(usage())
    other.take(usage())
    expect(other.recorded.at(-1)).toEqual(one.recorded.at(-1))
    one.take(usage({ revision: 2, elapsedSeconds: 900 }), 'after-save')
    expect(usedOf(one)).toBe((WHOLE / 10n) * 9n)
  })

  test('same key with another body: it is refused, and changes nothing', () => {
    const world = new MeteringWorld(GRANTS)
    world.take(usage())
    const last = world.recorded.at(-1)!
    expect(() => world.post([{ ...last, amount: 1n } as typeof last])).toThrow('exists-with-different-body')
    expect(usedOf(world)).toBe(WHOLE)
  })

  test('dedup by time stamp: two jobs of the same second are both charged', () => {
    expect(usedOf(charged([line(), line({ job: '4712' })]))).toBe(2n * WHOLE)
  })

  test('job id reuse: a number that is given out again is another run', () => {
    const later = { submit: EVENING + 2000, start: EVENING + 2100, end: EVENING + 3100 }
    expect(usedOf(charged([line(), line(later)]))).toBe(2n * WHOLE)
  })

  test('job id reuse: a cluster built anew counts from one again', () => {
    const world = charged([line()])
    for (const record of recordsOf(read([line()], { cluster: 'alps#2' }))) world.take(record)
    expect(usedOf(world)).toBe(2n * WHOLE)
  })

  test('only the newest run of a job seen: the question asks for duplicates, and each run is charged', () => {
    expect(sacctWords({ from: EVENING, until: EVENING + 1 })).toContain('--duplicates')
    const again = line({ restarts: 1, start: EVENING + 2000, end: EVENING + 3000 })
    expect(usedOf(charged([line({ state: 'CANCELLED by 1000' }), again]))).toBe(2n * WHOLE)
  })

  test('requeued runs merged: the refund of one leaves the other charged', () => {
    const again = line({ restarts: 1, start: EVENING + 2000, end: EVENING + 3000 })
    const world = charged([line({ state: 'PREEMPTED' }), again])
    expect(usedOf(world)).toBe(WHOLE)
    expect(world.recorded.filter(({ kind }) => kind === 'refund')).toHaveLength(1)
  })

  test('window since midnight: both ends are always said, and the overlap is two days', () => {
    const window = readWindow(EVENING, 'poll', EVENING + 60)
    expect(window).toEqual({ from: EVENING + 60 - 48 * 3600, until: EVENING + 60 })
    expect(sacctWords(window)).toEqual(
      expect.arrayContaining(['--starttime=2026-11-28T14:01:00', '--endtime=2026-11-30T14:01:00']),
    )
  })

  test('window since midnight: after a week of silence the week is read', () => {
    expect(readWindow(EVENING - 7 * 86_400, 'poll', EVENING).from).toBe(EVENING - 7 * 86_400)
  })

  test('accounting queue overflow: runs that never came are listed, each by its key', () => {
    const world = charged([line()])
    const later = recordsOf(read([line(), line({ job: '4712' })]))
    const { differences, isEqual, lines } = compared(world, later)
    expect(isEqual).toBe(false)
    expect(differences).toEqual([{ run: runName(later[1]!.run), reason: 'missing' }])
    expect(lines.map(({ source, taken }) => source - taken)).toEqual([8_000_000n])
  })

  test('multi-node usage multiplied by nodes: the total over nodes is charged once', () => {
    expect(usedOf(charged([line({ nodes: 4, gres: 'gres/gpu:b200=8,gres/gpu=8' })]))).toBe(WHOLE)
  })

  test('lifetime usage taken as the month’s: a run over the month’s end is charged to both, and adds up', () => {
    const world = charged([line({ end: EVENING + 7200, elapsed: 7200 })])
    const byMonth = world.booked
      .values()
      .next()
      .value?.parts.map(({ period, used }) => [period, used])
    expect(byMonth).toEqual([
      ['2026-11', 64_800_000n],
      ['2026-12', 64_800_000n],
    ])
  })

  test('a broken record that blocks the rest: it is named, and the others are charged', () => {
    const answer = read(['4710|half a line', line(), line({ job: '4712', state: 'DISSOLVED' }), line({ job: '4713' })])
    expect(answer).toMatchObject({
      kind: 'complete',
      broken: [
        { line: 2, reason: 'column-count' },
        { line: 4, reason: 'unknown-state' },
      ],
    })
    expect(recordsOf(answer)).toHaveLength(2)
  })

  test('an unknown kind of GPU taken as none: it waits with its reason', () => {
    const world = new MeteringWorld(GRANTS)
    const [record] = recordsOf(read([line({ gres: 'gres/gpu:x900=8' })]))
    expect(world.take(record!)).toEqual({ kind: 'quarantined', reason: 'unknown-gres' })
    const [untyped] = recordsOf(read([line({ gres: 'gres/gpu=8' })]))
    expect(world.take(untyped!)).toEqual({ kind: 'quarantined', reason: 'unknown-gres' })
  })

  test('end before a later event: a clock that went back is set aside, and its correction is charged', () => {
    const world = new MeteringWorld(GRANTS)
    const [wrong] = recordsOf(read([line({ end: EVENING - 5 })]))
    expect(world.take(wrong!)).toEqual({ kind: 'quarantined', reason: 'end-before-start' })
    for (const record of recordsOf(read([line()], { readAt: MAP.readAt + 60 }))) world.take(record)
    expect(usedOf(world)).toBe(WHOLE)
  })

  test('end before a later event: a requeued job that waits again is not ended by the end of its run before', () => {
    const world = charged([line({ state: 'PENDING', start: 'Unknown', elapsed: 0 })])
    expect([usedOf(world), world.ledger.openHolds()]).toEqual([0n, []])
  })

  test('alert summing two months: what is used of a month is that month’s alone', () => {
    const world = charged([line(), line({ job: '4712', start: EVENING + 4000, end: EVENING + 5000 })])
    const months = new Map<string, bigint>()
    for (const transfer of world.recorded) {
      if (transfer.kind !== 'consume' || transfer.phase === 'void') continue
      months.set(transfer.period, (months.get(transfer.period) ?? 0n) + transfer.amount)
    }
    expect([...months]).toEqual([
      ['2026-11', WHOLE],
      ['2026-12', WHOLE],
    ])
  })

  test('purged history looking like zero: no charge is taken back, and the run is listed', () => {
    const world = charged([line()])
    expect(read([])).toEqual({ kind: 'empty' })
    expect(usedOf(world)).toBe(WHOLE)
    expect(compared(world, []).differences.map(({ reason }) => reason)).toEqual(['gone-from-source'])
  })

  test('hidden rows looking like zero: no answer and half an answer are not "empty", and the cursor waits', () => {
    const window = readWindow(EVENING, 'poll', EVENING + 600)
    const failed = readSacct(null, false, MAP)
    const refused = readSacct('sacct: error: Access denied\n', true, MAP)
    const cut = readSacct(`${HEADER}\n${line()}\n${line().slice(0, 20)}`, true, MAP)
    expect([failed.kind, refused.kind, cut.kind]).toEqual(['no-answer', 'no-answer', 'partial'])
    for (const answer of [failed, refused, cut]) expect(cursorAfter(EVENING, window, answer)).toBe(EVENING)
    expect(cursorAfter(EVENING, window, read([]))).toBe(EVENING + 600)
    expect(recordsOf(cut)).toHaveLength(1)
  })

  test('a migration that flips a period: what was booked is by the agency’s calendar, whatever the server’s zone', () => {
    const before = process.env['TZ']
    const parts = ['UTC', 'America/Los_Angeles', 'Asia/Seoul'].map((zone) => {
      process.env['TZ'] = zone
      return [...charged([line({ end: EVENING + 7200, elapsed: 7200 })]).booked.values()]
    })
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
    expect(parts[1]).toEqual(parts[0])
    expect(parts[2]).toEqual(parts[0])
  })

  test('two services with different grace windows: intake and reconciliation agree on the same runs', () => {
    const world = charged([line(), line({ job: '4712', state: 'NODE_FAIL' })])
    const source = recordsOf(read([line(), line({ job: '4712', state: 'NODE_FAIL' })], { readAt: MAP.readAt + 999 }))
    expect(compared(world, source)).toMatchObject({ isEqual: true, differences: [], projects: [] })
  })
})
