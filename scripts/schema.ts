// Writes src/store/schema.sql: what the migrations add up to on an empty database.
// With --check it writes nothing and fails when the file is out of date.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { clientOptions } from '../src/store/connection.ts'
import { describeSchema } from '../src/store/describe-schema.ts'
import { startCluster } from '../src/store/embedded/cluster.ts'
import { SILENT_LOG } from '../src/store/log.ts'
import { migrate } from '../src/store/migrate.ts'

const FILE = join(import.meta.dirname, '../src/store/schema.sql')

async function schemaOfMigrations(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'weir-schema-'))
  // As root the database's own user must be able to pass.
  chmodSync(home, 0o711)
  try {
    const cluster = await startCluster({ home, log: SILENT_LOG, command: 'scripts/schema.ts' })
    try {
      await migrate(cluster.owner)
      const client = new Client(clientOptions(cluster.owner))
      await client.connect()
      const text = await describeSchema(client)
      await client.end()
      return text
    } finally {
      await cluster.stop()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const text = await schemaOfMigrations()
if (process.argv.includes('--check')) {
  const isCurrent = readFileSync(FILE, 'utf8') === text
  console.log(
    isCurrent ? 'src/store/schema.sql is up to date' : 'src/store/schema.sql is out of date: node scripts/schema.ts',
  )
  process.exitCode = isCurrent ? 0 : 1
} else {
  writeFileSync(FILE, text)
  console.log(`wrote ${FILE}`)
}
