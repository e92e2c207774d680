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

/** Gives every file that is asked for below the log's address. */
export async function withFiles<T>(
  base: string,
  files: LogFiles<T>,
  onFile: (fetchedCount: number) => void = () => {},
): Promise<T> {
  let asked = files.next()
  for (let count = 1; asked.done !== true; count += 1) {
    asked = files.next(await fetchFile(`${base}${asked.value}`))
    onFile(count)
  }
  return asked.value
}
