// `npm run kills -- --kills 1000`: processes that post to one ledger are killed (kill -9) at every step at which they wait
// for the database, while others post on, and every tenth time PostgreSQL itself is; then everything that was asked is
// asked again, and counted. Fails when anything that was acknowledged is lost, or anything is doubled.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startCluster } from '../src/store/embedded/cluster.ts'
import { SILENT_LOG } from '../src/store/log.ts'
import { migrate } from '../src/store/migrate.ts'
import { KilledLedger } from '../test/kit/ledger-kills.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } })
const kills = Number(values.kills)
if (!Number.isSafeInteger(kills) || kills < 1) {
  console.error('npm run kills -- --kills NUMBER')
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'weir-kills-'))
chmodSync(folder, 0o711)
const home = join(folder, 'home')
/** The supervisor gives up a database that dies too often within a minute, so each round has its own. */
const ROUND = 40
const totals = { kills: 0, asked: 0, acknowledged: 0, lost: 0, doubled: 0, findings: 0 }
const from = performance.now()
try {
  for (let round = 0; totals.kills < kills; round += 1) {
    const left = Math.min(ROUND, kills - totals.kills)
    const figures = await killsOfRound(`${home} ${round}`, left)
    for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] += figures[name]
    const minutes = ((performance.now() - from) / 60_000).toFixed(1)
    console.log(`${totals.kills} kills in ${minutes} minutes: ${told()}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (totals.lost > 0 || totals.doubled !== 0 || totals.findings > 0) process.exitCode = 1

function told(): string {
  const { asked, acknowledged, lost, doubled, findings } = totals
  return `${asked} asked, ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled, ${findings} findings`
}

async function killsOfRound(roundHome: string, count: number): Promise<typeof totals> {
  const cluster = await startCluster({ home: roundHome, log: SILENT_LOG, command: 'scripts/kills.ts' })
  const ledger = new KilledLedger(cluster.app)
  try {
    await migrate(cluster.owner)
    await ledger.prepare()
    const ofDatabase = Math.floor(count / 10)
    for (let kill = 0; kill < ofDatabase; kill += 1) {
      await ledger.killAtSteps(Math.floor((count - ofDatabase) / ofDatabase))
      await ledger.killDatabase(async () => {
        const back = new Promise<void>((resolve) => cluster.onFailure(() => resolve()))
        process.kill(Number.parseInt(readFileSync(join(roundHome, 'data', 'postmaster.pid'), 'utf8'), 10), 'SIGKILL')
        await back
      })
    }
    const done = ledger.figures.kills
    if (done < count) await ledger.killAtSteps(count - done)
    return await ledger.settle()
  } finally {
    await ledger.close()
    await cluster.stop()
    rmSync(roundHome, { recursive: true, force: true })
  }
}
