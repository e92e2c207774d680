// The groups of tests. `vitest run --project unit` runs one of them, `vitest run path` one file.
// Groups with a higher number start when those before have ended: two cores are not to be shared by Chromium and a
// measurement.
import { defineConfig } from 'vitest/config'
import { hasDebianPostgres } from './test/kit/debian-postgres.ts'

// Starts a PostgreSQL with a migrated template database that test/kit/database.ts clones for each file.
const EMBEDDED_POSTGRES = 'test/kit/database-setup.ts'

const WITH_DATABASE = [
  'src/store/**/*.test.ts',
  'src/operations/**/*.test.ts',
  'src/http/**/*.test.ts',
  'src/jobs/**/*.test.ts',
  'src/cli/**/*.test.ts',
  'src/main.test.ts',
  'test/kit/**/*.test.ts',
  'test/store/**/*.test.ts',
  'test/scenarios/**/*.test.ts',
]

const SEEDED_PROPERTIES = 'test/kit/seeded-properties.ts'

// What must hold on any PostgreSQL runs a second time, on Debian's where there is one.
const ON_DEBIAN = {
  test: {
    name: 'store-debian',
    include: [
      'src/store/*.test.ts',
      'src/store/ledger/*.test.ts',
      'src/operations/**/*.test.ts',
      'test/scenarios/run-life.test.ts',
    ],
    globalSetup: 'test/kit/debian-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 2 },
  },
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'web/**/*.test.{ts,tsx}',
            'test/golden/**/*.test.ts',
            'test/walls/**/*.test.ts',
            'test/launcher/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: WITH_DATABASE,
          setupFiles: SEEDED_PROPERTIES,
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'store',
          include: WITH_DATABASE,
          setupFiles: SEEDED_PROPERTIES,
          globalSetup: EMBEDDED_POSTGRES,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      ...(hasDebianPostgres() ? [ON_DEBIAN] : []),
      {
        test: {
          name: 'simulations',
          include: ['test/simulations/**/*.test.ts'],
          testTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: EMBEDDED_POSTGRES,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})
