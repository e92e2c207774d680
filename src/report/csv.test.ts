import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import type { NodeOutcome } from '../simulator/outcome.ts'
import { accountsCsv, classesCsv, nodesCsv, seriesCsv, type TitledNode } from './csv.ts'

const titled = (node: NodeOutcome, title: TitledNode['title'] = {}): TitledNode => ({ ...node, title })
const [first] = outcomeExample().nodes
if (first === undefined) throw new Error('the example has no nodes')
const national = first

/** A reader as RFC 4180 describes it, so that what we write is held against something that we did not write. */
function parsed(csv: string): string[][] {
  const records: string[][] = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain, end] of csv.replace(/^\ufeff/, '').matchAll(pattern)) {
    records.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') records.push([])
  }
  return records.slice(0, -1)
}

const titleEn = (title: string) => parsed(nodesCsv([titled(national, { en: title })], 'gpu'))[1]?.[3]

describe('nodes', () => {
  test('every line has a field for every header, the header carries the unit', () => {
    const [header, ...lines] = parsed(
      nodesCsv(
        outcomeExample().nodes.map((node) => titled(node)),
        'gpu',
      ),
    )
    expect(header).toContain('delivered_gpu_hours')
    expect(header).toContain('wait_p90_seconds')
    expect(lines).toHaveLength(policyExample().tree.length)
    for (const line of lines) expect(line).toHaveLength(header?.length ?? 0)
  })

  test('another unit gives another header', () => {
    expect(parsed(nodesCsv([], 'npu'))[0]).toContain('lent_npu_hours')
  })

  test('unit-seconds become hours with a point and no grouping', () => {
    const [header = [], line = []] = parsed(
      nodesCsv([titled({ ...national, deliveredUnitSeconds: 12_345_678 })], 'gpu'),
    )
    expect(line[header.indexOf('delivered_gpu_hours')]).toBe('3429.355')
  })

  test('begins with a byte order mark and ends with a line end', () => {
    expect(nodesCsv([], 'gpu')).toMatch(/^\ufeffid,[^]*\r\n$/)
  })
})

describe('text that people wrote', () => {
  test.each(['plain', 'with, comma', 'with "quotes"', 'two\r\nlines', 'Viện, trường', '학계·연구계', ''])(
    '%j comes back as it was',
    (title) => expect(titleEn(title)).toBe(title),
  )

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '=cmd|"/c calc"!A1'])(
    '%j is no formula',
    (title) => expect(titleEn(title)).toBe(`'${title}`),
  )

  test('a sign inside a text is left alone', () => {
    expect(titleEn('50-30-20 = all')).toBe('50-30-20 = all')
  })
})

describe('series', () => {
  const { series, summary } = outcomeExample()

  test('a line for each step, four columns for each node', () => {
    const [header, ...lines] = parsed(seriesCsv(series, summary.epoch, 'gpu'))
    expect(lines).toHaveLength(series.steps)
    expect(header).toHaveLength(5 + 4 * series.nodes.length)
    for (const line of lines) expect(line).toHaveLength(header?.length ?? 0)
  })

  test('with jobs on nodes, the share of what was free that nobody who waited could use', () => {
    const fragmentation = series.inUse.map((_, step) => step / 1000)
    const [header = [], ...lines] = parsed(seriesCsv({ ...series, fragmentation }, summary.epoch, 'gpu'))
    const column = header.indexOf('fragmented_share_of_free')
    expect(lines.map((line) => Number(line[column]))).toEqual(fragmentation)
  })

  test('times are the history’s own clock, without a zone that it does not say', () => {
    expect(parsed(seriesCsv(series, Date.UTC(2017, 8, 4) / 1000, 'gpu'))[1]?.[1]).toMatch(/^2017-09-04T\d\d:\d\d:\d\d$/)
    expect(parsed(seriesCsv(series, null, 'gpu'))[1]?.[1]).toBe('')
  })
})

describe('accounts and classes', () => {
  const { accounts, classes, summary } = outcomeExample()

  test('a line for each node and period, whose hours add up to those of the node', () => {
    const [header = [], ...lines] = parsed(accountsCsv(accounts, summary.epoch, 'gpu'))
    expect(lines).toHaveLength(policyExample().tree.length * (accounts?.ends.length ?? 0))
    const at = (name: string) => header.indexOf(name)
    const delivered = lines
      .filter((line) => line[at('id')] === national.id)
      .reduce((sum, line) => sum + Number(line[at('delivered_gpu_hours')]), 0)
    expect(delivered).toBeCloseTo(national.deliveredUnitSeconds / 3_600, 2)
    expect(lines[0]?.[at('from_trace_time')]).toBe('2017-08-07T00:04:29')
    expect(lines[0]?.[at('until_trace_time')]).toBe('2017-08-14T00:00:00')
  })

  test('a line for each class of the pool and of the sectors', () => {
    const [header = [], ...lines] = parsed(classesCsv(classes ?? [], 'gpu'))
    const jobs = lines.filter((line) => line[0] === '').map((line) => Number(line[header.indexOf('jobs')]))
    expect(jobs.reduce((sum, count) => sum + count, 0)).toBe(summary.jobs)
  })

  test('a run from before they were recorded has the header alone, and empty fields in its nodes', () => {
    expect(parsed(accountsCsv(undefined, null, 'gpu'))).toHaveLength(1)
    const { earnedUnitSeconds: _, ...old } = national
    const [header = [], line = []] = parsed(nodesCsv([titled(old)], 'gpu'))
    expect(line[header.indexOf('earned_gpu_hours')]).toBe('')
  })
})
