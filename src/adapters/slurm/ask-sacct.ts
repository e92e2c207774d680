// Asks sacct for a window. The program may be on another machine: the words before sacct's own are the installation's, e.g.
// `ssh login1 sacct`. What it prints is read by readSacct; whether it ended well decides if the answer is whole.
import { spawn } from 'node:child_process'
import type { ReadWindow, UsageSource } from '../../domain/metering/read-window.ts'
import { sacctMapOf, type SourceWords } from './sacct-map.ts'
import { readSacct, sacctWords } from './sacct-usage.ts'

/** A night's reading of 35 days of a million jobs is some 200 MB. */
const TEXT_BYTES_MAX = 512 * 1024 * 1024
const PATIENCE_MILLISECONDS = 10 * 60_000

interface SacctPrinted {
  /** null: it could not be started, or printed nothing. */
  readonly text: string | null
  /** It ended well, in time, and nothing of it was left out. */
  readonly isWhole: boolean
  /** What it said of its failure, its first line. */
  readonly complaint: string
}

/** Whatever happens to the program is an answer. */
async function askSacct(command: readonly string[], window: ReadWindow): Promise<SacctPrinted> {
  const [program = 'sacct', ...words] = command
  // Over ssh the environment of here is not that of there, so env goes along where that is wanted: `ssh login1 env TZ=UTC ...`.
  const environment = { ...process.env, TZ: 'UTC', SLURM_TIME_FORMAT: '%s' }
  return await new Promise((resolve) => {
    const child = spawn(program, [...words, ...sacctWords(window)], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MILLISECONDS,
    })
    const parts: Buffer[] = []
    let size = 0
    let complaint = ''
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > TEXT_BYTES_MAX) child.kill()
      else parts.push(part)
    })
    child.stderr.on('data', (part: Buffer) => {
      if (complaint.length < 1000) complaint += part.toString('utf8')
    })
    const end = (isWhole: boolean): void => {
      const text = Buffer.concat(parts).toString('utf8')
      resolve({ text: text === '' ? null : text, isWhole, complaint: complaint.split('\n')[0] ?? '' })
    }
    child.on('error', (error) => {
      complaint = error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0 && size <= TEXT_BYTES_MAX))
  })
}

/**
 * @param command words before those of sacct itself, e.g. ['ssh', 'login1', 'sacct']
 * @param clock whole seconds since 1970
 */
export function sacctSource(command: readonly string[], words: SourceWords, clock: () => number): UsageSource {
  return {
    read: async (window) => {
      const readAt = clock()
      const { text, isWhole, complaint } = await askSacct(command, window)
      const answer = readSacct(text, isWhole, sacctMapOf(words, readAt))
      if (answer.kind !== 'no-answer' || complaint === '') return answer
      return { kind: 'no-answer', reason: complaint.slice(0, 200) }
    },
  }
}
