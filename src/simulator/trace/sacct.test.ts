import { describe, expect, test } from 'vitest'
import { REAL_SACCT_JSON, REAL_SACCT_TEXT } from '../../../test/kit/trace-mutations.ts'
import type { BadLineReason, LeftOutCounts } from '../outcome.ts'
import { slurmDuration } from './sacct-text.ts'
import { defaultTermsOf } from '../scenario-demand.ts'
import { USUAL_DETAILS, type MapColumn, type TraceDetails } from './trace-layout.ts'
import { TraceReader } from './trace-reader.ts'
import { traceSource } from './trace-source.ts'

interface Choice {
  readonly by?: MapColumn
  readonly details?: Partial<TraceDetails>
}

function read(format: 'sacct-parsable2' | 'sacct-json', text: string, { by = 'account', details = {} }: Choice = {}) {
  const reader = new TraceReader(
    traceSource({
      format,
      details: { ...USUAL_DETAILS, ...details },
      filter: 'none',
      capacity: null,
      by,
      projectOf: (value) => value,
      terms: defaultTermsOf({}, 'h200'),
    }),
  )
  reader.push(text)
  reader.end()
  return reader
}
const asText = (text: string, choice?: Choice) => read('sacct-parsable2', text, choice)
const asJson = (text: string, choice?: Choice) => read('sacct-json', text, choice)

describe('what Slurm 24.11 wrote', () => {
  const ofText = asText(REAL_SACCT_TEXT)
  const ofJson = asJson(REAL_SACCT_JSON)

  test('an array, a job of two parts, one that was put back: each job once, with its GPUs and its limit', () => {
    const rows = ofText.jobs.map(({ id, run, requested, units, project }) => [id, run, requested, units, project])
    expect(rows).toEqual([
      [1, 3, 600, 4, 'vision'],
      [3, 0, 300, 1, 'climate'],
      [7, 3, 93_600, 2, 'climate'],
      [8, 2, 93_600, 2, 'climate'],
      [2, 2, 93_600, 2, 'climate'],
      [9, 6, 3600, 8, 'climate'],
      [10, 1, 300, 1, 'climate'],
      [11, 1, 300, 2, 'climate'],
    ])
  })

  test('a job that was put back was submitted when it was submitted first', () => {
    expect(ofText.jobs.find(({ id }) => id === 9)!.submit).toBe(Date.UTC(2026, 10, 23, 10, 24, 8) / 1000)
  })

  const LEFT: LeftOutCounts = { 'not-ended': 1, 'never-ran': 1, 'no-units': 1, 'earlier-attempt': 1 }
  test('what is no job of the replay is counted by its reason', () => {
    expect(ofText.leftOut).toEqual({ ...LEFT, step: 10 })
    expect([ofText.filteredJobs, ofText.badLines]).toEqual([4, 0])
  })

  test('both ways to print it give the same jobs', () => {
    expect(ofJson.jobs).toEqual(ofText.jobs)
    expect([ofJson.leftOut, ofJson.badLines]).toEqual([LEFT, 0])
    expect(ofJson.origin()).toEqual(ofText.origin())
  })

  test('units are whatever resource is asked for', () => {
    const units = (tres: string) => asText(REAL_SACCT_TEXT, { details: { tres } }).jobs.map((job) => job.units)
    expect(units('cpu')).toEqual([1, 1, 2, 1, 1, 1, 1, 1, 1])
    expect(units('gres/gpu:h200')).toEqual([4, 1, 2, 2, 2, 8, 1, 2])
    expect(asJson(REAL_SACCT_JSON, { details: { tres: 'cpu' } }).jobs.map((job) => job.units)).toEqual(units('cpu'))
  })

  test.each(['user', 'qos', 'partition', 'cluster'] as const)('the map may go by %s', (by) => {
    const first = { user: 'alice', qos: 'normal', partition: 'pool', cluster: 'weir' }[by]
    expect(asText(REAL_SACCT_TEXT, { by }).jobs[0]!.project).toBe(first)
    expect(asJson(REAL_SACCT_JSON, { by }).jobs[0]!.project).toBe(first)
  })
})

const HEADER = 'JobID|Submit|Start|End|Elapsed|Timelimit|AllocTRES|Account|State'
const LINE =
  '7|2026-01-05T00:00:00|2026-01-05T00:01:00|2026-01-05T01:01:00|01:00:00|1-02:03:04|gres/gpu=2|6214e9|COMPLETED'
const with2 = (line: string, header = HEADER) => asText(`${header}\n${line}`)

describe('the text', () => {
  test('an account that looks like a number stays text', () => {
    expect(with2(LINE).jobs[0]).toMatchObject({ project: '6214e9', run: 3600, requested: 93_784 })
  })

  test('the zone of the cluster moves its clock', () => {
    const seoul = asText(`${HEADER}\n${LINE}`, { details: { zoneSeconds: 9 * 3600 } })
    expect(seoul.origin().epoch).toBe(Date.UTC(2026, 0, 4, 15) / 1000)
  })

  test('Unix seconds are read as they are', () => {
    const line = LINE.replaceAll(/2026-01-05T0(\d):0(\d):00/g, (_, hour, minute) =>
      String(1_767_571_200 + hour * 3600 + minute * 60),
    )
    expect(with2(line).jobs).toEqual(with2(LINE).jobs)
  })

  test('--parsable has one separator more in each line', () => {
    expect(with2(`${LINE}|`, `${HEADER}|`).jobs).toEqual(with2(LINE).jobs)
  })

  test('a resource that is counted by kind only is their sum', () => {
    expect(with2(LINE.replace('gres/gpu=2', 'cpu=4,gres/gpu:a100=2,gres/gpu:h200=3')).jobs[0]!.units).toBe(5)
  })

  test('the header of a second export is no line of its own, and one job twice is one', () => {
    const reader = asText([HEADER, LINE, HEADER, LINE].join('\n'))
    expect([reader.jobs.length, reader.silent, reader.badLineSamples[0]?.reason]).toEqual([1, 2, 'duplicate-job'])
  })

  const LEFT_OUT: readonly [string, string, keyof LeftOutCounts][] = [
    ['a step', LINE.replace('7|', '7.batch|'), 'step'],
    ['a step of a task of an array', LINE.replace('7|', '7_3.0|'), 'step'],
    ['a job that waits', LINE.replace('COMPLETED', 'PENDING'), 'not-ended'],
    [
      'a job that never started',
      LINE.replace('2026-01-05T00:01:00', 'Unknown').replace('COMPLETED', 'CANCELLED by 1000'),
      'never-ran',
    ],
    [
      'a job that was cancelled in its first second',
      LINE.replace('01:00:00|', '00:00:00|').replace('COMPLETED', 'CANCELLED by 7'),
      'never-ran',
    ],
    ['a job without GPUs', LINE.replace('gres/gpu=2', 'cpu=2'), 'no-units'],
  ]
  test.each(LEFT_OUT)('%s is left out by name', (_, line, reason) => {
    expect([with2(line).leftOut, with2(line).badLines]).toEqual([{ [reason]: 1 }, 0])
  })

  const BAD: readonly [string, string, BadLineReason][] = [
    ['a separator inside a name', LINE.replace('6214e9', 'a|b'), 'too-many-columns'],
    ['a line that was cut off', LINE.slice(0, 60), 'too-few-columns'],
    ['a day that does not exist', LINE.replace('2026-01-05T00:00', '2026-02-30T00:00'), 'not-a-time'],
    ['no submission', LINE.replace('2026-01-05T00:00:00', 'Unknown'), 'not-a-time'],
    ['a job without a number', LINE.replace('7|', 'seven|'), 'not-a-number'],
    ['GPUs in words', LINE.replace('gpu=2', 'gpu=two'), 'not-a-number'],
    ['a limit in words', LINE.replace('1-02:03:04', 'soon'), 'not-a-time'],
    [
      'an end before the start',
      LINE.replace('2026-01-05T01:01:00|01:00:00', '2026-01-04T01:01:00|'),
      'end-before-start',
    ],
  ]
  test.each(BAD)('%s is counted and named', (_, line, reason) => {
    expect(with2(line).badLineSamples).toEqual([{ line: 2, reason, text: line.slice(0, 120) }])
  })

  test('a header without the account by which the map goes says so', () => {
    expect(with2(LINE, HEADER.replace('Account', 'Comment')).badLineSamples[0]).toMatchObject({
      line: 1,
      reason: 'header-missing',
    })
  })

  test.each([
    ['00:00:07', 7],
    ['05:07', 307],
    ['1-00:00:01', 86_401],
    ['100:00:00', 360_000],
    ['00:00:07.250', 7],
    ['7', 'not-a-time'],
    ['1-2', 'not-a-time'],
  ])('a duration of %s', (text, seconds) => {
    expect(slurmDuration(text)).toBe(seconds)
  })
})

describe('the JSON', () => {
  const JOB =
    '{"account":"def","job_id":7,"state":{"current":"COMPLETED"},"time":{"submission":1600000000,"start":1600000010,"end":1600000110,' +
    '"elapsed":100,"limit":60},"tres":{"allocated":[{"type":"gres","name":"gpu","id":1001,"count":2}]}}'
  const document = (...jobs: string[]) =>
    `{\n"meta": {"jobs": [{}], "text": "\\"jobs\\": ["},\n"jobs": [\n${jobs.join(',\n')}\n]\n}\n`

  test('plain numbers of old data parsers', () => {
    expect(asJson(document(JOB)).jobs).toEqual([
      { id: 7, submit: 1_600_000_000, run: 100, requested: 3600, units: 2, project: 'def' },
    ])
  })

  test('a limit that is not set, or endless, is none', () => {
    const limited = (limit: string) =>
      asJson(document(JOB.replace('"limit":60', `"limit":${limit}`))).jobs[0]!.requested
    expect(limited('{"set":true,"infinite":false,"number":5}')).toBe(300)
    expect(limited('{"set":false,"infinite":false,"number":5}')).toBeNull()
    expect(limited('{"set":true,"infinite":true,"number":5}')).toBeNull()
    expect(limited('null')).toBeNull()
  })

  const BAD: readonly [string, string, BadLineReason][] = [
    ['a job that is no object', '17', 'not-json'],
    ['a quotation mark that is not closed', JOB.replace('"def"', '"def\n'), 'not-json'],
    ['a job without a number', JOB.replace('"job_id":7', '"job_id":"7"'), 'not-a-number'],
    ['half a GPU', JOB.replace('"count":2', '"count":0.5'), 'not-a-number'],
    ['a time beyond 2^53', JOB.replace('1600000000', '99007199254740993'), 'number-too-big'],
    ['a job of more than a megabyte', JOB.replace('def', 'x'.repeat(1_100_000)), 'line-too-long'],
  ]
  test.each(BAD)('%s is named by its line and costs no other', (_, broken, reason) => {
    const reader = asJson(document(JOB, broken, JOB.replace('"job_id":7', '"job_id":8')))
    expect(reader.badLineSamples[0]).toMatchObject({ line: 5, reason })
    expect([reader.badLines, reader.jobs.length]).toEqual([1, 2])
  })

  test('the steps of a job are not held: a hundred thousand of them are no reason to refuse it', () => {
    const steps = `"steps":[${Array.from({ length: 100_000 }, () => '{"tres":{"a":[1,[2]]},"x":"]"}').join(',')}],`
    expect(asJson(document(`{${steps}${JOB.slice(1)}`)).jobs.length).toBe(1)
  })

  test('a file that was cut off says so', () => {
    const whole = document(JOB, JOB.replace('"job_id":7', '"job_id":8'))
    const reader = asJson(whole.slice(0, -30))
    expect([reader.jobs.length, reader.badLines, reader.badLineSamples[0]?.reason]).toEqual([1, 2, 'not-json'])
  })

  test.each([['[]'], ['{"jobs": {}}'], ['nothing']])('a document without a list of jobs says so: %s', (text) => {
    expect(asJson(text).badLineSamples[0]?.reason).toBe('header-missing')
  })
})
