import { describe, expect, test } from 'vitest'
import { CommandRefusal } from '../refusal.ts'
import { requestOf, type SimulateOptions } from './options.ts'

const requestOn = (options: Partial<SimulateOptions>) => requestOf({ store: true, ...options }, 'en')

describe('what was typed after `weir simulate`', () => {
  const REFUSED: readonly [string, Partial<SimulateOptions>, string][] = [
    ['nothing to replay', {}, 'Name what to replay: --scenario FILE, or --trace FILE.'],
    ['two things to replay', { scenario: 'a.yaml', trace: 'b.swf' }, 'Name either --scenario or --trace, not both.'],
    [
      'an unknown discipline',
      { trace: 'b.swf', policy: 'lifo' },
      '--policy takes fcfs | easy | easy-sjbf | conservative | shared, not “lifo”.',
    ],
    [
      'a discipline for one queue on a scenario',
      { scenario: 'a.yaml', policy: 'conservative' },
      '--policy takes fcfs | easy, not “conservative”.',
    ],
    [
      'no processors',
      { trace: 'b.swf', processors: '0' },
      '--processors takes a whole number from 1 to 10,000,000, not “0”.',
    ],
    [
      'processors in words',
      { trace: 'b.swf', processors: '1e3' },
      '--processors takes a whole number from 1 to 10,000,000, not “1e3”.',
    ],
    [
      'a filter on a scenario',
      { scenario: 'a.yaml', filter: 'sc15' },
      '--filter goes with --trace; a scenario says it in its file.',
    ],
    [
      'a report without a policy',
      { trace: 'b.swf', report: 'r.html' },
      '--report goes with --scenario: a report shows a policy.',
    ],
    [
      'a name that says no format',
      { trace: 'history.txt' },
      'The format of history.txt is not clear from its name: add --format swf or --format philly-csv.',
    ],
  ]
  test.each(REFUSED)('%s is refused', (_, options, message) => {
    expect(() => requestOn(options)).toThrow(new CommandRefusal(message))
  })

  test('a trace is read as its name says, with requested times and EASY', () => {
    expect(requestOn({ trace: 'KTH.swf.gz', processors: '100' })).toEqual({
      kind: 'trace',
      path: 'KTH.swf.gz',
      format: 'swf',
      processors: 100,
      discipline: 'easy',
      estimate: 'requested',
      filter: 'none',
      outputs: { schedule: null, report: null, asJson: false },
    })
  })

  test('a scenario keeps its own discipline unless another is asked for', () => {
    expect(requestOn({ scenario: 'a.yaml' })).toMatchObject({ discipline: null, isStored: true })
    expect(requestOn({ scenario: 'a.yaml', policy: 'fcfs', store: false })).toMatchObject({
      discipline: 'fcfs',
      isStored: false,
    })
  })
})
