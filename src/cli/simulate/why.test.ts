// `weir simulate why` as a process: of a moment who waits and why; that the change it names is true; how it refuses.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../adapters/files/places.ts'
import type { QueueMoment } from '../../simulator/queue-moment.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir why '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function why(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const all = ['--lang', 'en', 'simulate', 'why', ...words]
    execFile(join(PROJECT_ROOT, 'bin', 'weir'), all, { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

const line = (id: number, submit: number, units: number, seconds: number) =>
  `${id} ${submit} 0 ${seconds} ${units} -1 -1 ${units} ${seconds} -1 1 ${(id % 2) + 1} 1 -1 1 -1 -1 -1`

/** Job 2 waits for job 1; job 3 fits beside it, but not for so long. */
function history(name: string, secondsOfThird: number, header = ''): string {
  const jobs = [line(1, 5, 6, 100), line(2, 6, 9, 100), line(3, 7, 2, secondsOfThird)]
  writeFileSync(join(folder, name), `; MaxProcs: 10\n${header}${jobs.join('\n')}\n`)
  return name
}

async function momentOf(...words: string[]): Promise<QueueMoment> {
  const { code, stdout, stderr } = await why(...words, '--json')
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as QueueMoment
}

test('each job that waits has its reason, its start and one change, and the change is true', async () => {
  const moment = await momentOf('--trace', history('a.swf', 200), '--at', '10')
  expect(moment).toMatchObject({ time: 10, decidedAt: 7, capacity: 10, running: [{ job: 1, startedAt: 5 }] })
  expect(moment.waiting).toMatchObject([
    { job: 2, reason: { code: 'pool-full', askedUnits: 9, roomUnits: 4, start: 105 } },
    { job: 3, reason: { code: 'would-delay', otherJob: 2, counterfactual: { change: 'walltime', seconds: 98 } } },
  ])
  const shorter = await momentOf('--trace', history('b.swf', 98), '--job', '3')
  expect(shorter.running.map(({ job }) => job)).toEqual([1, 3])
  const longer = await momentOf('--trace', history('c.swf', 99), '--job', '3')
  expect(longer.running.map(({ job }) => job)).toEqual([1])
})

test('in sentences, on the calendar of the history, the job that is asked for first', async () => {
  const trace = history('dated.swf', 200, '; UnixStartTime: 1795453200\n')
  const { stdout } = await why('--trace', trace, '--job', '3', '--at', '2026-11-23T17:00:20Z')
  expect(stdout.split('\n')).toEqual([
    '2026-11-23T17:00:20Z: 2 jobs wait and 1 run; 6 of 10 GPUs are in use',
    '',
    'Job 3 of pool: 2 units for 3 mins 20 secs; it has waited 13 secs',
    '  It fits, but would delay the reserved start of job 2',
    '  Start: by what is known: 2026-11-23T17:03:25Z',
    '  It could start with a requested time of at most 1 min 38 secs.',
    '',
    'Job 2 of pool: 9 units for 1 min 40 secs; it has waited 14 secs',
    '  It asks for 9 GPUs, and 4 are free for its project',
    '  pool: guarantee 10, entitled to 10, in use 6',
    '  Start: reserved: 2026-11-23T17:01:45Z',
    expect.stringMatching(/^ {2}With \d+ more GPUs/),
    '',
  ])
  expect((await why('--trace', trace, '--job', '1')).stdout).toContain('Job 1 does not wait at this moment.')
  expect((await why('--trace', trace, '--at', '20s', '--most', '1')).stdout).toContain(
    'The first 1 of 2 are explained.',
  )
})

test('under the policy of a scenario, by the names of its tree', async () => {
  writeFileSync(
    join(folder, 'policy.yaml'),
    `apiVersion: weir/v1
kind: Pool
metadata: {name: two, agency: hannuri}
spec:
  flavors: [{name: gpu, unit: gpu, capacity: 10, price: 1}]
---
kind: ShareTree
spec:
  - {id: lab, kind: project, guarantee: 50%, limit: 60%, title: {en: The laboratory}}
  - {id: firm, kind: project, guarantee: 50%}
`,
  )
  writeFileSync(
    join(folder, 'scenario.yaml'),
    `apiVersion: weir/v1
kind: Scenario
metadata: {name: small}
spec:
  policy: policy.yaml
  trace: {path: ${history('s.swf', 200)}, format: swf, notice: {en: Invented.}}
  flavor: gpu
  map: {by: user, projects: {2: lab}, default: firm}
  estimate: requested
  seed: 3
`,
  )
  const { stdout } = await why('--scenario', 'scenario.yaml', '--at', '10')
  expect(stdout).toContain('Job 3 of The laboratory: ')
  expect(stdout).toContain('  A limit is reached: The laboratory\n')
  expect(stdout).toMatch(/It would not wait for this with a limit of \d+ GPUs for The laboratory\./)
})

test.each<[readonly string[], string]>([
  [['--trace', 'a.swf'], 'Name when: --at TIME, or --job N.'],
  [['--at', '5'], 'Name what to replay: '],
  [['--trace', 'a.swf', '--at', 'noon'], '--at takes a time such as 30d'],
  [['--trace', 'a.swf', '--at', '2026-11-23'], 'The history does not say on which days it was'],
  [['--trace', 'a.swf', '--at', '4'], 'Nothing had been submitted by then.'],
  [['--trace', 'a.swf', '--job', '9'], 'The history has no job 9.'],
  [['--trace', 'a.swf', '--job', 'x'], '--job takes a whole number from 0 '],
  [['--trace', 'a.swf', '--at', '5', '--most', '0'], '--most takes a whole number from 1 to 100,000, not “0”.'],
  [['--trace', 'a.swf', '--at', '5', '--schedule', 'x'], '--schedule does not go with why.'],
  [['--trace', 'nowhere.swf', '--at', '5'], 'There is no file nowhere.swf.'],
])('%j is refused in a sentence', async (words, sentence) => {
  history('a.swf', 200)
  const { code, stdout, stderr } = await why(...words)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`weir: ${sentence}`)
  expect(stderr).not.toMatch(/\n\s+at /)
})
