import { describe, expect, test } from 'vitest'
import { CSV_COLUMNS, USUAL_DETAILS } from '../../simulator/trace/trace-layout.ts'
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
      'columns for a format that has its own',
      { trace: 'a.swf', columns: 'submit=a' },
      '--columns goes with --format csv.',
    ],
    [
      'a CSV of which nobody says the columns',
      { trace: 'a.csv', format: 'csv' },
      'A CSV needs its columns: --columns submit=created,run=seconds,units=gpus.',
    ],
    [
      'a pair of columns that is none',
      { trace: 'a.csv', columns: 'submit' },
      '--columns takes pairs such as submit=created,units=gpus; “submit” is none.',
    ],
    [
      'a column of another name',
      { trace: 'a.csv', columns: 'gpus=n' },
      `--columns does not know “gpus”. It knows: ${CSV_COLUMNS.join(', ')}.`,
    ],
    [
      'a zone by name',
      { trace: 'a.txt', format: 'sacct-parsable2', zone: 'KST' },
      '--zone takes UTC | +09:00 | -03:30, not “KST”.',
    ],
    [
      'a zone on a scenario',
      { scenario: 'a.yaml', zone: '+09:00' },
      '--zone goes with --trace; a scenario says it in its file.',
    ],
    ['a filter of another format', { trace: 'a.csv', filter: 'sc15' }, '--filter sc15 goes with --format swf.'],
    [
      'a name that says no format',
      { trace: 'history.txt' },
      'The format of history.txt is not clear from its name: add --format with one of swf, philly-csv, sacct-parsable2, sacct-json, openb-csv, csv.',
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
      details: USUAL_DETAILS,
      processors: 100,
      discipline: 'easy',
      estimate: 'requested',
      filter: 'none',
      outputs: { schedule: null, report: null, badLines: null, asJson: false },
    })
  })

  test('a CSV with columns is one in those columns', () => {
    const request = requestOn({
      trace: 'a.csv',
      columns: 'submit=at,run=s,units=g,project=team',
      time: 'unix',
      delimiter: 'tab',
    })
    expect(request).toMatchObject({
      format: 'csv',
      details: {
        csv: { columns: { submit: 'at', run: 's', units: 'g', project: 'team' }, time: 'unix', delimiter: 'tab' },
      },
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
