// `npm run mutants`: makes each wrong engine of test/mutants in a copy of the sources and asks the properties; `npm run mutants --
// ledger` the wrong ledgers, `-- metering` wrong metering. Each must be caught, alone and in pairs with others; `--seeds N` for each property (200), `--pairs N`
// pairs (30), `--only name`, `--write` writes what caught what to the suite's page in docs/reference.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Mutant } from '../test/mutants/mutant.ts'
import { mutantsPage } from '../test/mutants/mutants-page.ts'
import { SUITES, type MutantSuite } from '../test/mutants/suites.ts'

const ROOT = join(import.meta.dirname, '..')
const COPIED = ['src', 'test', 'examples', 'package.json', 'tsconfig.json', 'vitest.config.ts']
/** An engine that does not come to an end is caught too. */
const LIMIT_MS = 240_000

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '30' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const suite: MutantSuite | undefined = Object.values(SUITES).find(({ name }) => name === (positionals[0] ?? 'engine'))
if (suite === undefined) {
  console.error(`npm run mutants -- ${Object.keys(SUITES).join(' | ')}`)
  process.exit(1)
}
const { mutants: MUTANTS, folder: FOLDER, tests: TESTS } = suite

/** What the properties said of a wrong engine: the first that failed, or null. */
interface Verdict {
  readonly mutants: readonly Mutant[]
  readonly caughtBy: string | null
  readonly seconds: number
}

class Bench {
  private readonly folder = mkdtempSync(join(tmpdir(), 'weir-mutants-'))

  constructor() {
    for (const name of COPIED) cpSync(join(ROOT, name), join(this.folder, name), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'))
  }

  async try(mutants: readonly Mutant[]): Promise<Verdict> {
    const from = performance.now()
    for (const mutant of mutants) this.break(mutant)
    const caughtBy = await this.run()
    for (const { file } of mutants) cpSync(join(ROOT, FOLDER, file), join(this.folder, FOLDER, file))
    return { mutants, caughtBy, seconds: (performance.now() - from) / 1000 }
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private break({ name, file, right, wrong }: Mutant): void {
    const path = join(this.folder, FOLDER, file)
    const parts = readFileSync(path, 'utf8').split(right)
    if (parts.length !== 2) throw new Error(`${name}: what it changes stands ${parts.length - 1} times in ${file}`)
    writeFileSync(path, parts.join(wrong))
  }

  private run(): Promise<string | null> {
    const vitest = join(this.folder, 'node_modules/vitest/vitest.mjs')
    const child = spawn(process.execPath, [vitest, 'run', ...TESTS, '--bail', '1', '--maxWorkers', '1'], {
      cwd: this.folder,
      env: { ...process.env, WEIR_SEEDS: values.seeds, NO_COLOR: '1' },
      detached: true,
    })
    return new Promise((resolve) => {
      let told = ''
      const hear = (text: Buffer) => (told += text.toString())
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), LIMIT_MS)
      child.on('close', (status, signal) => {
        clearTimeout(timer)
        if (signal !== null) resolve('it does not come to an end')
        else resolve(status === 0 ? null : failedTest(told))
      })
    })
  }
}

/** `FAIL  |simulations| test/simulations/x.test.ts > claim` */
function failedTest(told: string): string {
  const line = told.split('\n').find((text) => text.includes('FAIL'))
  const [, where = 'a test'] = line?.split(/\| /) ?? []
  return where.replace(/^(?:test\/simulations|src\/domain)\//, '').trim()
}

/** Pairs spread evenly over all of them, of different files; the same each time. */
function pairsOf(mutants: readonly Mutant[], count: number): (readonly Mutant[])[] {
  const pairs: (readonly Mutant[])[] = []
  for (let step = 1; step < mutants.length && pairs.length < count; step += 1) {
    for (let at = 0; at < mutants.length && pairs.length < count; at += 3) {
      const [a, b] = [mutants[at], mutants[(at + step * 7) % mutants.length]]
      if (a !== undefined && b !== undefined && a.file !== b.file) pairs.push([a, b])
    }
  }
  return pairs
}

const asked = MUTANTS.filter(({ name }) => values.only === undefined || name === values.only)
const queue = [
  ...asked.map((each) => [each]),
  ...(values.only === undefined ? pairsOf(asked, Number(values.pairs)) : []),
]
const verdicts: Verdict[] = []

async function work(): Promise<void> {
  const bench = new Bench()
  try {
    // A copy in which the right sources fail would catch everything.
    const right = await bench.try([])
    if (right.caughtBy !== null) throw new Error(`what is right fails: ${right.caughtBy}`)
    for (let mutants = queue.shift(); mutants !== undefined; mutants = queue.shift()) {
      const verdict = await bench.try(mutants)
      verdicts.push(verdict)
      const names = mutants.map(({ name }) => name).join(' + ')
      console.log(
        `${verdict.caughtBy === null ? 'MISSED' : 'caught'}  ${names}  ${verdict.seconds.toFixed(1)} s  ${verdict.caughtBy ?? ''}`,
      )
    }
  } finally {
    bench.end()
  }
}

await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, work))
const missed = verdicts.filter(({ caughtBy }) => caughtBy === null)
const [single, paired] = [1, 2].map((size) => verdicts.filter(({ mutants }) => mutants.length === size).length)
console.log(`${single} alone and ${paired} in pairs, ${missed.length} missed, ${values.seeds} seeds of each property`)
if (values.write) {
  const caughtBy = new Map(
    verdicts.flatMap(({ mutants: [one, other], caughtBy: by }) =>
      one !== undefined && other === undefined && by !== null ? [[one.name, by] as const] : [],
    ),
  )
  writeFileSync(
    join(ROOT, suite.page),
    mutantsPage(suite, caughtBy, verdicts.filter(({ mutants }) => mutants.length === 2).length),
  )
}
process.exit(missed.length === 0 ? 0 : 1)
