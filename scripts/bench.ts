// `npm run bench -- simulation` runs test/bench/simulation.ts. Benchmarks print figures and never fail on one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const name = process.argv[2] ?? 'simulation'
const file = join(import.meta.dirname, '../test/bench', `${name}.ts`)
if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) {
  console.error(`there is no benchmark ${name} in test/bench`)
  process.exit(1)
}
await import(pathToFileURL(file).href)
