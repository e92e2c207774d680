// The groups of tests. `vitest run --project unit` runs one of them, `vitest run path` one file.
// Groups with a higher number start when those before have ended: two cores are not to be shared by Chromium and a
// measurement.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Makes the template database that test/kit/database.ts clones for each file.
const DATABASE_SETUP = join(import.meta.dirname, 'test/kit/database-setup.ts')

// The store's tests run a second time where Debian's PostgreSQL 15 is installed, the oldest that Weir supports;
// test/kit/debian-postgres.test.ts is skipped, and says so, where it is not.
const DEBIAN_SETUP = join(import.meta.dirname, 'test/kit/debian-setup.ts')
const DEBIAN_POSTGRES = '/usr/lib/postgresql/15/bin/postgres'

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

const globalSetup = existsSync(DATABASE_SETUP) ? [DATABASE_SETUP] : []

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
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'store',
          include: WITH_DATABASE,
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      ...(existsSync(DEBIAN_POSTGRES)
        ? [
            {
              test: {
                name: 'store-debian',
                include: ['src/store/**/*.test.ts'],
                exclude: ['src/store/embedded/**'],
                globalSetup: [DEBIAN_SETUP],
                testTimeout: 60_000,
                hookTimeout: 120_000,
                sequence: { groupOrder: 2 },
              },
            },
          ]
        : []),
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
          globalSetup,
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
