// kill -9 of a process that posts, at every step at which it waits for the database, while another one posts on; and
// kill -9 of PostgreSQL under both. `npm run kills -- --kills 1000` does it longer.
import { afterEach, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { embeddedHome } from '../kit/embedded-home.ts'
import { KilledLedger } from '../kit/ledger-kills.ts'

const place = embeddedHome({ isNew: false })
let ledger: KilledLedger | null = null

afterEach(async () => {
  await ledger?.close()
  ledger = null
})

test('nothing that was acknowledged is lost, and nothing is doubled', { timeout: 240_000 }, async () => {
  const cluster = await place.start()
  await migrate(cluster.owner)
  ledger = new KilledLedger(cluster.app)
  await ledger.prepare()
  await ledger.killAtSteps(10)
  for (let kill = 0; kill < 2; kill += 1) {
    await ledger.killDatabase(async () => {
      const back = new Promise<void>((resolve) => cluster.onFailure(() => resolve()))
      process.kill(place.postmasterPid, 'SIGKILL')
      await back
    })
  }
  const figures = await ledger.settle()
  expect(figures).toMatchObject({ kills: 12, lost: 0, doubled: 0, findings: 0 })
  expect(figures.acknowledged).toBeGreaterThan(500)
  expect(figures.asked).toBeGreaterThan(figures.acknowledged)
})
