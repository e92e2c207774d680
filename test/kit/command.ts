// Runs bin/weir as a person does, in a home of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const PROGRAM = path.join(PROJECT_ROOT, 'bin', 'weir')

export function startCommand(
  home: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): StartedCommand {
  const child = spawn(PROGRAM, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm's word: the portal is not built for these tests.
    env: { ...process.env, LANG: 'en_GB.UTF-8', npm_lifecycle_event: 'start', WEIR_HOME: home, ...environment },
  })
  return new StartedCommand(child)
}

export class StartedCommand {
  readonly child: ChildProcess
  readonly #ended: Promise<unknown>
  stdout = ''
  stderr = ''

  constructor(child: ChildProcess) {
    this.child = child
    this.#ended = once(child, 'close')
    child.stdout?.on('data', (text) => (this.stdout += String(text)))
    child.stderr?.on('data', (text) => (this.stderr += String(text)))
  }

  /** What matched, once it was said. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const giveUpAt = performance.now() + 45_000
    for (;;) {
      const match = pattern.exec(this.stderr)
      if (match !== null) return match
      if (performance.now() > giveUpAt || this.child.exitCode !== null) {
        throw new Error(`never said ${pattern}: ${this.stderr}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async ended(): Promise<Ended> {
    await this.#ended
    return { exitCode: this.child.exitCode, stdout: this.stdout, stderr: this.stderr }
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal)
    return await this.ended()
  }
}

export const runCommand = (home: string, words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
  startCommand(home, words, environment).ended()
