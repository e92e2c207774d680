// What can be set from outside, in one schema. A setting that cannot be used is refused by its name.
import { z } from 'zod'
import path from 'node:path'
import { PROJECT_ROOT } from './adapters/files/places.ts'
import type { PolledSource } from './jobs/usage-polls.ts'
import { accept, refuse, type Result } from './domain/kernel/result.ts'

const Origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((origins) => origins.every(isOrigin))

const Settings = z.object({
  /** Where the embedded database and its lock are. */
  WEIR_HOME: z.string().min(1).default(path.join(PROJECT_ROOT, '.weir')),
  /** 0: any free port. */
  WEIR_PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  WEIR_HOST: z.string().min(1).default('127.0.0.1'),
  /** Your PostgreSQL (15 or newer) instead of the embedded one. */
  DATABASE_URL: z.string().default(''),
  /** Addresses under which a proxy serves Weir, separated by commas. */
  WEIR_ORIGINS: Origins.default([]),
  /** Requests of one address in a minute; 0 is no limit. */
  WEIR_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(1_200),
  /** Replays at the same time; the default leaves one core to the server. */
  WEIR_REPLAYS: z.coerce.number().int().min(1).max(64).optional(),
  /** Under which name the public logs sign: `<name>/log/<agency>`. It stays the same for ever. */
  WEIR_LOG_ORIGIN: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/)
    .default('weir.localhost'),
  /** Addresses of witnesses that are asked to co-sign the public logs, separated by commas. */
  WEIR_WITNESSES: Origins.default([]),
  /** Sources of usage that are read by a command, e.g. `hannuri/alps=ssh login1 sacct`, separated by semicolons. */
  WEIR_SACCT: z
    .string()
    .default('')
    .transform(polledSources)
    .refine((sources) => sources !== null),
  WEIR_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
})

export interface Settings {
  readonly home: string
  readonly port: number
  readonly host: string
  readonly databaseUrl: string
  readonly origins: readonly string[]
  readonly requestsPerMinute: number
  readonly replays: number | null
  readonly logOrigin: string
  readonly witnesses: readonly string[]
  readonly polledSources: readonly PolledSource[]
  readonly logLevel: string
}

export const SETTING_FORMS = {
  WEIR_HOME: '.weir',
  WEIR_PORT: '0…65535',
  WEIR_HOST: '127.0.0.1',
  DATABASE_URL: 'postgresql://user:password@host:5432/database',
  WEIR_ORIGINS: 'https://weir.example.org',
  WEIR_REQUESTS_PER_MINUTE: '≥ 0',
  WEIR_REPLAYS: '1…64',
  WEIR_LOG_ORIGIN: 'weir.example.org',
  WEIR_WITNESSES: 'https://witness.example.org',
  WEIR_SACCT: 'hannuri/alps=ssh login1 sacct; …',
  WEIR_LOG_LEVEL: 'trace, debug, info, warn, error',
} as const satisfies Record<keyof z.input<typeof Settings>, string>

export interface SettingRefusal {
  readonly name: keyof typeof SETTING_FORMS
  readonly found: string
  readonly expected: string
}

export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Settings, readonly SettingRefusal[]> {
  const names = Object.keys(SETTING_FORMS) as (keyof typeof SETTING_FORMS)[]
  // An empty variable is one that is not set.
  const given = Object.fromEntries(
    names.map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  )
  const read = Settings.safeParse(given)
  if (!read.success) {
    const wrong = new Set(read.error.issues.map((issue) => issue.path[0]))
    return refuse(
      names
        .filter((name) => wrong.has(name))
        .map((name) => ({ name, found: environment[name] ?? '', expected: SETTING_FORMS[name] })),
    )
  }
  const { data } = read
  return accept({
    home: path.resolve(data.WEIR_HOME),
    port: data.WEIR_PORT,
    host: data.WEIR_HOST,
    databaseUrl: data.DATABASE_URL,
    origins: data.WEIR_ORIGINS,
    requestsPerMinute: data.WEIR_REQUESTS_PER_MINUTE,
    replays: data.WEIR_REPLAYS ?? null,
    logOrigin: data.WEIR_LOG_ORIGIN,
    witnesses: data.WEIR_WITNESSES,
    polledSources: data.WEIR_SACCT ?? [],
    logLevel: data.WEIR_LOG_LEVEL,
  })
}

function isOrigin(text: string): boolean {
  try {
    const { protocol, origin } = new URL(text)
    return (protocol === 'http:' || protocol === 'https:') && origin === text
  } catch {
    return false
  }
}

const POLLED = /^([a-z][a-z0-9-]{1,31})\/([a-z][a-z0-9-]{0,62})=(.+)$/

/** null: some part of it has another form. */
function polledSources(text: string): PolledSource[] | null {
  const sources: PolledSource[] = []
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue
    const [, agency, source, command = ''] = POLLED.exec(part) ?? []
    if (agency === undefined || source === undefined) return null
    sources.push({ agency, source, command: command.trim().split(/\s+/) })
  }
  return sources
}
