// `npm test`: everything that can be tested on this machine, and a last line with the numbers.
// 1. what the machine lacks is installed or named, 2. the web is built, 3. the checks, 4. all tests, 5. the sum.
// With CI=true nothing may be skipped, except conformance to histories that are not shipped with Weir.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runChecks, withNode26 } from './check.ts'
import { prepareMachine } from './machine.ts'
import { add, lastLine, NOTHING, skip, strict, sumOfTests, type Sum, type TestRun } from './sum.ts'

const ROOT = join(import.meta.dirname, '..')
const OUTPUT = join(ROOT, 'test-output')
const VITEST_JSON = join(OUTPUT, 'vitest.json')

const nothingMayBeSkipped = ['1', 'true'].includes(process.env['CI'] ?? '')

async function main(): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true })
  let sum = NOTHING
  const machine = prepareMachine()
  for (const sentence of machine.missing) {
    console.log(`skipped: ${sentence}`)
    sum = add(sum, skip(sentence))
  }
  sum = add(sum, counted(buildWeb()))
  for (const check of await runChecks()) sum = add(sum, counted(check.passed))
  const projects = ['unit', 'store', 'simulations', 'conformance']
  if (machine.hasPostgres) projects.push('store-debian')
  if (machine.hasBrowser) projects.push('browser')
  const run = runTests(projects)
  if (run !== null) writeSlowest(run)
  conclude(add(sum, sumOfTests(run, mayBeSkipped)))
}

function counted(passed: boolean): Partial<Sum> {
  return passed ? { passed: 1 } : { failed: 1 }
}

function buildWeb(): boolean {
  const startedAt = performance.now()
  const build = join(ROOT, 'scripts/build-web.ts')
  const run = spawnSync(process.execPath, [build], { cwd: ROOT, encoding: 'utf8', env: withNode26() })
  const passed = run.status === 0
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${passed ? 'ok    ' : 'FAILED'} build of the web (${seconds} s)`)
  if (!passed) console.log(`${run.stdout}${run.stderr}`)
  return passed
}

/** Runs the projects of vitest.config.ts; null when vitest gave no report at all. */
function runTests(projects: readonly string[]): TestRun | null {
  rmSync(VITEST_JSON, { force: true })
  const words = projects.flatMap((project) => ['--project', project])
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_JSON}`]
  spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...words, ...reports], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: withNode26(),
  })
  return existsSync(VITEST_JSON) ? (JSON.parse(readFileSync(VITEST_JSON, 'utf8')) as TestRun) : null
}

/** Only conformance to histories that are not shipped with Weir, and only when nobody said where they are. */
function mayBeSkipped(file: string): boolean {
  const named = process.env['WEIR_SHARED'] ?? ''
  const isConformance = relative(ROOT, file).startsWith('test/conformance/')
  return isConformance && named === '' && !existsSync(join(ROOT, '../shared/data/traces'))
}

function writeSlowest(run: TestRun): void {
  const files = run.testResults.map(({ name, startTime, endTime }) => ({
    milliseconds: Math.round(endTime - startTime),
    what: relative(ROOT, name),
  }))
  const tests = run.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({
      milliseconds: Math.round(test.duration ?? 0),
      what: `${relative(ROOT, name)}: ${test.fullName}`,
    })),
  )
  const list = (all: readonly { milliseconds: number; what: string }[]) =>
    all
      .toSorted((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, 25)
      .map(({ milliseconds, what }) => `- ${milliseconds} ms, ${what}`)
      .join('\n')
  const text = `# Slowest files\n\n${list(files)}\n\n# Slowest tests\n\n${list(tests)}\n`
  writeFileSync(join(OUTPUT, 'slowest.md'), text)
}

function conclude(sum: Sum): void {
  if (nothingMayBeSkipped && sum.notToBeSkipped.length > 0) {
    console.log('With CI=true nothing may be skipped, so these have failed:')
    for (const sentence of sum.notToBeSkipped) console.log(`- ${sentence}`)
  }
  const final = nothingMayBeSkipped ? strict(sum) : sum
  process.exitCode = final.failed > 0 ? 1 : 0
  console.log(lastLine(final))
}

await main()
