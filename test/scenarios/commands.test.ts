// weir start, weir sign-in and weir runs as processes of their own, killed and stopped as processes are.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { RunBody, RunListBody } from '../../src/contract/runs.ts'
import { processesIn } from '../../src/store/embedded/process-table.ts'
import { runCommand, startCommand, type StartedCommand } from '../kit/command.ts'
import { embeddedHome, until } from '../kit/embedded-home.ts'
import { askerOf, eventually, stateOf } from '../kit/weir.ts'

const place = embeddedHome({ isNew: true })
const started: StartedCommand[] = []

afterEach(async () => {
  for (const command of started.splice(0)) if (command.child.exitCode === null) await command.end('SIGTERM')
})

async function startWeir(): Promise<{ command: StartedCommand; address: string }> {
  const command = startCommand(place.home, ['start', '--port', '0'])
  started.push(command)
  const [, address = ''] = await command.says(/answers at (\S+)/)
  return { command, address }
}

const showcaseOf = async (address: string): Promise<string> => {
  const ask = askerOf(address)
  const answer = await eventually(
    () => ask('/api/agencies/hannuri/showcase'),
    ({ status }) => status === 200,
  )
  return String(answer.body['id'])
}

test('from the first start to the next one: link, showcase, list, show, delete', { timeout: 180_000 }, async () => {
  const { command, address } = await startWeir()
  const [url = ''] = await command.says(/http:\/\/127\.0\.0\.1:\d+\/en\/sign-in#token=hannuri\.[\w-]{43}/)
  const token = url.split('#token=')[1] ?? ''
  const ask = askerOf(address)
  expect((await ask('/api/session', { method: 'POST', body: { token } })).status).toBe(201)
  const id = await showcaseOf(address)

  // Beside the running Weir.
  const listed = await runCommand(place.home, ['runs', 'list', '--json'])
  expect(listed.exitCode, listed.stderr).toBe(0)
  const list = JSON.parse(listed.stdout) as RunListBody
  expect(list.rows.map((row) => [row.id, row.isShowcase, row.progress.state])).toEqual([[id, true, 'completed']])
  const shown = await runCommand(place.home, ['--lang', 'ko', 'runs', 'show', id])
  expect(shown.stdout).toContain('national-50-30-20')
  expect(shown.stdout).toContain('국가 AI 프로젝트')
  const csv = await runCommand(place.home, ['runs', 'show', id, '--csv'])
  expect(csv.stdout).toContain('national,,sector')
  const signIn = await runCommand(place.home, ['sign-in', '--agency', 'songhan'])
  expect(signIn.stdout).toMatch(/^http:\/\/127\.0\.0\.1:4600\/en\/sign-in#token=songhan\.[\w-]{43}\n$/)

  const ended = await command.end('SIGINT')
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.stringContaining('Weir has stopped.')])
  expect(processesIn(place.data)).toEqual([])

  // Without a running Weir.
  const refused = await runCommand(place.home, ['runs', 'delete', id])
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('--yes')])
  const deleted = await runCommand(place.home, ['runs', 'delete', id, '--yes'])
  expect([deleted.exitCode, deleted.stdout]).toEqual([0, `Deleted: ${id}\n`])
  const missing = await runCommand(place.home, ['runs', 'show', id])
  expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringContaining('There is no such run.')])
  expect(processesIn(place.data)).toEqual([])
})

test('kill -9 of Weir while it replays: the next start completes the run', { timeout: 180_000 }, async () => {
  const first = await startWeir()
  const ask = askerOf(first.address)
  const running = await eventually(
    () => ask('/api/agencies/hannuri/runs'),
    ({ body }) => {
      const { rows } = body as unknown as RunListBody
      return rows[0]?.progress.state === 'running' && rows[0].progress.jobsDone > 0
    },
  )
  const id = (running.body as unknown as RunListBody).rows[0]?.id ?? ''
  await first.command.end('SIGKILL')
  await until(() => processesIn(place.data).length === 0, 'the database has ended with its Weir')
  const second = await startWeir()
  expect(await showcaseOf(second.address)).toBe(id)
  const { body } = await askerOf(second.address)(`/api/agencies/hannuri/runs/${id}`)
  const run = body as unknown as RunBody
  expect(run.nodes.length).toBeGreaterThan(20)
  expect(run.progress.jobsDone).toBe(82_247)
})

test('a run that is stopped in the middle by Ctrl+C waits for the next start', { timeout: 180_000 }, async () => {
  const first = await startWeir()
  const ask = askerOf(first.address)
  const runs = () => ask('/api/agencies/hannuri/runs')
  const open = await eventually(
    runs,
    ({ body }) => (body as unknown as RunListBody).rows[0]?.progress.state === 'running',
  )
  const id = (open.body as unknown as RunListBody).rows[0]?.id ?? ''
  const stoppedAt = performance.now()
  await first.command.end('SIGTERM')
  expect(performance.now() - stoppedAt).toBeLessThan(8_000)
  const listed = await runCommand(place.home, ['runs', 'list', '--json'])
  expect((JSON.parse(listed.stdout) as RunListBody).rows[0]).toMatchObject({ id, progress: { state: 'queued' } })
  const second = await startWeir()
  const run = await eventually(
    () => askerOf(second.address)(`/api/agencies/hannuri/runs/${id}`),
    (answer) => stateOf(answer) === 'completed',
  )
  expect(run.status).toBe(200)
})

test('a port that is in use, a setting that is none, and a home that is in use are refused by name', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const inUse = await runCommand(place.home, ['start', '--port', String(port)])
  expect([inUse.exitCode, inUse.stderr]).toEqual([1, expect.stringContaining(`--port ${port + 1}`)])
  server.close()
  const wrong = await runCommand(place.home, ['start', '--port', 'http'])
  expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('WEIR_PORT cannot be “http”')])
  await startWeir()
  const second = await runCommand(place.home, ['--lang', 'vi', 'start', '--port', '0'])
  expect([second.exitCode, second.stderr]).toEqual([1, expect.stringContaining(place.home)])
  expect(processesIn(place.data).length).toBeGreaterThan(0)
})
