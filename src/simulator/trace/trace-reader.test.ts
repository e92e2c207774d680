import { describe, expect, test } from 'vitest'
import type { BadLineReason } from '../outcome.ts'
import { PhillyReader } from './philly.ts'
import { SwfReader, type SwfOptions } from './swf.ts'
import { CsvLines } from './csv-lines.ts'
import { TraceReader } from './trace-reader.ts'

const SWF: SwfOptions = { filter: 'none', capacity: null, by: 'user', projectOf: (value) => `user-${value}` }
const LINE = '1 10 0 60 4 -1 -1 4 120 -1 1 7 1 -1 1 -1 -1 -1'

function read(reader: TraceReader, text: string, pieces = 1): TraceReader {
  const size = Math.ceil(text.length / pieces)
  for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size))
  reader.end()
  return reader
}

const swf = (text: string, options: Partial<SwfOptions> = {}, pieces = 1) =>
  read(new TraceReader(new SwfReader({ ...SWF, ...options })), text, pieces)
const philly = (text: string) =>
  read(new TraceReader(new CsvLines(new PhillyReader((cluster) => `vc-${cluster}`))), text)

describe('Standard Workload Format', () => {
  test('a job has its processors, times and project', () => {
    expect(swf(LINE).jobs).toEqual([{ id: 1, submit: 10, run: 60, requested: 120, units: 4, project: 'user-7' }])
  })

  test('the header gives the machine and the date of its zero', () => {
    const { zero, epoch, capacity } = swf('; MaxNodes: 64\n; MaxProcs: 128\n; UnixStartTime: 843480031\n').origin()
    expect({ zero, epoch, capacity }).toEqual({ zero: 0, epoch: 843_480_031, capacity: 128 })
  })

  const BAD: readonly [string, string, BadLineReason][] = [
    ['a line with three columns', '1 10 0', 'too-few-columns'],
    ['a word among the numbers', LINE.replace('60', 'sixty'), 'not-a-number'],
    ['a job without processors', LINE.replace('60 4', '60 -1').replace('4 120', '-1 120'), 'no-size'],
    ['a job from before the trace', LINE.replace('10', '-10'), 'negative-submit'],
    ['the same number twice', `${LINE}\n${LINE}`, 'duplicate-job'],
    ['a line without an end', '7'.repeat(70_000), 'line-too-long'],
  ]
  test.each(BAD)('%s is counted and named', (_, text, reason) => {
    const reader = swf(text)
    expect(reader.badLines).toBe(1)
    expect(reader.badLineSamples[0]).toMatchObject({ line: text.split('\n').length, reason })
  })

  test('what is bad does not hide what is good', () => {
    const reader = swf(`${LINE}\r\nnonsense\r\n${LINE.replace('1', '2')}`)
    expect([reader.jobs.length, reader.badLines, reader.lines]).toEqual([2, 1, 3])
  })

  test('a job that ran over its limit is held to it', () => {
    expect(swf(LINE.replace('60', '500')).jobs[0]?.run).toBe(120)
  })

  const FILTERED: readonly [string, string][] = [
    ['more processors than the machine', LINE.replace('60 4', '60 900').replace('4 120', '900 120')],
    ['no run time', LINE.replace(' 60 ', ' 0 ')],
    ['no requested time', LINE.replace('120', '-1')],
  ]
  test.each(FILTERED)('the sc15 filter drops a job with %s', (_, text) => {
    const reader = swf(text, { filter: 'sc15', capacity: 100 })
    expect([reader.jobs.length, reader.filteredJobs, reader.badLines]).toEqual([0, 1, 0])
    expect(swf(text, { capacity: 100 }).jobs.length, 'without the filter it stays').toBe(1)
  })

  test('pieces of any size give the same jobs', () => {
    const text = `; MaxProcs: 9\n${LINE}\n${LINE.replace('1', '2')}\n`
    for (let pieces = 1; pieces < text.length; pieces += 1) {
      expect(swf(text, {}, pieces).jobs).toEqual(swf(text).jobs)
    }
  })
})

describe('Philly CSV', () => {
  const HEADER = 'timestamp,duration,num_gpus,gpu_time,cluster\n'
  const JOB = '2017-10-09 07:01:55,66.0,1,66.0,6214e9'

  test('a virtual cluster that looks like a number stays text', () => {
    expect(philly(HEADER + JOB).jobs).toEqual([
      {
        id: 2,
        submit: Date.UTC(2017, 9, 9, 7, 1, 55) / 1000,
        run: 66,
        requested: null,
        units: 1,
        project: 'vc-6214e9',
      },
    ])
  })

  test('the earliest submission is the zero of the trace', () => {
    const reader = philly(`${HEADER}${JOB}\n${JOB.replace('07:01', '06:00')}\n`)
    expect(reader.origin().zero).toBe(Date.UTC(2017, 9, 9, 6, 0, 55) / 1000)
  })

  const BAD: readonly [string, string, BadLineReason][] = [
    ['a day that does not exist', JOB.replace('10-09', '02-30'), 'not-a-time'],
    ['no time at all', JOB.replace('2017-10-09 07:01:55', 'yesterday'), 'not-a-time'],
    ['a duration in words', JOB.replace('66.0', 'long'), 'not-a-number'],
    ['a negative duration', JOB.replace('66.0', '-1'), 'no-run-time'],
    ['half a GPU', JOB.replace(',1,', ',0.5,'), 'no-size'],
    ['no cluster', JOB.replace('6214e9', ''), 'too-few-columns'],
  ]
  test.each(BAD)('%s is counted and named', (_, line, reason) => {
    expect(philly(HEADER + line).badLineSamples).toEqual([{ line: 2, reason, text: line }])
  })

  test('a file without the needed header says so', () => {
    expect(philly('a,b,c\n').badLineSamples[0]?.reason).toBe('header-missing')
  })
})
