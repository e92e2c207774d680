// `weir policy diff`: what changes from one policy file to another, in words.
import type { Language } from '../../domain/kernel/language.ts'
import { policyDifference } from '../../domain/policy/difference.ts'
import { parsePolicy } from '../../domain/policy/parse.ts'
import type { Policy } from '../../domain/policy/policy.ts'
import { sentence, type MessageValues } from '../../text/format.ts'
import { policyChangeSentence } from '../../text/policy/difference-sentence.ts'
import { policyText } from '../../text/policy/text.ts'
import { CommandRefusal } from '../refusal.ts'
import { problemLine } from './problem-line.ts'
import { readSourceText } from './source-text.ts'

interface DiffOptions {
  readonly language: Language
  readonly asJson: boolean
}

/** `-` reads standard input, for one of the two. Throws a CommandRefusal when a file cannot be read as a policy. */
export async function diffPolicies(
  beforePath: string,
  afterPath: string,
  { language, asJson }: DiffOptions,
): Promise<string> {
  const before = await readPolicy(beforePath, language)
  const after = await readPolicy(afterPath, language)
  const changes = policyDifference(before, after).map((change) => ({
    ...change,
    sentence: policyChangeSentence(change, language),
  }))
  if (asJson) return `${JSON.stringify({ before: nameOf(before), after: nameOf(after), changes }, null, 2)}\n`
  if (changes.length === 0) return `${sentence(policyText, language, 'difference-none')}\n`
  const names = { before: nameOf(before), after: nameOf(after), count: changes.length }
  const lines = changes.map((change) => `  ${change.sentence}`)
  return `${[sentence(policyText, language, 'difference-head', names), ...lines].join('\n')}\n`
}

/** A policy of a file, or a CommandRefusal with every problem of the file. */
export async function readPolicy(path: string, language: Language): Promise<Policy> {
  const say = (key: keyof (typeof policyText)['en'], values: MessageValues) =>
    sentence(policyText, language, key, values)
  const source = await readSourceText(path)
  if (!source.ok) throw new CommandRefusal(say(source.refusal.code, { path, detail: source.refusal.detail }))
  const policy = parsePolicy(source.value)
  if (policy.ok) return policy.value
  const lines = policy.refusal.map((problem) => problemLine(path, problem, language))
  throw new CommandRefusal([say('show-has-problems', { path, count: policy.refusal.length }), ...lines].join('\n'))
}

function nameOf({ agency, name }: Policy): string {
  return `${agency}/${name}`
}
