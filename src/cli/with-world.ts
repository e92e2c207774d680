// A command beside Weir, or without it: the same database, opened for as long as the command works.
import path from 'node:path'
import { fileLogSigner } from '../adapters/proof/log-signer.ts'
import type { Language } from '../domain/kernel/language.ts'
import { worldOn } from '../main.ts'
import { seedAgencies } from '../operations/first-start.ts'
import type { World } from '../operations/world.ts'
import type { Settings } from '../settings.ts'
import { openStore, type Store } from '../store/open.ts'
import { StoreRefusal } from '../store/refusal.ts'
import { createLog } from './log.ts'
import { refusalFor } from './operation-refusal.ts'
import { CommandRefusal } from './refusal.ts'
import { storeRefusalSentence } from './store-refusal.ts'

export async function withWorld<T>(
  settings: Settings,
  language: Language,
  work: (world: World, store: Pick<Store, 'app'>) => Promise<T>,
): Promise<T> {
  const log = createLog('warn')
  const { home, databaseUrl } = settings
  try {
    const store = await openStore({ home, databaseUrl, log, command: 'weir runs', whenInUse: 'attach' })
    try {
      const logSigner = fileLogSigner(path.join(home, 'keys'), settings.logOrigin)
      const world = await worldOn(store.database, log, { logSigner })
      // A home may be used by a command before Weir was ever started on it.
      const seeded = await seedAgencies(world)
      if (!seeded.ok) throw refusalFor(seeded.refusal, language)
      return await work(world, store)
    } finally {
      await store.stop()
    }
  } catch (error) {
    if (error instanceof StoreRefusal) throw new CommandRefusal(storeRefusalSentence(error, language))
    throw error
  }
}
