// `weir workload` and `weir simulate sweep` as processes: what they write, how a sweep goes on, how they refuse.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../../test/kit/share-trees.ts'
import { PROJECT_ROOT } from '../../adapters/files/places.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir sweep '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function weir(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      join(PROJECT_ROOT, 'bin', 'weir'),
      ['--lang', 'en', ...words],
      { cwd: folder },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      },
    )
  })
}

const sweep = (...words: string[]) => weir('simulate', 'sweep', '--scenario', 'scenario.yaml', ...words)

beforeAll(() => {
  const random = seededRandom(5)
  const jobs = Array.from({ length: 400 }, (_, index) => {
    const run = 600 + Math.floor(random() * 9_000)
    const units = 1 + Math.floor(random() * 6)
    return `${index + 1} ${index * 2400} 0 ${run} ${units} -1 -1 ${units} ${run} -1 1 ${1 + (index % 2)} 1 -1 1 -1 -1 -1`
  })
  const files: Readonly<Record<string, string>> = {
    'history.swf': `; MaxProcs: 16\n${jobs.join('\n')}\n`,
    'policy.yaml': `apiVersion: weir/v1
kind: Pool
metadata: {name: half, agency: hannuri}
spec:
  flavors: [{name: gpu, unit: gpu, capacity: 16, price: 1}]
---
kind: ShareTree
spec:
  - {id: research, kind: sector, guarantee: 50%} # the officer's word
  - {id: industry, kind: sector, guarantee: 50%}
  - {id: lab, parent: research, kind: project, guarantee: 100%}
  - {id: firm, parent: industry, kind: project, guarantee: 100%}
`,
    'scenario.yaml': `apiVersion: weir/v1
kind: Scenario
metadata: {name: made}
spec:
  policy: policy.yaml
  trace: {path: history.swf, format: swf, notice: {en: Invented.}}
  flavor: gpu
  map: {by: user, projects: {1: lab}, default: firm}
  estimate: requested
  seed: 3
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
})

describe('a description', () => {
  test('is fitted to the history of a scenario, and histories are drawn from it', async () => {
    const fitted = await weir('workload', 'fit', 'scenario.yaml', '--out', 'model.json')
    expect(fitted).toMatchObject({ code: 0, stdout: '' })
    const draw = ['workload', 'draw', 'model.json', '--days', '10', '--seed', '4', '--growth', '50']
    const [one, same, other] = [await weir(...draw), await weir(...draw), await weir(...draw, '--seed', '5')]
    expect(one.stdout.split('\n')[0]).toBe('job,submit,run,requested,units,project')
    expect(one.stdout.split('\n').length).toBeGreaterThan(300)
    expect(same.stdout).toBe(one.stdout)
    expect(other.stdout).not.toBe(one.stdout)
  })

  test.each([
    [['model.json', '--mix', 'nobody=5'], 'has no sector “nobody”; it has: industry, research'],
    [['model.json', '--mix', 'research=70,industry=40'], 'industry=40 cannot be'],
    [['model.json', '--days', '0'], '--days takes a whole number from 1 to 36,500, not “0”'],
    [['history.swf'], 'history.swf is no description of a workload'],
  ])('%j is refused', async (words, sentence) => {
    const { code, stderr } = await weir('workload', 'draw', ...words)
    expect(code).toBe(1)
    expect(stderr).toContain(sentence)
  })
})

describe('a sweep', () => {
  test('has a row for each combination, goes on where it was, and gives the same bytes', async () => {
    const words = ['--set', 'capacity=12,16', '--set', 'guarantee.research=50%,25%', '--seeds', '2', '--out', 'all']
    const first = await sweep(...words)
    expect(first.code, first.stderr).toBe(0)
    expect(first.stdout).toMatch(/^Sweep, 2 histories for each row\ncapacity \/ guarantee\.research /)
    expect(first.stdout.match(/^(?:12|16) \/ (?:50|25)% .*±/gm)).toHaveLength(8)
    const csv = readFileSync(join(folder, 'all', 'sweep.csv'), 'utf8')
    expect(csv.split('\n')).toHaveLength(6)
    const cells = readdirSync(join(folder, 'all')).filter((name) => name.startsWith('cell-'))
    expect(cells).toHaveLength(8)
    // One result is lost, as if the sweep had been interrupted before it; the others are not done again.
    const [lost = '', kept = ''] = cells
    rmSync(join(folder, 'all', lost))
    const before = statSync(join(folder, 'all', kept)).mtimeMs
    const again = await sweep(...words)
    expect(again.stderr).toContain('7 of 8 replays were done before.')
    expect(again.stdout).toBe(first.stdout)
    expect(readFileSync(join(folder, 'all', 'sweep.csv'), 'utf8')).toBe(csv)
    expect(statSync(join(folder, 'all', kept)).mtimeMs).toBe(before)
  })

  test('replays the recorded history where nothing asks for another', async () => {
    const { stdout } = await sweep('--set', 'capacity=16', '--out', 'recorded', '--json')
    const { rows } = JSON.parse(stdout) as { rows: { jobs: { mean: number; high: number | null } }[] }
    expect(rows).toHaveLength(1)
    expect(rows[0]?.jobs).toMatchObject({ mean: 400, high: null })
  })

  test('grows by what is asked', async () => {
    const { stdout } = await sweep(
      '--set',
      'growth=0,100',
      '--set',
      'after=1',
      '--days',
      '14',
      '--out',
      'grown',
      '--json',
    )
    const { rows } = JSON.parse(stdout) as { rows: { jobs: { mean: number } }[] }
    expect(rows[1]!.jobs.mean / rows[0]!.jobs.mean).toBeCloseTo(2, 0)
  })

  test.each([
    [[], 'sweep needs --out FOLDER'],
    [['--out', 'x', '--bad-lines', 'y'], '--bad-lines does not go with sweep.'],
    [['--out', 'history.swf', '--set', 'capacity=16'], 'weir: history.swf was not written: EEXIST'],
    [['--out', 'x', '--set', 'guarantee'], '--set takes NAME=VALUE,VALUE, not “guarantee”'],
    [['--out', 'x', '--set', 'guarante.research=5'], 'Nothing is called “guarante.research”'],
    [['--out', 'x', '--set', 'capacity=many'], 'capacity cannot be “many”'],
    [['--out', 'x', '--set', 'guarantee.nobody=5%'], 'guarantee.nobody: the policy has no node of this name.'],
    [['--out', 'x', '--set', 'guarantee.research=50%,80%'], 'guarantee.research=80%: '],
    [['--out', 'x', '--set', 'mix.research=60', '--set', 'mix.industry=60'], 'industry=60 cannot be'],
    [['--out', 'x', '--set', 'growth=0,1,2', '--seeds', '1000', '--set', 'after=0,1,2,3'], '12,000 replays'],
  ])('%j is refused before anything is replayed', async (words, sentence) => {
    const { code, stdout, stderr } = await sweep(...words)
    expect(code, stdout).toBe(1)
    expect(stderr).toContain(sentence)
  })
})
