// `weir simulate compare` as a process: what it prints, what it writes, how it refuses.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../adapters/files/places.ts'
import { seededRandom } from '../../../test/kit/share-trees.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir compare '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function compared(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const all = ['--lang', 'en', 'simulate', 'compare', ...words]
    execFile(join(PROJECT_ROOT, 'bin', 'weir'), all, { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const policy = (name: string, first: number) => `apiVersion: weir/v1
kind: Pool
metadata: {name: ${name}, agency: hannuri, title: {en: Shares of ${name}}}
spec:
  flavors: [{name: gpu, unit: gpu, capacity: 16, price: 1}]
---
kind: ShareTree
spec:
  - {id: research, kind: sector, guarantee: ${first}%, limit: ${first}%}
  - {id: industry, kind: sector, guarantee: ${100 - first}%, limit: ${100 - first}%}
  - {id: lab, parent: research, kind: project, guarantee: 100%}
  - {id: firm, parent: industry, kind: project, guarantee: 100%}
`

const scenario = (name: string, trace: string) => `apiVersion: weir/v1
kind: Scenario
metadata: {name: ${name}, title: {en: Scenario ${name}}}
spec:
  policy: half.yaml
  trace: {path: ${trace}, format: swf, notice: {en: Invented.}}
  flavor: gpu
  map: {by: user, projects: {1: lab}, default: firm}
  estimate: requested
  seed: 3
`

const OWN_POOL = '  pool: {flavors: [{name: gpu, unit: gpu, capacity: 16, price: 1}]}'

/** Every 40 minutes a job, for `days`. */
function history(days: number, seed: number): string {
  const random = seededRandom(seed)
  const lines = Array.from({ length: days * 36 }, (_, index) => {
    const run = 600 + Math.floor(random() * 9_000)
    const units = 1 + Math.floor(random() * 6)
    const user = random() < 0.5 ? 1 : 2
    return `${index + 1} ${index * 2400} 0 ${run} ${units} -1 -1 ${units} ${run} -1 1 ${user} 1 -1 1 -1 -1 -1`
  })
  return `; MaxProcs: 16\n${lines.join('\n')}\n`
}

beforeAll(() => {
  const files: Readonly<Record<string, string>> = {
    'half.yaml': policy('half', 50),
    'quarter.yaml': policy('quarter', 25),
    'ten.swf': history(10, 1),
    'other.swf': history(10, 2),
    'two.swf': history(2, 1),
    'ten-days.yaml': scenario('ten-days', 'ten.swf'),
    'other-days.yaml': scenario('other-days', 'other.swf'),
    'two-days.yaml': scenario('two-days', 'two.swf'),
    'own-pool.yaml': scenario('own-pool', 'ten.swf').replace('  flavor: gpu', `${OWN_POOL}\n$&`),
    'other-pool.yaml': policy('other-pool', 50)
      .replace('name: gpu', 'name: h200')
      .replaceAll(/(guarantee|limit): (\d+%)/g, '$1: {h200: $2}'),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
})

/** Under a quarter, jobs of more than four cards can never start. */
const PAIR = ['half.yaml', 'quarter.yaml', '--scenario', 'ten-days.yaml']

describe('weir simulate compare', () => {
  test('tells who gains and who loses first, under the names of the policies', async () => {
    const { code, stdout, stderr } = await compared(...PAIR)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.startsWith('A: Shares of half\nB: Shares of quarter\n\nindustry would wait')).toBe(true)
    expect(stdout).toMatch(/Sectors\n {2}Gain {2}industry .*\n {2}Lose {2}research /)
  })

  test('the same file twice: no change anywhere', async () => {
    const { stdout } = await compared('half.yaml', 'half.yaml', '--scenario', 'ten-days.yaml', '--json')
    const { rows, jobs } = JSON.parse(stdout) as { rows: { verdict: string }[]; jobs: { pool: { same: number } } }
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['same']))
    expect(jobs.pool.same).toBe(360)
  })

  test('as JSON and as CSV, the same figures', async () => {
    const [json, csv] = [await compared(...PAIR, '--json'), await compared(...PAIR, '--csv')]
    const { a, b, rows } = JSON.parse(json.stdout) as {
      a: object
      b: object
      rows: { id: string; first: { meanWait: number }; second: { meanWait: number } }[]
    }
    expect([a, b]).toMatchObject([
      { policy: 'half', scenario: 'ten-days' },
      { policy: 'quarter', scenario: 'ten-days' },
    ])
    const lab = rows.find(({ id }) => id === 'lab')!
    expect(lab.second.meanWait).toBeGreaterThan(lab.first.meanWait)
    expect(csv.stdout).toContain(`project,lab,research,loses,`)
    expect(csv.stdout).toContain(`,${lab.first.meanWait},${lab.second.meanWait},`)
  })

  test('over seeds, the same bytes twice', async () => {
    const words = [...PAIR, '--seeds', '4']
    const [once, again] = [await compared(...words), await compared(...words)]
    expect([once.code, once.stderr]).toEqual([0, ''])
    expect(once.stdout).toContain('Each of 4 histories')
    expect(once.stdout).toMatch(/Lose {2}research {2}Difference of jobs -[\d.]+ number, 95% interval -[\d.]+ to -/)
    expect(again.stdout).toBe(once.stdout)
  })

  test('writes a report that stands alone', async () => {
    const { code, stderr } = await compared(...PAIR, '--report', 'report.html')
    expect([code, stderr]).toEqual([0, 'Report: report.html\n'])
    const html = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(html).toContain('<h1>Shares of half and Shares of quarter</h1>')
    expect(html).not.toMatch(/<script|(?:src|href)="http/)
  })

  test('two scenarios of different histories are told beside each other', async () => {
    const { code, stdout } = await compared('ten-days.yaml', 'other-days.yaml')
    expect(code).toBe(0)
    expect(stdout).toContain('The two replay different histories.')
    expect(stdout).not.toMatch(/ {2}(?:Gain|Lose) /)
  })

  const REFUSED: readonly [string, readonly string[], string][] = [
    ['policies without a scenario', ['half.yaml', 'quarter.yaml'], '“half.yaml” is a policy.'],
    ['a scenario where a policy belongs', ['ten-days.yaml', 'half.yaml', '--scenario', 'ten-days.yaml'], 'problem'],
    ['a file that is not there', ['nowhere.yaml', 'half.yaml'], 'There is no file '],
    ['a folder', ['.', 'half.yaml'], ' cannot be read: EISDIR'],
    [
      'a policy that is in order, but not over the pool of the scenario',
      ['half.yaml', 'other-pool.yaml', '--scenario', 'own-pool.yaml'],
      'other-pool.yaml does not fit the pool that own-pool.yaml replays on (6 problems):\n',
    ],
    ['two forms at once', [...PAIR, '--json', '--csv'], 'Name either --json or --csv, not both.'],
    ['one seed', [...PAIR, '--seeds', '1'], '--seeds takes a whole number from 2 to 1,000, not “1”.'],
    ['a bare trace', [...PAIR, '--trace', 'ten.swf'], '--trace does not go with compare.'],
    [
      'seeds of different histories',
      ['ten-days.yaml', 'other-days.yaml', '--seeds', '3'],
      '--seeds needs the same jobs on both sides',
    ],
    [
      'seeds of two days',
      ['half.yaml', 'quarter.yaml', '--scenario', 'two-days.yaml', '--seeds', '3'],
      'fewer than five',
    ],
    ['a report without a folder', [...PAIR, '--report', 'no/where.html'], 'no/where.html was not written'],
  ]
  test.each(REFUSED)('refuses %s in a sentence, without a stack', async (_, words, message) => {
    const { code, stdout, stderr } = await compared(...words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
