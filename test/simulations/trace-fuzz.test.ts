// Readers against broken files: no crash, no hang, every entry of the file accounted for, every bad line named by its number,
// and the same whatever the pieces in which the bytes come. WEIR_SEEDS=200000 makes about a million files (`npm run fuzz`).
import { describe, expect, test } from 'vitest'
import { TraceReader } from '../../src/simulator/trace/trace-reader.ts'
import { damagedHistory, FUZZED_FORMATS, type FuzzedFormat } from '../kit/trace-mutations.ts'
import { seededRandom, wholeNumber } from '../kit/share-trees.ts'

const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 1500)
const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
/** Far beyond what any of these files needs; a reader that goes over the same bytes again and again does not keep to it. */
const LONGEST_MS = 2000

function readWhole(format: FuzzedFormat, bytes: Uint8Array): TraceReader {
  const reader = new TraceReader(format.source())
  reader.push(bytes)
  reader.end()
  return reader
}

function readInPieces(format: FuzzedFormat, bytes: Uint8Array, random: () => number): TraceReader {
  const reader = new TraceReader(format.source())
  const longest = wholeNumber(random, 1, 200) * (bytes.length > 10_000 ? 100 : 1)
  for (let at = 0; at < bytes.length;) {
    const size = wholeNumber(random, 1, longest)
    reader.push(bytes.subarray(at, at + size))
    at += size
  }
  reader.end()
  return reader
}

const figures = (reader: TraceReader) => {
  const { jobs, lines, entries, silent, badLines, badLineSamples, leftOut } = reader
  return { jobs, lines, entries, silent, badLines, badLineSamples, leftOut, origin: reader.origin() }
}

function lineCount(bytes: Buffer): number {
  let count = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}

/** What must hold of any file; a text for what does not. */
function faultOf(format: FuzzedFormat, bytes: Buffer, reader: TraceReader): string | null {
  const left = Object.values(reader.leftOut).reduce((sum, count) => sum + count, 0)
  const replaced = reader.leftOut['earlier-attempt'] ?? 0
  const told = reader.jobs.length + replaced + reader.silent + reader.badLines + (left - replaced)
  if (told !== reader.entries) return `${reader.entries} entries, but ${told} accounted for`
  if (reader.lines !== lineCount(bytes)) return `${lineCount(bytes)} lines, but ${reader.lines} counted`
  if (format.isOfLines && reader.entries !== reader.lines) return `${reader.lines} lines, ${reader.entries} entries`
  if (reader.badLineSamples.length !== Math.min(20, reader.badLines)) return 'bad lines without a sample'
  for (const job of reader.jobs) {
    const numbers = [job.id, job.submit, job.run, job.units, job.requested ?? 1]
    const isWhole = numbers.every((value) => Number.isSafeInteger(value) && !Object.is(value, -0))
    if (!isWhole || job.units <= 0 || job.run < 0 || (job.requested ?? 1) <= 0) return JSON.stringify(job)
  }
  for (const { line, text } of reader.badLineSamples) {
    if (line < 1 || line > Math.max(1, reader.lines)) return `line ${line} of ${reader.lines}`
    if (text.length > 120 || /\p{Cc}/u.test(text) || !text.isWellFormed()) return `sample ${JSON.stringify(text)}`
  }
  return format.isOfLines ? misplacedSample(bytes, reader) : null
}

/** The text of a sample must stand at the line whose number it has. */
function misplacedSample(bytes: Buffer, reader: TraceReader): string | null {
  if (reader.badLineSamples.length === 0) return null
  const rows = bytes.toString('latin1').split('\n')
  for (const { line, text } of reader.badLineSamples) {
    const there = Buffer.from(rows[line - 1]!, 'latin1')
      .toString('utf8')
      .slice(0, 200)
    const shown = there.replaceAll(/\p{Cc}/gu, '\uFFFD').toWellFormed()
    const compared = Math.min(shown.length, text.length, 8)
    // The first line may have lost a mark of the byte order.
    if (line === 1 || shown.slice(0, compared) === text.slice(0, compared)) continue
    return `line ${line}: ${JSON.stringify(text)} is not ${JSON.stringify(shown)}`
  }
  return null
}

describe.each(FUZZED_FORMATS.map((format) => [format.name, format] as const))('%s', (_, format) => {
  test('whatever stands in the file, every entry is accounted for', { timeout: 60_000 + SEEDS * 20 }, () => {
    let [jobs, badLines, slowest] = [0, 0, 0]
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const random = seededRandom(seed)
      const bytes = damagedHistory(random, format)
      const from = performance.now()
      const whole = readWhole(format, bytes)
      slowest = Math.max(slowest, performance.now() - from)
      const fault = faultOf(format, bytes, whole)
      if (fault !== null) expect.fail(`seed ${seed}: ${fault}`)
      const pieces = JSON.stringify(figures(readInPieces(format, bytes, random)))
      if (pieces !== JSON.stringify(figures(whole))) expect(JSON.parse(pieces), `seed ${seed}`).toEqual(figures(whole))
      jobs += whole.jobs.length
      badLines += whole.badLines
    }
    expect(Math.min(jobs, badLines), 'the files are neither all good nor all bad').toBeGreaterThan(SEEDS / 5)
    expect(slowest).toBeLessThan(LONGEST_MS)
  })
})
