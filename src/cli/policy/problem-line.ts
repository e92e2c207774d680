// Problems and notices as compilers and editors print them: `file:line:column: sentence`.
import type { Language } from '../../domain/kernel/language.ts'
import type { FileProblem, PolicyNotice } from '../../domain/policy/problem.ts'
import { sentence } from '../../text/format.ts'
import { fileProblemSentence, policyNoticeSentence } from '../../text/policy/problem-sentence.ts'
import { policyText } from '../../text/policy/text.ts'

export function problemLine(path: string, problem: FileProblem, language: Language): string {
  return `${path}:${problem.line}:${problem.column}: ${fileProblemSentence(problem, language)}`
}

export function noticeLine(path: string, notice: PolicyNotice, language: Language): string {
  const text = sentence(policyText, language, 'notice-line', { text: policyNoticeSentence(notice, language) })
  return `${path}:${notice.line}:${notice.column}: ${text}`
}
