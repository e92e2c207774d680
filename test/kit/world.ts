// The world of operations on a test database, without jobs and HTTP: a test plays the worker itself.
import { pino } from 'pino'
import { worldOn } from '../../src/main.ts'
import { connectionsForQueue, prepareQueue } from '../../src/jobs/jobs.ts'
import { seedAgencies } from '../../src/operations/first-start.ts'
import type { World } from '../../src/operations/world.ts'
import { openQueuePool } from '../../src/store/pool.ts'
import type { TestDatabase } from './database.ts'
import { SMALL_SCENARIO } from './weir.ts'

export interface TestWorld {
  readonly world: World
  passTime(milliseconds: number): void
}

export async function testWorld(store: TestDatabase): Promise<TestWorld> {
  let now = Date.parse('2026-11-23T08:00:00Z')
  const clock = (): Date => new Date(now)
  const pool = openQueuePool(store.owner, connectionsForQueue(1))
  await prepareQueue(pool)
  await pool.end()
  const world = await worldOn(store.database, pino({ level: 'silent' }), { clock, scenarioPaths: [SMALL_SCENARIO] })
  const seeded = await seedAgencies(world)
  if (!seeded.ok) throw new Error(seeded.refusal)
  return {
    world,
    passTime: (milliseconds) => {
      now += milliseconds
    },
  }
}
