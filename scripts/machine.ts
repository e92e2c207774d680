// What the tests need of the machine besides npm packages, and how it comes there: Chromium for the pages, a Korean
// font for the pictures, Debian's PostgreSQL beside the embedded one. Nothing else is ever installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { findChromium } from '../test/browser/kit/find-chromium.ts'
import { hasDebianPostgres } from '../test/kit/debian-postgres.ts'

interface Need {
  readonly what: string
  /** The tests that cannot run without it. */
  readonly forTests: string
  readonly isThere: () => boolean
  readonly debianPackages: readonly string[]
}

const CHROMIUM: Need = {
  what: 'Chromium',
  forTests: 'the tests of the pages (project browser)',
  isThere: () => findChromium() !== null,
  debianPackages: ['chromium', 'fonts-dejavu-core'],
}

const KOREAN_FONT: Need = {
  what: 'a Korean font',
  forTests: 'the tests of the pages (project browser)',
  isThere: () => says('fc-list', [':lang=ko', 'family']) !== '',
  debianPackages: ['fontconfig', 'fonts-nanum'],
}

const POSTGRES: Need = {
  what: "Debian's PostgreSQL 15",
  forTests: 'the store tests on a PostgreSQL that is not ours',
  isThere: () => hasDebianPostgres(),
  debianPackages: ['postgresql-15'],
}

export interface Machine {
  readonly hasBrowser: boolean
  readonly hasPostgres: boolean
  /** One sentence for each thing that is missing and what is not tested because of it. */
  readonly missing: readonly string[]
}

/** Looks what is there, installs what is missing when that can be done, and says what stays missing. */
export function prepareMachine(): Machine {
  const needs = [CHROMIUM, KOREAN_FONT, POSTGRES]
  const absent = needs.filter((need) => !need.isThere())
  if (absent.length > 0 && canInstall()) install(absent.flatMap((need) => need.debianPackages))
  const missing = needs
    .filter((need) => !need.isThere())
    .map((need) => `${need.what} is missing, so this is skipped: ${need.forTests}. ${howToGet(need)}`)
  return {
    hasBrowser: CHROMIUM.isThere() && KOREAN_FONT.isThere(),
    hasPostgres: POSTGRES.isThere(),
    missing,
  }
}

function howToGet(need: Need): string {
  if (!existsSync('/etc/debian_version')) return 'Install it and run the tests again.'
  return `Install it: sudo apt-get install ${need.debianPackages.join(' ')}`
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

function install(packages: readonly string[]): void {
  console.log(`Installing ${packages.join(', ')} (Debian, as root)`)
  if (packages.includes('postgresql-15')) keepPostgresQuiet()
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const run = spawnSync('apt-get', words, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
    if (run.status !== 0) console.log(`apt-get ${words[0] ?? ''} failed`)
  }
}

/** The tests start their own server; Debian need not make a cluster and start it on port 5432. */
function keepPostgresQuiet(): void {
  const folder = '/etc/postgresql-common'
  if (existsSync(folder)) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/createcluster.conf`, 'create_main_cluster = false\n')
}

function says(program: string, words: readonly string[]): string {
  const run = spawnSync(program, words, { encoding: 'utf8' })
  return run.status === 0 ? run.stdout.trim() : ''
}
