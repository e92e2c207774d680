// The suites of `npm run mutants`: which wrong sources are made, and which tests must tell.
import { LEDGER_MUTANTS } from './ledger-mutants.ts'
import { METERING_MUTANTS } from './metering-mutants.ts'
import type { Mutant } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { SEQUENCER_MUTANTS } from './sequencer-mutants.ts'

export interface MutantSuite {
  readonly name: string
  readonly mutants: readonly Mutant[]
  /** Where the files of its mutants are. */
  readonly folder: string
  /** What vitest is asked to run. */
  readonly tests: readonly string[]
  /** In the documentation. */
  readonly page: string
  readonly title: string
  /** What each of them differs from. */
  readonly right: string
  /** Who would see the effect, as a column of the page. */
  readonly effect: string
  readonly list: string
}

const SIMULATIONS = ['--project', 'simulations', '--project', 'unit']

export const SUITES = {
  engine: {
    name: 'engine',
    mutants: MUTANTS,
    folder: 'src/domain',
    tests: [
      ...SIMULATIONS,
      'test/simulations',
      'usage-history',
      '--exclude',
      '**/trace-fuzz.test.ts',
      '--exclude',
      '**/ledger-*.test.ts',
    ],
    page: 'docs/reference/mutants.md',
    title: 'Wrong engines that the properties catch',
    right: 'the engine',
    effect: 'What an officer would see',
    list: 'test/mutants/mutants.ts',
  },
  ledger: {
    name: 'ledger',
    mutants: [...LEDGER_MUTANTS, ...SEQUENCER_MUTANTS],
    folder: 'src',
    tests: ['--project', 'simulations', 'test/simulations/ledger-'],
    page: 'docs/reference/ledger-mutants.md',
    title: 'Wrong ledgers that the properties catch',
    right: 'the ledger',
    effect: 'What it would do',
    list: 'test/mutants/suites.ts',
  },
  metering: {
    name: 'metering',
    mutants: METERING_MUTANTS,
    folder: 'src/domain',
    tests: [...SIMULATIONS, 'test/simulations/metering-', 'test/simulations/field-defects', 'src/domain/metering'],
    page: 'docs/reference/metering-mutants.md',
    title: 'Wrong metering that the properties catch',
    right: 'metering',
    effect: 'What it would do',
    list: 'test/mutants/metering-mutants.ts',
  },
} as const satisfies Record<string, MutantSuite>
