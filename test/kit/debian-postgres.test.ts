// Says in every run whether the tests of the store also ran on the oldest PostgreSQL that Weir supports.
import { expect, test } from 'vitest'
import { hasDebianPostgres, startDebianPostgres } from './debian-postgres.ts'
import { openStore } from '../../src/store/open.ts'
import { SILENT_LOG } from '../../src/store/log.ts'
import { connectionString } from '../../src/store/connection.ts'

const ABSENT = "Debian's PostgreSQL 15 is absent (apt-get install postgresql-15): the store's tests ran on 18 only"

test.skipIf(!hasDebianPostgres())(
  hasDebianPostgres() ? "the store's tests also run on Debian's PostgreSQL 15" : ABSENT,
  async () => {
    const cluster = await startDebianPostgres()
    try {
      const store = await openStore({ home: '/nowhere', databaseUrl: connectionString(cluster.owner), log: SILENT_LOG })
      expect(store.app.role).toBe('weir_app')
      await store.stop()
    } finally {
      cluster.stop()
    }
  },
)
