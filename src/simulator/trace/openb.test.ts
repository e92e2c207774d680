import { describe, expect, test } from 'vitest'
import type { BadLineReason } from '../outcome.ts'
import { OpenbNodeReader, OpenbPodReader, OpenbReader, type OpenbReading } from './openb.ts'
import { CsvLines } from './csv-lines.ts'
import { TraceReader } from './trace-reader.ts'

const NODES = 'sn,cpu_milli,memory_mib,gpu,model'
const PODS =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time'
const POD = 'openb-pod-0001,6000,12288,1,460,V100M16|V100M32,LS,Running,427061,12902960,427100'

function last<T>(reader: { readLine(line: string): OpenbReading<T> }, ...lines: string[]): OpenbReading<T> | undefined {
  return lines.map((line) => reader.readLine(line)).at(-1)
}

test('a node has processors, memory, cards and their model', () => {
  expect(last(new OpenbNodeReader(), NODES, 'openb-node-0000,64000,262144,2,P100')).toEqual({
    kind: 'row',
    row: { cpuMilli: 64_000, memoryMib: 262_144, cards: 2, model: 'P100' },
  })
})

test('the order of columns does not matter', () => {
  expect(last(new OpenbNodeReader(), 'model,gpu,sn,memory_mib,cpu_milli', 'T4,2,n,9,8')).toEqual({
    kind: 'row',
    row: { cpuMilli: 8, memoryMib: 9, cards: 2, model: 'T4' },
  })
})

test('a pod has its part of a card and the models of which one would do', () => {
  expect(last(new OpenbPodReader(), PODS, POD)).toEqual({
    kind: 'row',
    row: { cpuMilli: 6000, memoryMib: 12_288, cards: 1, milliPerCard: 460, models: ['V100M16', 'V100M32'] },
  })
})

describe('bad lines are named', () => {
  const BAD: readonly [string, string, BadLineReason][] = [
    ['a line with three columns', 'a,1,2', 'too-few-columns'],
    ['a word among the numbers', POD.replace('6000', 'many'), 'not-a-number'],
    ['half a processor milli', POD.replace('6000', '0.5'), 'not-a-number'],
    ['an empty number', POD.replace('6000', ''), 'not-a-number'],
    ['less than no memory', POD.replace('12288', '-1'), 'not-a-number'],
    ['parts of two cards', POD.replace(',1,460', ',2,460'), 'no-size'],
    ['more than a card of one card', POD.replace(',1,460', ',1,1460'), 'no-size'],
    ['a card without any of it', POD.replace(',1,460', ',1,0'), 'no-size'],
  ]
  test.each(BAD)('%s', (_, line, reason) => {
    expect(last(new OpenbPodReader(), PODS, line)).toEqual({ kind: 'bad', reason })
  })

  test('a file without the needed header says so', () => {
    expect(last(new OpenbPodReader(), 'a,b,c')).toEqual({ kind: 'bad', reason: 'header-missing' })
  })
})

describe('the pods as a history', () => {
  const WHOLE = POD.replace(',1,460', ',1,1000')
  const history = (unitsPerCard: number, ...lines: string[]) => read(unitsPerCard, false, lines)
  const read = (unitsPerCard: number, takesParts: boolean, lines: readonly string[]) => {
    const reader = new TraceReader(
      new CsvLines(new OpenbReader({ unitsPerCard, projectOf: (quality) => `qos-${quality}` })),
      takesParts,
    )
    reader.push([PODS, ...lines, ''].join('\n'))
    reader.end()
    return reader
  }

  test('a job was created, ran from when it was scheduled, and belongs to its quality of service', () => {
    const reader = history(1, WHOLE)
    expect(reader.jobs).toEqual([
      { id: 2, submit: 427_061, run: 12_902_960 - 427_100, requested: null, units: 1, project: 'qos-LS' },
    ])
    expect(reader.origin().zero).toBe(427_061)
  })

  test('units are the parts of a card that the flavor has', () => {
    const units = [7, 1000].map((perCard) => history(perCard, POD).jobs[0]?.units)
    expect(units, '0.46 of a card: 4 of 7 slices, 460 of 1000').toEqual([4, 460])
  })

  test('where units are cards, a part of one is named and not rounded', () => {
    const reader = history(1, POD)
    expect([reader.jobs.length, reader.badLineSamples[0]?.reason]).toEqual([0, 'fraction-of-unit'])
  })

  test('where the flavor has cells, a part of one card is a job of thousandths; parts of several cards are none', () => {
    const [job] = read(1, true, [POD]).jobs
    expect([job?.units, job?.milliUnits]).toEqual([1, 460])
    expect(read(1, true, [POD.replace(',1,460', ',2,460')]).badLineSamples[0]?.reason).toBe('no-size')
  })

  test('pods without cards and pods that never ran are counted and left out', () => {
    const reader = history(1, POD.replace(',1,460', ',0,0'), POD.replace(',427100', ','))
    expect([reader.jobs.length, reader.filteredJobs, reader.badLines]).toEqual([0, 2, 0])
  })

  test('a pod that ended before it began is bad', () => {
    expect(history(1, POD.replace('12902960', '5')).badLineSamples[0]?.reason).toBe('end-before-start')
  })
})
