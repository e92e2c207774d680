// How questions are told apart in what is read: lines, one question over several lines, bytes that are no text.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../adapters/files/places.ts'
import { ask } from './ask.ts'

const QUESTION = { ask: 'entitlement', capacity: 10, nodes: [{ id: 'a', demand: 4 }] }
const LINE = JSON.stringify(QUESTION)
const ANSWER = { entitlement: { a: 4 }, remaining: 6 }
const refusal = (code: string, line: number) => ({ refusal: { code, line } })

/** In chunks of `size` bytes. */
async function answersTo(input: string | Buffer, size = 7) {
  const bytes = Buffer.from(input as string)
  const chunks = function* () {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }
  let out = ''
  let last = { error: '', isGood: true }
  for await (const said of ask(chunks() as unknown as AsyncIterable<Buffer>, 'en')) {
    out += said.out
    last = said
  }
  const answers = out.split('\n').slice(0, -1)
  return { answers: answers.map((text) => JSON.parse(text) as unknown), error: last.error, isGood: last.isGood }
}

test('the examples of the reference have the answers that stand below them', async () => {
  const page = readFileSync(join(PROJECT_ROOT, 'docs/reference/questions.md'), 'utf8')
  const blocks = page.match(/(?:^ {4}.*\n)+/gm) ?? []
  const [refused, ...examples] = blocks.map((block) => JSON.parse(block) as unknown)
  expect(examples).toHaveLength(6)
  for (let at = 0; at < examples.length; at += 2) {
    expect((await answersTo(JSON.stringify(examples[at]))).answers).toEqual([examples[at + 1]])
  }
  expect((await answersTo(`${LINE}\n\n\n{"ask":"entitlement","capacity":-1,"nodes":[]}`)).answers[1]).toEqual(refused)
})

describe('questions', () => {
  const pretty = JSON.stringify(QUESTION, null, 2)
  test.each<[string, string | Buffer, readonly unknown[]]>([
    ['a line', LINE, [ANSWER]],
    ['lines of a Windows editor', `\uFEFF${LINE}\r\n\r\n${LINE}\r\n`, [ANSWER, ANSWER]],
    ['one over several lines', `\n${pretty}\n\n`, [ANSWER]],
    ['a list', `[\n${LINE},\n${LINE}\n]`, [refusal('not-an-object', 1)]],
    ['nothing', '', [refusal('not-json', 1)]],
    ['blank lines', '\n \n', [refusal('not-json', 1)]],
    ['a bad line before others', `nonsense\n\n${LINE}\n${LINE}`, [refusal('not-json', 1), ANSWER, ANSWER]],
    ['a bad line after others', `${LINE}\n{"ask":\n${LINE}\n`, [ANSWER, refusal('not-json', 2), ANSWER]],
    ['only bad lines', 'a\nb\n', [refusal('not-json', 1), refusal('not-json', 2)]],
    ['one over several lines that breaks off', pretty.slice(0, -2), [refusal('not-json', 1)]],
    [
      'bytes that are no text',
      Buffer.from(`${LINE}\n${LINE.replace('"a"', '"é"')}\n`, 'latin1'),
      [ANSWER, refusal('not-utf8', 2)],
    ],
    ['UTF-16', Buffer.from(`\uFEFF${LINE}`, 'utf16le'), [refusal('not-utf8', 1)]],
  ])('%s', async (_says, input, expected) => {
    for (const size of [1, 7, 1 << 20]) {
      const { answers, isGood } = await answersTo(input, size)
      expect(answers).toMatchObject(expected)
      expect(answers).toHaveLength(expected.length)
      expect(isGood).toBe(!JSON.stringify(expected).includes('refusal'))
    }
  })

  test('many lines that are held back keep their order and their numbers', async () => {
    const bad = Array.from({ length: 2_500 }, (_, at) => (at % 10 === 9 ? '' : `x${at}`))
    for (const [input, last] of [
      [bad, []],
      [[...bad, LINE], [ANSWER]],
    ] as const) {
      const { answers } = await answersTo(input.join('\n'), 4_096)
      const refused = bad.flatMap((line, at) => (line === '' ? [] : [refusal('not-json', at + 1)]))
      expect(answers).toMatchObject([...refused, ...last])
    }
  })

  test('a person who asks one question is told on standard error too', async () => {
    expect((await answersTo('{"ask":"entitlement"}')).error).toBe(
      'weir: capacity is missing: it should be a whole number.\n',
    )
    expect((await answersTo('{"ask":"entitlement"}\n'.repeat(2))).error).toBe('')
  })
})
