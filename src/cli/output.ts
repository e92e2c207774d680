// Standard output and error whose reader may go away before the end, as `| head` does: no failure of the command.
import type { Writable } from 'node:stream'

/** To be called once: an EPIPE is not thrown. A command that has more to do than to print goes on. */
export function allowClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** Writes and waits until it is out of our hands; false: nobody reads. */
export function written(stream: Writable, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve(true)
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false)
      else reject(error)
    })
  })
}
