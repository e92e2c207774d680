// `npm run check`: types, lint with the bounds of size, formatting, import walls. All run, then the bad ones speak.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

export interface CheckResult {
  readonly name: string
  readonly passed: boolean
  readonly seconds: number
  readonly output: string
}

const CHECKS: readonly { readonly name: string; readonly command: string; readonly words: readonly string[] }[] = [
  { name: 'types of src, test and scripts', command: 'tsc', words: ['--project', '.'] },
  { name: 'types of web', command: 'tsc', words: ['--project', 'web'] },
  { name: 'lint', command: 'oxlint', words: ['--deny-warnings'] },
  { name: 'formatting', command: 'oxfmt', words: ['--check'] },
  {
    name: 'import walls',
    command: 'depcruise',
    words: ['--config', '.dependency-cruiser.mjs', 'src', 'web', 'test', 'scripts'],
  },
]

/** Runs every check, one after the other: each of them uses all cores by itself. */
export async function runChecks(): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of CHECKS) {
    const startedAt = performance.now()
    const { exitCode, output } = await run(check.command, check.words)
    const seconds = (performance.now() - startedAt) / 1000
    const passed = exitCode === 0
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds.toFixed(1)} s)`)
    if (!passed) console.log(output.trimEnd())
    results.push({ name: check.name, passed, seconds, output })
  }
  return results
}

function run(command: string, words: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const program = join(ROOT, 'node_modules/.bin', command)
    const child = spawn(program, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: withNode26() })
    let output = ''
    child.stdout.on('data', (text) => (output += String(text)))
    child.stderr.on('data', (text) => (output += String(text)))
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}

/** The tools' `#!/usr/bin/env node` must find the Node 26 of the project, not the host's. */
export function withNode26(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` }
}

if (import.meta.main) {
  const results = await runChecks()
  if (results.some((result) => !result.passed)) process.exitCode = 1
}
