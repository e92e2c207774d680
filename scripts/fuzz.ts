// `npm run fuzz`: damaged histories against every reader, a million of them; `npm run fuzz -- 60000` for another number.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { FUZZED_FORMATS } from '../test/kit/trace-mutations.ts'

const files = Number(process.argv[2] ?? 1_000_000)
if (!Number.isSafeInteger(files) || files < 1) {
  console.error('npm run fuzz -- NUMBER')
  process.exit(1)
}
const seeds = Math.ceil(files / FUZZED_FORMATS.length)
const from = performance.now()
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'simulations', 'test/simulations/trace-fuzz.test.ts'],
  { stdio: 'inherit', env: { ...process.env, WEIR_SEEDS: String(seeds) } },
)
const seconds = Math.round((performance.now() - from) / 1000)
console.log(`${seeds * FUZZED_FORMATS.length} damaged histories of ${FUZZED_FORMATS.length} formats in ${seconds} s`)
process.exit(status ?? 1)
