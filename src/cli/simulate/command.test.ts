// `weir simulate` as a process: what it prints, what it writes, how it refuses.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { PROJECT_ROOT } from '../../adapters/files/places.ts'
import { REAL_SACCT_JSON, REAL_SACCT_TEXT } from '../../../test/kit/trace-mutations.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir simulate '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TRACE = [
  '; MaxProcs: 10',
  '1 0 0 100 6 -1 -1 6 100 -1 1 1 1 -1 1 -1 -1 -1',
  '2 1 0 100 6 -1 -1 6 100 -1 1 1 1 -1 1 -1 -1 -1',
  '3 2 0 10 2 -1 -1 2 10 -1 1 1 1 -1 1 -1 -1 -1',
  'this is no job',
  '',
].join('\n')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function weir(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(join(PROJECT_ROOT, 'bin', 'weir'), words, { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

function written(name: string, text: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('weir simulate', () => {
  test('prints the summary of a trace as JSON, and the bad line to the side', async () => {
    const { code, stdout, stderr } = await weir('simulate', '--trace', written('a.swf', TRACE), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ jobs: 3, capacity: 10, trace: { lines: 5, badLines: 1 } })
    expect(stderr).toContain('line 5: too few columns: this is no job')
  })

  const OTHERS: readonly [string, string, string, readonly string[], object][] = [
    [
      'what sacct printed',
      'jobs.txt',
      REAL_SACCT_TEXT,
      ['--format', 'sacct-parsable2', '--processors', '16', '--zone', '+09:00'],
      { jobs: 8, capacity: 16, epoch: Date.UTC(2026, 10, 23, 1, 24, 7) / 1000, trace: { leftOut: { step: 10 } } },
    ],
    ['its JSON', 'jobs.json', REAL_SACCT_JSON, ['--processors', '64', '--tres', 'cpu'], { jobs: 9, capacity: 64 }],
    [
      'a CSV in its own columns',
      'mine.csv',
      'when;took;n\n5;10;"2"\n6;;1\n',
      [
        '--columns',
        'submit=when,run=took,units=n',
        '--delimiter',
        'semicolon',
        '--time',
        'seconds',
        '--processors',
        '4',
      ],
      { jobs: 1, firstSubmitAt: 5, trace: { leftOut: { 'not-ended': 1 } } },
    ],
  ]
  test.each(OTHERS)('replays %s', async (_, name, text, options, expected) => {
    const { code, stdout, stderr } = await weir('simulate', '--trace', written(name, text), '--json', ...options)
    expect([code, code === 0 ? '' : stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject(expected)
  })

  test('writes the schedule in the columns of the reference schedules, and reads gzip', async () => {
    const out = join(folder, 'schedule.csv')
    const trace = written('a.swf.gz', gzipSync(TRACE))
    const { code } = await weir('simulate', '--trace', trace, '--policy', 'fcfs', '--schedule', out)
    expect(code).toBe(0)
    expect(readFileSync(out, 'utf8')).toBe(
      'job_id,submit,start,run,procs,requested\n1,0,0,100,6,100\n2,1,100,100,6,100\n3,2,100,10,2,10\n',
    )
  })

  test('writes every bad line with its number and reason, also of a history without a job', async () => {
    const bad = Array.from({ length: 25 }, (_, line) => `${line + 1} no job`).join('\n')
    const many = written('many-bad.swf', `${TRACE}${bad}\n`)
    const none = written('only-bad.swf', bad)
    for (const [path, code, first] of [
      [many, 0, 5],
      [none, 1, 1],
    ] as const) {
      const ended = await weir('simulate', '--trace', path, '--bad-lines', 'bad.csv', '--json')
      expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining('bad.csv')])
      const lines = readFileSync(join(folder, 'bad.csv'), 'utf8').slice(1).split('\r\n')
      expect(lines[0]).toBe('line,reason,text')
      expect(lines[1]).toMatch(new RegExp(`^${first},too few columns,`))
      expect(lines).toHaveLength(1 + (first === 5 ? 26 : 25) + 1)
    }
  })

  const REFUSED: readonly [string, readonly string[], string][] = [
    ['a file that is not there', ['--trace', 'nowhere.swf'], 'There is no file nowhere.swf.'],
    ['a broken gzip', ['--trace', 'broken.swf.gz'], 'broken.swf.gz cannot be read:'],
    ['a file without jobs', ['--trace', 'empty.swf'], 'empty.swf has no job that can be replayed.'],
    [
      'a file of which the filter leaves nothing',
      ['--trace', 'ended.swf', '--filter', 'sc15'],
      'ended.swf has no job that can be replayed. Left out: 2 (by the filter).\n',
    ],
    [
      'a file of another format',
      ['--trace', 'pods.csv'],
      'replayed. 1 line was not usable; the first: line 1: the header does not name the needed columns: sn,model',
    ],
    [
      'a folder for a schedule that is not there',
      ['--trace', 'a.swf', '--schedule', 'no/where.csv'],
      'no/where.csv was not written',
    ],
    ['a scenario that is not there', ['--scenario', 'nowhere.yaml'], '/nowhere.yaml.\n'],
  ]
  test.each(REFUSED)('refuses %s in a sentence, without a stack', async (_, words, message) => {
    written('a.swf', TRACE)
    written('broken.swf.gz', gzipSync(TRACE).subarray(0, 40))
    written('empty.swf', '; MaxProcs: 3\n')
    written('ended.swf', '; MaxProcs: 3\n1 0 0 0 1\n2 0 0 0 1\n')
    written('pods.csv', 'sn,model\n')
    const { code, stdout, stderr } = await weir('--lang', 'en', 'simulate', ...words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('names every problem of a scenario file by line', async () => {
    const scenario = written('bad.yaml', 'apiVersion: weir/v1\nkind: Scenario\nmetadata: {nmae: x}\n')
    const { code, stderr } = await weir('--lang', 'en', 'simulate', '--scenario', scenario)
    expect(code).toBe(1)
    expect(stderr).toMatch(/bad\.yaml:3:\d+: .*nmae.*name/)
  })
})
