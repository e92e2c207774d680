// A command that cannot do what it was asked says why in one sentence and ends with status 1. Nothing is half-written.

/** An expected "no" of a command; the sentence is in the reader's language. */
export class CommandRefusal extends Error {
  override readonly name = 'CommandRefusal'
}

/** Runs a command; prints a refusal as a sentence and lets a bug be a bug. */
export async function orRefuse(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CommandRefusal)) throw error
    process.stderr.write(`weir: ${error.message}\n`)
    process.exitCode = 1
  }
}
