// Problems as compilers and editors print them: `file:line:column: sentence`.
import type { Language } from '../../domain/kernel/language.ts'
import type { FileProblem } from '../../domain/policy/problem.ts'
import { fileProblemSentence } from '../../text/policy/problem-sentence.ts'

export function problemLine(path: string, problem: FileProblem, language: Language): string {
  return `${path}:${problem.line}:${problem.column}: ${fileProblemSentence(problem, language)}`
}
