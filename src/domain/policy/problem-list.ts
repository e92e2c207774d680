// Collects every problem of one file, so that an officer corrects it in one go: sorted by place, each told once.
import { compareIds } from '../kernel/apportion.ts'
import type { FileProblem, FileProblemCode } from './problem.ts'

/** More than this nobody reads; the rest is counted. */
export const MAX_PROBLEMS = 200
const SHOWN_CHARACTERS = 60

export interface ReportedProblem {
  readonly code: FileProblemCode
  /** Offset in the text. */
  readonly offset: number
  readonly path: string
  readonly subject?: string
  readonly found?: string
  /** A function when it costs something to find out: it is called only for problems that are shown. */
  readonly expected?: string | (() => string)
}

export class ProblemList {
  private readonly lineStarts: number[] = [0]
  private readonly reported: ReportedProblem[] = []

  constructor(source: string) {
    for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
  }

  report(problem: ReportedProblem): void {
    this.reported.push(problem)
  }

  get isEmpty(): boolean {
    return this.reported.length === 0
  }

  /** 1-based line and column of an offset. */
  place(offset: number): { line: number; column: number } {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 }
  }

  /** By place in the file; one problem is told once. */
  finished(): readonly FileProblem[] {
    const told = new Map<string, ReportedProblem>()
    for (const problem of this.reported) {
      const key = `${problem.offset} ${problem.code} ${problem.path}`
      if (!told.has(key)) told.set(key, problem)
    }
    const sorted = [...told.values()].toSorted((a, b) => a.offset - b.offset || compareIds(a.path, b.path))
    const shown = sorted.slice(0, MAX_PROBLEMS).map((problem) => this.shown(problem))
    if (sorted.length > MAX_PROBLEMS) {
      const { line, column } = this.place(sorted[MAX_PROBLEMS]?.offset ?? 0)
      const found = String(sorted.length - MAX_PROBLEMS)
      shown.push({ code: 'problems-left-out', line, column, path: '', subject: '', found, expected: '' })
    }
    return shown
  }

  private shown({ code, offset, path, subject = '', found = '', expected = '' }: ReportedProblem): FileProblem {
    return {
      code,
      ...this.place(offset),
      path: path.slice(0, 200),
      subject: shortened(subject),
      found: shortened(found),
      expected: typeof expected === 'string' ? expected : expected(),
    }
  }
}

/** One line, at most 60 characters: enough to recognise what was written. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= SHOWN_CHARACTERS) return line
  // Not between the halves of a surrogate pair.
  const end = SHOWN_CHARACTERS - 1
  return `${line.slice(0, /[\uD800-\uDBFF]/.test(line[end - 1] ?? '') ? end - 1 : end)}…`
}
