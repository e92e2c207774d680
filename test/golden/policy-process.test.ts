// `weir policy` as a process: status, standard input, standard output and error, language from the environment.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const EXAMPLE = readFileSync(join(ROOT, 'examples/policies/national-50-30-20.yaml'), 'utf8')

function weir(words: readonly string[], input: string | Buffer = '', language = 'C') {
  const environment = { ...process.env, LC_ALL: language, LC_MESSAGES: '', LANG: '' }
  const outcome = spawnSync(join(ROOT, 'bin/weir'), words, { input, cwd: '/', env: environment, encoding: 'utf8' })
  return { status: outcome.status, out: outcome.stdout, error: outcome.stderr }
}

describe('weir policy', () => {
  test('check - reads standard input and ends with 0 when it is in order', () => {
    expect(weir(['policy', 'check', '-'], EXAMPLE)).toEqual({
      status: 0,
      out: '-: in order. Policy hannuri/national-50-30-20: 2 flavors, 25 nodes, 14 projects.\n',
      error: '',
    })
  })

  test('check ends with 1 and one line for each problem', () => {
    const { status, out, error } = weir(['policy', 'check', '-'], 'kind: Pol\n')
    expect({ status, error }).toEqual({ status: 1, error: '' })
    expect(out).toBe('-:1:7: “Pol” is not a kind of document of this file. Expected: Pool.\n-: 1 problem.\n')
  })

  test('the language is that of the environment, and --lang is stronger', () => {
    expect(weir(['policy', 'check', 'missing.yaml'], '', 'ko_KR.UTF-8').out).toBe('missing.yaml 파일이 없습니다.\n')
    expect(weir(['--lang', 'vi', 'policy', 'check', 'missing.yaml'], '', 'ko_KR.UTF-8').out).toBe(
      'Không có tệp missing.yaml.\n',
    )
  })

  test('check --json is one JSON value, also when it is not in order', () => {
    const { status, out } = weir(['policy', 'check', '--json', '-'], 'kind: Pol\n')
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ valid: false, files: [{ path: '-', problems: [{ line: 1, column: 7 }] }] })
  })

  test('show of a file that is not there is a refusal', () => {
    expect(weir(['policy', 'show', 'missing.yaml'])).toEqual({
      status: 1,
      out: '',
      error: 'weir: There is no file missing.yaml.\n',
    })
  })

  test('show - draws what comes in; --json says the same in numbers', () => {
    expect(weir(['policy', 'show', '-'], EXAMPLE).out).toContain('└─ genome')
    const { out } = weir(['policy', 'show', '-', '--json'], EXAMPLE)
    expect(JSON.parse(out)).toMatchObject({ guaranteedShare: { cards: 10_456, referenceCards: 20_656 }, unequalSplits: [] })
  })

  test('half a megabyte of open brackets on standard input does not end the process', () => {
    const { status, out } = weir(['policy', 'check', '-'], '['.repeat(500_000))
    expect({ status, out }).toEqual({ status: 1, out: '-:1:49: Brackets or indentation go too deep here.\n-: 1 problem.\n' })
  })

  test('a file without end is read up to its bound', () => {
    const { status, out } = weir(['policy', 'check', '/dev/zero'])
    expect(status).toBe(1)
    expect(out).toContain('at most 1048576 are read')
  })
})

describe('weir policy ask', () => {
  const entitlement = { ask: 'entitlement', capacity: 10, nodes: [{ id: 'a', demand: 4 }] }
  const answered = '{"entitlement":{"a":4},"remaining":6}\n'

  test('one question, also over several lines', () => {
    expect(weir(['policy', 'ask'], JSON.stringify(entitlement, null, 2))).toEqual({ status: 0, out: answered, error: '' })
  })

  test('a bad line is told by its number, the others are answered', () => {
    const input = `${JSON.stringify(entitlement)}\n\n{"ask":"x"}\n${JSON.stringify(entitlement)}\n`
    const { status, out } = weir(['policy', 'ask'], input)
    const lines = out.trim().split('\n')
    expect({ status, first: `${lines[0]}\n`, last: `${lines[2]}\n` }).toEqual({ status: 1, first: answered, last: answered })
    expect(JSON.parse(lines[1]!)).toMatchObject({ refusal: { code: 'question-unknown', field: 'ask', line: 3 } })
  })

  test('a refusal is a sentence in the language of the reader', () => {
    expect(weir(['--lang', 'vi', 'policy', 'ask'], '{"ask":"entitlement"}').error).toBe('weir: Thiếu capacity: cần số nguyên.\n')
    expect(weir(['policy', 'ask'], '{"ask":').status).toBe(1)
    expect(weir(['policy', 'ask'], '').status).toBe(1)
  })

  test('a script that asks, waits for the answer, and asks again', async () => {
    const child = spawn(join(ROOT, 'bin/weir'), ['policy', 'ask'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    for (const demand of [4, 5]) {
      child.stdin.write(`${JSON.stringify({ ...entitlement, nodes: [{ id: 'a', demand }] })}\n`)
      const { value } = await answers.next()
      expect(JSON.parse(value as string)).toEqual({ entitlement: { a: demand }, remaining: 10 - demand })
    }
    child.stdin.end()
    expect(await once(child, 'close')).toEqual([0, null])
  })

  test('a reader that goes away is no failure', async () => {
    const child = spawn(join(ROOT, 'bin/weir'), ['policy', 'ask'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let error = ''
    child.stderr.on('data', (text) => (error += String(text)))
    child.stdout.once('data', () => child.stdout.destroy())
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${JSON.stringify(entitlement)}\n`.repeat(50_000))
    expect(await once(child, 'close')).toEqual([0, null])
    expect(error).toBe('')
  })
})
