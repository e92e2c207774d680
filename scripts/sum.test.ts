import { describe, expect, test } from 'vitest'
import { add, lastLine, NOTHING, skip, strict, sumOfTests, type TestFile, type TestRun } from './sum.ts'

function file(name: string, statuses: readonly string[], status = 'passed'): TestFile {
  const assertionResults = statuses.map((each, number) => ({ fullName: `test ${number}`, status: each, duration: 1 }))
  return { name, status, startTime: 0, endTime: 1, assertionResults }
}

function run(files: readonly TestFile[], success = true): TestRun {
  return { success, testResults: files }
}

const never = () => false

describe('the sum of a test run', () => {
  test.each<[sentence: string, run: TestRun | null, line: string]>([
    [
      'passed and failed tests are counted',
      run([file('a', ['passed', 'failed'], 'failed')], false),
      '1 passed, 1 failed',
    ],
    ['a file that could not be loaded is one failure', run([file('a', [], 'failed')], false), '0 passed, 1 failed'],
    [
      'a file whose preparation failed is one failure, and its tests did not run',
      run([file('a', ['skipped', 'skipped'], 'failed')], false),
      '0 passed, 1 failed, 2 skipped',
    ],
    ['an error outside every test is a failure', run([file('a', ['passed'])], false), '1 passed, 1 failed'],
    ['a run without a report is a failure', null, '0 passed, 1 failed'],
    ['a run without a test is a failure', run([]), '0 passed, 1 failed'],
    ['what did not run is skipped', run([file('a', ['passed', 'pending', 'todo'])]), '1 passed, 0 failed, 2 skipped'],
  ])('%s', (_sentence, tests, line) => {
    expect(lastLine(sumOfTests(tests, never))).toBe(line)
  })

  test.each<[sentence: string, mayBeSkipped: boolean, line: string]>([
    ['where nothing may be skipped a skipped test has failed', false, '1 passed, 1 failed'],
    ['what may be skipped stays skipped', true, '1 passed, 0 failed, 1 skipped'],
  ])('%s', (_sentence, mayBeSkipped, line) => {
    const sum = sumOfTests(run([file('a', ['passed', 'skipped'])]), () => mayBeSkipped)
    expect(lastLine(strict(sum))).toBe(line)
  })

  test('what a machine cannot test is skipped, and has failed where nothing may be', () => {
    const sum = add(NOTHING, skip('no Chromium'))
    expect(lastLine(sum)).toBe('0 passed, 0 failed, 1 skipped')
    expect(lastLine(strict(sum))).toBe('0 passed, 1 failed')
  })
})
