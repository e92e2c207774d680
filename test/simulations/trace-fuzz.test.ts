// Readers against broken files: no crash, no hang, and each line is a job, a comment, filtered, or bad by name.
import { expect, test } from 'vitest'
import { PhillyReader } from '../../src/simulator/trace/philly.ts'
import { SwfReader } from '../../src/simulator/trace/swf.ts'
import { TraceReader, type TraceFormatReader } from '../../src/simulator/trace/trace-reader.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 5000)

const SWF_LINES = [
  '; MaxProcs: 64',
  '1 10 0 60 4 -1 -1 4 120 -1 1 7 1 -1 1 -1 -1 -1',
  '2 11 0 6.5 1 -1 -1 1 99 -1 1 7 1 -1 1 -1 -1 -1',
]
const CSV_LINES = [
  'timestamp,duration,num_gpus,gpu_time,cluster',
  '2017-10-09 07:01:55,66.0,1,66.0,6214e9',
  '2017-10-10 00:00:00,1,8,8,x',
]
const PIECES = [
  '',
  ' ',
  '-',
  '-1',
  '1e400',
  'NaN',
  '9'.repeat(40),
  '\u0000',
  '\r',
  '\n',
  ';',
  ',',
  '"',
  '한',
  '\uFFFD',
  '0x10',
  '--',
]

function mutated(random: () => number, lines: readonly string[]): string {
  let text = Array.from({ length: 12 }, () => lines[Math.floor(random() * lines.length)]).join('\n')
  for (let change = wholeNumber(random, 1, 8); change > 0; change -= 1) {
    const at = wholeNumber(random, 0, text.length)
    const length = wholeNumber(random, 0, 5)
    text = text.slice(0, at) + PIECES[Math.floor(random() * PIECES.length)]! + text.slice(at + length)
  }
  return text
}

const FORMATS: readonly [string, readonly string[], () => TraceFormatReader][] = [
  ['SWF', SWF_LINES, () => new SwfReader({ filter: 'none', capacity: null, by: 'user', projectOf: (value) => value })],
  ['Philly CSV', CSV_LINES, () => new PhillyReader((value) => value)],
]

test.each(FORMATS)(
  '%s: whatever stands in the file, every job is whole and every bad line named',
  (_, lines, format) => {
    let [jobs, bad] = [0, 0]
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const reader = new TraceReader(format())
      reader.push(mutated(seededRandom(seed), lines))
      reader.end()
      for (const job of reader.jobs) {
        const numbers = [job.submit, job.run, job.units]
        expect(
          numbers.every(Number.isSafeInteger) && job.units > 0 && job.run >= 0,
          `seed ${seed}: ${JSON.stringify(job)}`,
        ).toBe(true)
      }
      expect(reader.badLineSamples.length, `seed ${seed}`).toBe(Math.min(20, reader.badLines))
      jobs += reader.jobs.length
      bad += reader.badLines
    }
    expect(Math.min(jobs, bad)).toBeGreaterThan(SEEDS)
  },
)
