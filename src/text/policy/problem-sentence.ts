// Problems of policy and scenario files as sentences. A code without a sentence does not compile.
import type { Language } from '../../domain/kernel/language.ts'
import { isExpectedForm, SYNTAX_HINTS, type FileProblem, type SyntaxHint } from '../../domain/policy/problem.ts'
import { sentence } from '../format.ts'
import { policyText } from './text.ts'

/** One sentence, without the place: `file:line:column: ` stands before it where people need it. */
export function fileProblemSentence(problem: FileProblem, language: Language): string {
  const { code, path, subject, found, expected } = problem
  return sentence(policyText, language, code, {
    path,
    subject,
    hasSubject: String(subject !== ''),
    found,
    shown: found === '' ? sentence(policyText, language, 'nothing') : `“${found}”`,
    expected,
    count: Number.isSafeInteger(Number(found)) ? Number(found) : 0,
    suggestion: expected === '' ? '' : ` ${sentence(policyText, language, 'suggestion', { expected })}`,
    form: isExpectedForm(expected) ? sentence(policyText, language, `form-${expected}`) : expected,
    hint: isSyntaxHint(expected) ? sentence(policyText, language, `hint-${expected}`) : expected,
  })
}

function isSyntaxHint(value: string): value is SyntaxHint {
  return (SYNTAX_HINTS as readonly string[]).includes(value)
}
