// The numbers of a test run: what vitest's JSON says, counted so that nothing that went wrong counts as nothing.

/** What we read of vitest's JSON report. */
export interface TestRun {
  readonly success: boolean
  readonly testResults: readonly TestFile[]
}

export interface TestFile {
  /** Absolute path. */
  readonly name: string
  readonly status: string
  readonly startTime: number
  readonly endTime: number
  readonly assertionResults: readonly {
    readonly fullName: string
    readonly status: string
    readonly duration?: number | null
  }[]
}

export interface Sum {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What was skipped and may not be where nothing may be skipped; each is one of `skipped`. */
  readonly notToBeSkipped: readonly string[]
}

export const NOTHING: Sum = { passed: 0, failed: 0, skipped: 0, notToBeSkipped: [] }

export function add(a: Sum, b: Partial<Sum>): Sum {
  return {
    passed: a.passed + (b.passed ?? 0),
    failed: a.failed + (b.failed ?? 0),
    skipped: a.skipped + (b.skipped ?? 0),
    notToBeSkipped: [...a.notToBeSkipped, ...(b.notToBeSkipped ?? [])],
  }
}

/** Something named that could not be tested on this machine. */
export function skip(sentence: string): Partial<Sum> {
  return { skipped: 1, notToBeSkipped: [sentence] }
}

/** `run` is null when vitest ended without a report: that is a failure, not an empty run. */
export function sumOfTests(run: TestRun | null, mayBeSkipped: (file: string) => boolean): Sum {
  if (run === null) return { ...NOTHING, failed: 1 }
  let sum = NOTHING
  for (const file of run.testResults) sum = add(sum, sumOfFile(file, mayBeSkipped(file.name)))
  // An error outside every test and file, or a run without any test.
  const isUnexplained = (!run.success && sum.failed === 0) || run.testResults.length === 0
  return isUnexplained ? add(sum, { failed: 1 }) : sum
}

function sumOfFile(file: TestFile, mayBeSkipped: boolean): Sum {
  const count = (wanted: string) => file.assertionResults.filter(({ status }) => status === wanted).length
  const [passed, failed] = [count('passed'), count('failed')]
  const others = file.assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed')
  return {
    passed,
    // A file that could not be loaded, or whose preparation failed, has no failed test of its own.
    failed: file.status === 'failed' ? Math.max(1, failed) : failed,
    skipped: others.length,
    notToBeSkipped: mayBeSkipped ? [] : others.map((test) => `${file.name}: ${test.fullName}`),
  }
}

/** Where nothing may be skipped, what was skipped has failed. */
export function strict(sum: Sum): Sum {
  const { length } = sum.notToBeSkipped
  return { ...sum, failed: sum.failed + length, skipped: sum.skipped - length, notToBeSkipped: [] }
}

/** `12 passed, 0 failed`, and `, 3 skipped` where there are some. */
export function lastLine(sum: Sum): string {
  return `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`
}
