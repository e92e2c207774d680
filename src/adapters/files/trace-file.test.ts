import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { readTraceFile } from './trace-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-trace-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const OPTIONS = { format: 'swf', filter: 'none', capacity: null, estimate: { kind: 'requested' }, map: null } as const
const LINE = '1 10 0 60 4 -1 -1 4 120 -1 1 7 1 -1 1 -1 -1 -1'
const MANY = Array.from({ length: 5000 }, (_, job) => LINE.replace('1', String(job + 1))).join('\n')

async function read(name: string, bytes: Uint8Array | string) {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const file = await readTraceFile(path, OPTIONS)
  return file.ok ? file.value.reading : `${file.refusal.code}: ${file.refusal.detail}`
}

describe('a history on disk', () => {
  test('plain or gzip, by what it holds and not by its name', async () => {
    const plain = await read('plain.gz', MANY)
    const packed = await read('packed.swf', gzipSync(MANY))
    expect(plain).toMatchObject({ jobs: 5000, lines: 5000, leftOut: {}, badLines: 0 })
    expect(packed).toMatchObject({ jobs: 5000, sha256: createHash('sha256').update(gzipSync(MANY)).digest('hex') })
  })

  test('a gzip that was cut off is refused, with what the decompressor said', async () => {
    const packed = gzipSync(MANY)
    expect(await read('cut.swf.gz', packed.subarray(0, packed.length / 2))).toBe('trace-broken: unexpected end of file')
  })

  test('nothing at all, or only comments, is no history', async () => {
    expect(await read('empty.swf', '')).toBe('trace-empty: ')
    expect(await read('comments.swf', '; MaxProcs: 9\n')).toBe('trace-empty: ')
  })

  test('a binary file is refused by its first line', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256)
    expect(await read('picture.swf', bytes)).toMatch(/^trace-empty: line 1: /)
  })

  test('a line of 300 megabytes is one bad line, and does not fill the memory', async () => {
    const before = process.resourceUsage().maxRSS
    const packed = Buffer.concat([
      gzipSync(Buffer.alloc(150_000_000, '7')),
      gzipSync(Buffer.alloc(150_000_000, '8')),
      gzipSync(`\n${LINE}\n`),
    ])
    const peakOfWriting = process.resourceUsage().maxRSS
    expect(await read('long.swf', packed)).toMatchObject({ jobs: 1, lines: 2, badLines: 1 })
    const grown = (process.resourceUsage().maxRSS - Math.max(before, peakOfWriting)) / 1024
    expect(grown, 'megabytes').toBeLessThan(100)
  })

  test('the machine is as large as was asked for, also where the format never says it', async () => {
    const path = join(folder, 'philly.csv')
    writeFileSync(path, 'timestamp,duration,num_gpus,cluster\n2017-10-09 07:01:55,66.0,1,6214e9\n')
    const file = await readTraceFile(path, { ...OPTIONS, format: 'philly-csv', capacity: 560 })
    expect(file.ok && file.value.workload.capacity).toBe(560)
  })

  test('a file that is not there', async () => {
    const file = await readTraceFile(join(folder, 'nowhere.swf'), OPTIONS)
    expect(file).toMatchObject({ ok: false, refusal: { code: 'trace-not-found' } })
  })
})
