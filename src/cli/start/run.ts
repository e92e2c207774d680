// Starts everything, says where it is, and stops in order when a signal comes or the database is lost.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { styleText } from 'node:util'
import manifest from '../../../package.json' with { type: 'json' }
import { PROJECT_ROOT } from '../../adapters/files/places.ts'
import type { Language } from '../../domain/kernel/language.ts'
import { startWeir, type RunningWeir } from '../../main.ts'
import { HOME_AGENCY } from '../../operations/first-start.ts'
import type { Settings } from '../../settings.ts'
import { StoreRefusal } from '../../store/refusal.ts'
import { cliText } from '../../text/cli/text.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { createLog } from '../log.ts'
import { CommandRefusal } from '../refusal.ts'
import { settingsOf, type SettingOptions } from '../settings.ts'
import { storeRefusalSentence } from '../store-refusal.ts'
import { signInLink } from './sign-in.ts'

const STOP_MILLISECONDS_MAX = 15_000

export async function start(options: SettingOptions, language: Language): Promise<void> {
  const settings = settingsOf(options, language)
  const say = (key: keyof typeof cliText.en, values: MessageValues = {}): void => {
    process.stderr.write(`${sentence(cliText, language, key, values)}\n`)
  }
  const ending = new Ending(say)
  const portalBuilt = buildPortal().then((isBuilt) => {
    if (!isBuilt) say('portal-not-built')
  })
  const onDatabaseLost = (error: Error): void => {
    say('database-lost', { detail: error.message })
    ending.begin(1)
  }
  const log = createLog(settings.logLevel)
  try {
    const weir = await startWeir({ settings, log, portalBuilt, onDatabaseLost })
    ending.startedAs(weir)
    await greet(weir, settings, language, say)
  } catch (error) {
    throw startRefusal(error, settings, language)
  }
}

/** From the first signal on: stop in order, at most once, and never hang. */
class Ending {
  readonly #say: (key: keyof typeof cliText.en) => void
  #weir: RunningWeir | null = null
  #exitCode: number | null = null

  constructor(say: (key: keyof typeof cliText.en) => void) {
    this.#say = say
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.begin(0))
  }

  startedAs(weir: RunningWeir): void {
    this.#weir = weir
    if (this.#exitCode !== null) void this.#stop(this.#exitCode)
  }

  begin(exitCode: number): void {
    if (this.#exitCode !== null) return
    this.#exitCode = exitCode
    this.#say('stopping')
    setTimeout(() => {
      this.#say('stop-too-slow')
      process.exit(1)
    }, STOP_MILLISECONDS_MAX).unref()
    if (this.#weir !== null) void this.#stop(exitCode)
  }

  async #stop(exitCode: number): Promise<void> {
    await this.#weir?.stop()
    this.#say('stopped')
    process.exit(exitCode)
  }
}

/** A build of the same sources is not repeated. npm has already done it when it runs `npm start`. */
async function buildPortal(): Promise<boolean> {
  if (process.env['npm_lifecycle_event'] === 'start') return true
  const script = path.join(PROJECT_ROOT, 'scripts', 'build-web.ts')
  const child = spawn(process.execPath, [script], { stdio: ['ignore', process.stderr, process.stderr] })
  return await new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

async function greet(
  weir: RunningWeir,
  settings: Settings,
  language: Language,
  say: (key: keyof typeof cliText.en, values?: MessageValues) => void,
): Promise<void> {
  say('answers-at', { version: manifest.version, address: styleText('bold', weir.address) })
  say('database-at', { place: weir.databasePlace })
  if (weir.isFirstStart) {
    const link = await signInLink(weir.world, { agency: HOME_AGENCY, address: publicAddress(weir, settings), language })
    say('sign-in-once', { agency: HOME_AGENCY, minutes: link.minutes })
    process.stderr.write(`  ${link.url}\n`)
  } else say('sign-in-later')
  say('stop-with')
}

function publicAddress(weir: RunningWeir, settings: Settings): string {
  return settings.origins[0] ?? weir.address
}

function startRefusal(error: unknown, settings: Settings, language: Language): unknown {
  if (error instanceof StoreRefusal) return new CommandRefusal(storeRefusalSentence(error, language))
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null
  const { host, port } = settings
  const place = { host, port: String(port) }
  switch (code) {
    case 'EADDRINUSE':
      return new CommandRefusal(sentence(cliText, language, 'port-in-use', { ...place, other: String(port + 1) }))
    case 'EACCES':
      return new CommandRefusal(sentence(cliText, language, 'port-not-permitted', place))
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CommandRefusal(sentence(cliText, language, 'host-not-here', place))
    default:
      return error
  }
}
