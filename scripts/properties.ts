// `npm run properties -- --seeds 20000`: every seeded property of the engine with that many random worlds, on all cores.
// `--seed N` one world again; a path or a part of a name runs those files only.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '20000' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const isCount = (text: string) => /^[1-9]\d{0,8}$/.test(text)
if (!isCount(values.seeds) || (values.seed !== undefined && !isCount(values.seed))) {
  console.error('npm run properties -- --seeds NUMBER, or --seed NUMBER for one world')
  process.exit(1)
}
const from = performance.now()
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const asked = ['run', '--project', 'simulations', '--exclude', '**/trace-fuzz.test.ts', '--testTimeout', '7200000']
const env = {
  ...process.env,
  WEIR_SEEDS: values.seeds,
  ...(values.seed === undefined ? {} : { WEIR_SEED: values.seed }),
}
const { status } = spawnSync(process.execPath, [vitest, ...asked, ...positionals], { stdio: 'inherit', env })
const minutes = ((performance.now() - from) / 60_000).toFixed(1)
console.log(
  values.seed === undefined ? `${values.seeds} worlds for each property in ${minutes} minutes` : `world ${values.seed}`,
)
process.exit(status ?? 1)
