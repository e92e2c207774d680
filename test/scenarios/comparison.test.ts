// Two real runs beside each other over HTTP: figures, CSV, the page that the server draws, and every refusal.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import type { ComparisonBody } from '../../src/contract/comparison.ts'
import { portalIn } from '../../src/http/portal.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { eventually, stateOf, testWeir, type Ask, type TestWeir } from '../kit/weir.ts'

const RUNS = '/api/agencies/hannuri/runs'
const NOBODY = '01980c6e-5d3a-7c21-9a54-3f0b2c1d4e5f'
const DIST = join(PROJECT_ROOT, 'dist/web')

let store: TestDatabase
let weir: TestWeir
let officer: Ask
let [inOrder, backfilled] = ['', '']

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store, existsSync(DIST) ? { portal: portalIn(DIST) } : {})
  officer = await weir.signIn(['programme-officer'])
  inOrder = await runOf({ scenario: 'small', backfill: 'fcfs' })
  backfilled = await runOf({ scenario: 'small', backfill: 'easy' })
})

afterAll(async () => {
  await weir.stop()
  await store.close()
})

async function runOf(body: object): Promise<string> {
  const started = await officer(RUNS, { method: 'POST', body })
  expect(started.status, started.text).toBe(201)
  const id = String(started.body['id'])
  await eventually(
    () => weir.ask(`${RUNS}/${id}`),
    (answer) => stateOf(answer) === 'completed',
  )
  return id
}

async function comparisonOf(a: string, b: string): Promise<ComparisonBody> {
  const answer = await weir.ask(`${RUNS}/${a}/comparison?with=${b}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as unknown as ComparisonBody
}

test('the figures of the comparison are those of the two runs', async () => {
  const { first, second, isSameJobs, unlike, rows } = await comparisonOf(inOrder, backfilled)
  expect([first.id, second.id, isSameJobs, unlike]).toEqual([inOrder, backfilled, true, []])
  const pool = rows[0]
  expect(pool?.first?.meanWait).toBe(first.summary?.wait.mean)
  expect(pool?.second?.meanWait).toBe(second.summary?.wait.mean)
  expect(pool?.differences?.meanWait.absolute).toBeLessThan(0)
  expect(pool?.verdict).toBe('gains')
})

test('the other way round, who gained loses', async () => {
  const [there, back] = [await comparisonOf(inOrder, backfilled), await comparisonOf(backfilled, inOrder)]
  const opposite = { gains: 'loses', loses: 'gains', same: 'same' } as const
  expect(back.rows.map(({ verdict }) => verdict)).toEqual(
    there.rows.map(({ verdict }) => (verdict === null ? null : opposite[verdict])),
  )
  expect(there.rows.some(({ verdict }) => verdict === 'gains')).toBe(true)
})

test('as CSV: the same rows, under a name that says which runs', async () => {
  const { rows } = await comparisonOf(inOrder, backfilled)
  const answer = await weir.ask(`${RUNS}/${inOrder}/comparison.csv?with=${backfilled}`)
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="small-${inOrder.slice(-12)}-${backfilled.slice(-12)}-comparison.csv"`,
  )
  const lines = answer.text.trimEnd().split('\r\n')
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join(','))).toEqual(
    rows.map(({ level, id, parent, verdict }) => [level, id, parent ?? '', verdict ?? ''].join(',')),
  )
})

describe('refused', () => {
  test.each([
    ['a run that is not there', () => `${RUNS}/${inOrder}/comparison?with=${NOBODY}`, 404, 'run-not-found'],
    ['a first run that is not there', () => `${RUNS}/${NOBODY}/comparison?with=${inOrder}`, 404, 'run-not-found'],
    ['no second run', () => `${RUNS}/${inOrder}/comparison`, 400, 'input-invalid'],
    ['what is no id', () => `${RUNS}/${inOrder}/comparison?with=best`, 400, 'input-invalid'],
    [
      'a run of another agency',
      () => `/api/agencies/songhan/runs/${inOrder}/comparison?with=${backfilled}`,
      404,
      'run-not-found',
    ],
    [
      'a CSV of a run that is not there',
      () => `${RUNS}/${inOrder}/comparison.csv?with=${NOBODY}`,
      404,
      'run-not-found',
    ],
  ])('%s', async (_, address, status, refusal) => {
    const answer = await weir.ask(address())
    expect([answer.status, answer.body['refusal']]).toEqual([status, refusal])
  })
})

test.runIf(existsSync(DIST))('the page is drawn by the server, whole, in every language', async () => {
  for (const language of ['en', 'vi', 'ko']) {
    const page = await weir.ask(`/${language}/agencies/hannuri/runs/compare?a=${inOrder}&b=${backfilled}`)
    expect([language, page.status]).toEqual([language, 200])
    expect(page.text).toContain(`<html lang="${language}"`)
    expect(page.text).toContain('class="compared-sides"')
    expect(page.text.match(/class="shift-list/g)?.length).toBeGreaterThan(4)
  }
})
