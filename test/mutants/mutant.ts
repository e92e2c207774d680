// What a wrong engine or ledger is: one place of the right one, changed.
export interface Mutant {
  readonly name: string
  /** From the folder of its suite. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly right: string
  readonly wrong: string
  /** What an officer would see. */
  readonly effect: string
}

export const mutant = (name: string, file: string, right: string, wrong: string, effect: string): Mutant => {
  return { name, file, right, wrong, effect }
}
