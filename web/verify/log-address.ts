// Fetching the files of a public log, past every cache: what counts is what the server shows now.
import type { LogFiles } from '../../src/domain/proof/log-files.ts'

/** The log cannot be read: nobody answers, or not as a log does. */
export class LogUnreachable extends Error {
  readonly url: string
  readonly detail: string

  constructor(url: string, detail: string) {
    super(`${url}: ${detail}`)
    this.url = url
    this.detail = detail
  }
}

const PATIENCE_MILLISECONDS = 30_000
const ASKED_MAX = 20
const WAIT_SECONDS_MAX = 120

/** null: the log does not have that file. */
export async function fetchFile(url: string): Promise<Uint8Array | null> {
  for (let asked = 1; ; asked += 1) {
    const response = await fetched(url)
    if (response.status === 404) return null
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    // A long log is more files than a server gives to one reader in a minute: it says how long to wait.
    const waitSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (response.status !== 429 || asked === ASKED_MAX || !(waitSeconds <= WAIT_SECONDS_MAX)) {
      throw new LogUnreachable(url, String(response.status))
    }
    await new Promise((resolve) => setTimeout(resolve, (waitSeconds + 1) * 1000))
  }
}

async function fetched(url: string): Promise<Response> {
  try {
    return await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
  } catch (error) {
    throw new LogUnreachable(url, error instanceof Error ? error.message : String(error))
  }
}

/** So many files are on their way at a time: as many as a browser opens connections to one host. */
const AHEAD = 6

export interface Expected {
  /** What will most likely be asked for, in that order: it is fetched before it is. */
  readonly paths: readonly string[]
  readonly onFile: (fetchedCount: number) => void
}

/** Gives every file that is asked for below the log's address. */
export async function withFiles<T>(base: string, files: LogFiles<T>, expected?: Expected): Promise<T> {
  const paths = expected?.paths ?? []
  const onTheirWay = new Map<string, Promise<Uint8Array | null>>()
  let begun = 0
  const fetchAhead = (): void => {
    while (onTheirWay.size < AHEAD && begun < paths.length) {
      const path = paths[begun] ?? ''
      begun += 1
      const bytes = fetchFile(`${base}${path}`)
      // Whether it failed is said when it is asked for; it may never be.
      bytes.catch(() => {})
      onTheirWay.set(path, bytes)
    }
  }
  let asked = files.next()
  for (let count = 1; asked.done !== true; count += 1) {
    fetchAhead()
    const path = asked.value
    const bytes = await (onTheirWay.get(path) ?? fetchFile(`${base}${path}`))
    onTheirWay.delete(path)
    asked = files.next(bytes)
    expected?.onFile(count)
  }
  return asked.value
}
