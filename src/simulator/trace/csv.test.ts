import { describe, expect, test } from 'vitest'
import type { BadLineReason, LeftOutCounts } from '../outcome.ts'
import { splitRecord } from './csv-lines.ts'
import { defaultTermsOf } from '../scenario-demand.ts'
import { USUAL_DETAILS, type CsvColumnNames, type CsvLayout } from './trace-layout.ts'
import { TraceReader } from './trace-reader.ts'
import { traceSource } from './trace-source.ts'
import { workloadOf } from '../workload.ts'

const COLUMNS: CsvColumnNames = {
  id: 'job',
  submit: 'at',
  run: 's',
  units: 'gpus',
  requested: 'limit',
  project: 'team',
}
const HEADER = 'job,at,s,gpus,limit,team'
const LINE = '1,2026-01-05T00:00:00Z,60,4,120,6214e9'

const USUAL_TERMS = defaultTermsOf({}, 'h200')

function read(
  text: string,
  layout: Partial<CsvLayout> = {},
  { zoneSeconds = 0, terms = USUAL_TERMS, takesParts = false } = {},
) {
  const csv: CsvLayout = { columns: COLUMNS, delimiter: 'comma', time: 'iso', ...layout }
  const details = { ...USUAL_DETAILS, zoneSeconds, csv }
  const usual = { format: 'csv', details, filter: 'none', capacity: null, terms, by: 'project' } as const
  const reader = new TraceReader(traceSource({ ...usual, projectOf: (value) => value }), takesParts)
  reader.push(text)
  reader.end()
  return reader
}
const one = (line: string, layout?: Partial<CsvLayout>, more = {}) => read(`${HEADER}\n${line}`, layout, more)

describe('records', () => {
  const SPLIT: readonly [string, string[] | null][] = [
    ['', ['']],
    ['a,b,', ['a', 'b', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b""",""', ['a "b"', '']],
    ['"a\nb",c', ['a\nb', 'c']],
    ['a"b,c', null],
    ['"a"b,c', null],
    ['"a', null],
  ]
  test.each(SPLIT)('%j', (text, values) => {
    expect(splitRecord(text, ',')).toEqual(values)
  })

  test('a name over two lines is one record and one line more', () => {
    const reader = read(`${HEADER}\n${LINE.replace('6214e9', '"two\r\nlines"')}\n${LINE.replace('1', '2')}\n`)
    expect(reader.jobs.map((job) => job.project)).toEqual(['two\nlines', '6214e9'])
    expect([reader.lines, reader.entries, reader.silent]).toEqual([4, 4, 2])
  })

  test('a quote that nobody closes costs its own line', () => {
    const many = Array.from({ length: 5000 }, (_, job) => LINE.replace('1', String(job + 10)))
    const reader = read([HEADER, LINE.replace('6214e9', '"x'), ...many].join('\n'))
    expect([reader.jobs.length, reader.badLines]).toEqual([5000, 1])
    expect(reader.badLineSamples[0]).toMatchObject({ line: 2, reason: 'quotes-broken' })
  })

  test('a mark of the byte order, line ends of Windows and empty lines are nothing', () => {
    const reader = read(`\uFEFF${HEADER}\r\n\r\n${LINE}\r\n`)
    expect([reader.jobs.length, reader.badLines, reader.jobs[0]?.project]).toEqual([1, 0, '6214e9'])
  })

  test('what is not UTF-8 is named', () => {
    const reader = read('')
    const source = read(`${HEADER}\n`)
    source.push(new Uint8Array([0x31, 0x2c, 0xe9, 0x0a]))
    source.end()
    expect([reader.lines, source.badLineSamples]).toEqual([0, [{ line: 2, reason: 'not-utf8', text: '1,\uFFFD' }]])
  })
})

describe('columns', () => {
  test('a job is what the map of columns says', () => {
    expect(one(LINE).jobs).toEqual([
      { id: 1, submit: Date.UTC(2026, 0, 5) / 1000, run: 60, requested: 120, units: 4, project: '6214e9' },
    ])
  })

  test('without a run time it is from the start to the end', () => {
    const columns = { submit: 'at', start: 'from', end: 'to', units: 'gpus', project: 'team' }
    const reader = read('at;from;to;gpus;team\n10;20;80;1;x\n10;20;;1;x\n10;20;5;1;x', {
      columns,
      delimiter: 'semicolon',
      time: 'seconds',
    })
    expect(reader.jobs).toEqual([{ id: 2, submit: 10, run: 60, requested: null, units: 1, project: 'x' }])
    expect([reader.leftOut, reader.badLineSamples[0]?.reason]).toEqual([{ 'not-ended': 1 }, 'end-before-start'])
  })

  test('class, priority, deadline and pods become the terms of the job', () => {
    const columns = { ...COLUMNS, class: 'class', priority: 'prio', deadline: 'due', gpusPerPod: 'pod' }
    const header = `${HEADER},class,prio,due,pod`
    const reader = read(`${header}\n${LINE},Guaranteed,7,2026-01-05T01:00:00Z,2\n${LINE.replace('1', '2')},,,,\n`, {
      columns,
    })
    const workload = workloadOf(reader.jobs, reader.origin(), (job) => job.run)
    expect(workload.terms?.table).toMatchObject([
      { class: 'guaranteed', priority: 7, deadline: 3600, flavors: ['h200'], gang: { pods: 2, unitsPerPod: 2 } },
      { class: 'standard', priority: 0, deadline: null, flavors: ['h200'], gang: null },
    ])
    expect([...workload.terms!.of]).toEqual([0, 1])
  })

  test('what the columns leave empty is as the scenario says for every job', () => {
    const columns = { ...COLUMNS, class: 'class', priority: 'prio' }
    const written = { class: 'opportunistic', priority: 3, flavors: ['h200', 'b200'], gang: { perNode: 2 } } as const
    const terms = defaultTermsOf({ ...written, flavors: [...written.flavors] }, 'h200')
    const { jobs } = read(`${HEADER},class,prio\n${LINE},,\n`, { columns }, { terms })
    expect(jobs[0]!.terms).toMatchObject({
      class: 'opportunistic',
      priority: 3,
      flavors: ['h200', 'b200'],
      gang: { pods: 2, unitsPerPod: 2 },
    })
  })

  test.each([
    ['seconds', '600', 600, null],
    ['unix', '1767571200', 0, 1_767_571_200],
    ['unix-ms', '1767571200999', 0, 1_767_571_200],
    ['iso', '2026-01-05 00:00:00', 0, 1_767_571_200 - 25_200],
    ['iso', '2026-01-05T00:00:00.5+00:00', 0, 1_767_571_200],
  ] as const)('a time in %s: %s', (time, text, submit, epoch) => {
    const reader = read(`${HEADER}\n${LINE.replace('2026-01-05T00:00:00Z', text)}`, { time }, { zoneSeconds: 25_200 })
    const { zero } = reader.origin()
    expect([reader.jobs[0]!.submit - zero, reader.origin().epoch]).toEqual([submit, epoch])
  })

  const BAD: readonly [string, string, BadLineReason][] = [
    ['a run time with a comma', LINE.replace(',60,', ',"60,5",'), 'decimal-comma'],
    ['a name with a comma and no quotes', LINE.replace('6214e9', 'a,b'), 'too-many-columns'],
    ['no project', LINE.replace(',6214e9', ''), 'too-few-columns'],
    ['half a GPU', LINE.replace(',4,', ',0.5,'), 'fraction-of-unit'],
    ['less than no GPU', LINE.replace(',4,', ',-1,'), 'no-size'],
    ['a run time that is negative', LINE.replace(',60,', ',-60,'), 'no-run-time'],
    ['more GPUs than there are', LINE.replace(',4,', ',2000000000,'), 'number-too-big'],
    ['a number of 20 digits', LINE.replace(',60,', ',90071992547409910000,'), 'number-too-big'],
    ['a number in another base', LINE.replace(',60,', ',0x3c,'), 'not-a-number'],
    ['a day in words', LINE.replace('2026-01-05T00:00:00Z', 'Monday'), 'not-a-time'],
    ['an hour that no day has', LINE.replace('T00:', 'T24:'), 'not-a-time'],
  ]
  test.each(BAD)('%s is counted and named', (_, line, reason) => {
    expect(one(line).badLineSamples).toEqual([{ line: 2, reason, text: line }])
  })

  test.each([
    ['0.5', 500],
    ['0.057', 57],
    ['1.5', null],
    ['0.3333', null],
    ['0.0004', null],
  ])('where parts are taken %s of a unit is %j thousandths, or no job', (amount, milli) => {
    const reader = one(LINE.replace(',4,', `,${amount},`), {}, { takesParts: true })
    expect(reader.jobs.map(({ milliUnits }) => milliUnits)).toEqual(milli === null ? [] : [milli])
    expect(reader.badLines).toBe(milli === null ? 1 : 0)
  })

  test('a fraction keeps its thousandths', () => {
    const seen: unknown[] = []
    const reader = new (class extends TraceReader {
      override tell(...[reading, line, text]: Parameters<TraceReader['tell']>): void {
        if (reading.kind === 'job') seen.push([reading.job.units, reading.job.milliUnits])
        super.tell(reading, line, text)
      }
    })(
      traceSource({
        format: 'csv',
        details: { ...USUAL_DETAILS, csv: { columns: COLUMNS, delimiter: 'comma', time: 'iso' } },
        filter: 'none',
        capacity: null,
        terms: defaultTermsOf({}, 'h200'),
        by: 'project',
        projectOf: (value) => value,
      }),
    )
    reader.push(`${HEADER}\n${LINE.replace(',4,', ',0.46,')}\n${LINE.replace('1,', '2,').replace(',4,', ',2,')}`)
    reader.end()
    expect(seen).toEqual([
      [1, 460],
      [2, undefined],
    ])
  })

  const TERMS: readonly [string, string, BadLineReason][] = [
    ['a class of another name', `${LINE},urgent,`, 'not-a-class'],
    ['pods that do not share the GPUs evenly', `${LINE},,3`, 'pods-uneven'],
  ]
  test.each(TERMS)('%s is counted and named', (_, line, reason) => {
    const columns = { ...COLUMNS, class: 'class', gpusPerPod: 'pod' }
    expect(read(`${HEADER},class,pod\n${line}`, { columns }).badLineSamples[0]?.reason).toBe(reason)
  })

  const LEFT: readonly [string, string, keyof LeftOutCounts][] = [
    ['a job without GPUs', LINE.replace(',4,', ',0,'), 'no-units'],
    ['a job that still runs', LINE.replace(',60,', ',,'), 'not-ended'],
  ]
  test.each(LEFT)('%s is left out by name', (_, line, reason) => {
    expect(one(line).leftOut).toEqual({ [reason]: 1 })
  })

  test('a job that stands there twice is bad the second time', () => {
    expect(one(`${LINE}\n${LINE}`).badLineSamples).toMatchObject([{ line: 3, reason: 'duplicate-job' }])
  })

  test('a header without a column of the map says so', () => {
    expect(read('a,b\n').badLineSamples).toEqual([{ line: 1, reason: 'header-missing', text: 'a,b' }])
  })
})
