// What `weir policy check` and `weir policy show` print, in three languages. Changed on purpose: `vitest run -u`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkFiles } from '../../src/cli/policy/check.ts'
import { diffPolicies } from '../../src/cli/policy/diff.ts'
import { showPolicy } from '../../src/cli/policy/show.ts'
import { textWidth } from '../../src/cli/text-width.ts'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'

const ROOT = join(import.meta.dirname, '../..')
const GOLDEN = join(import.meta.dirname, 'policy')
const POLICIES = ['national-50-30-20', 'national-by-partition-2026', 'national-whole-model']
const SCENARIOS = ['philly-50-30-20', 'philly-in-2028', 'philly-whole-model', 'shared-cards']
const example = (name: string) => join(ROOT, 'examples/policies', `${name}.yaml`)

/** The machine's folders are no part of what is compared. */
const withoutFolder = (text: string, folder = ROOT) => text.replaceAll(`${folder}/`, '')

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(POLICIES)('show %s', async (name) => {
    const text = await showPolicy(example(name), { language, asJson: false })
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `show-${name}.${language}.txt`))
  })

  test('what changes from one example to another', async () => {
    const [before, after] = ['national-50-30-20', 'national-whole-model'].map(example)
    const text = await diffPolicies(before ?? '', after ?? '', { language, asJson: false })
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `diff-examples.${language}.txt`))
    const same = await diffPolicies(before ?? '', before ?? '', { language, asJson: false })
    expect(same.split('\n')).toHaveLength(2)
  })

  test('check of files that are in order, in the way that the examples are', async () => {
    const paths = [...POLICIES.map(example), ...SCENARIOS.map((name) => join(ROOT, 'examples/scenarios', `${name}.yaml`))]
    const { text, isGood } = await checkFiles(paths, { language, asJson: false })
    expect(isGood).toBe(true)
    await expect(withoutFolder(text)).toMatchFileSnapshot(join(GOLDEN, `check-examples.${language}.txt`))
  })

  test('columns stand below one another, however wide the letters are', async () => {
    const text = await showPolicy(example('national-50-30-20'), { language, asJson: false })
    const rows = text.split('\n').filter((line) => /[├└]─/.test(line))
    const ends = rows.map((row) => textWidth(row.slice(0, row.lastIndexOf('%') + 1)))
    expect(new Set(ends).size).toBe(1)
  })
})

describe('with problems', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-policy-'))
    const good = readFileSync(example('national-50-30-20'), 'utf8')
    const bad = good
      .replace('guarantee: 30%\n    weight: 3\n    lendingLimit: 80%', 'guarantee: 31%\n    wieght: 3\n    lendingLimit: 180%')
      .replace('parent: maru\n', 'parent: mauru\n')
      .replace('price: 2.25', 'price: two')
      .replace('id: genome', 'id: climate')
    writeFileSync(join(folder, 'bad.yaml'), bad)
    writeFileSync(join(folder, 'good.yaml'), good.replace('price: 1}', 'price: 1, cells: {node: 8}}'))
    const scenario = readFileSync(join(ROOT, 'examples/scenarios/philly-50-30-20.yaml'), 'utf8')
    writeFileSync(join(folder, 'scenario.yaml'), scenario.replace('../policies/national-50-30-20', 'good').replace('robotics', 'robots'))
    writeFileSync(join(folder, 'orphan.yaml'), scenario.replace('../policies/national-50-30-20', 'bad'))
    writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0x6b, 0x69, 0xff, 0xfe, 0x00]))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const FILES = ['bad.yaml', 'good.yaml', 'scenario.yaml', 'orphan.yaml', 'binary.yaml', 'missing.yaml', '.']
  const paths = () => FILES.map((name) => join(folder, name))

  test.each(LANGUAGES)('check in %s', async (language) => {
    const { text, isGood } = await checkFiles(paths(), { language, asJson: false })
    expect(isGood).toBe(false)
    await expect(text.replaceAll(folder, 'FOLDER')).toMatchFileSnapshot(join(GOLDEN, `check-problems.${language}.txt`))
  })

  test('check as JSON', async () => {
    const { text } = await checkFiles(paths(), { language: 'en', asJson: true })
    await expect(text.replaceAll(folder, 'FOLDER')).toMatchFileSnapshot(join(GOLDEN, 'check-problems.json'))
  })

  test('show refuses with all of them', async () => {
    await expect(showPolicy(join(folder, 'bad.yaml'), { language: 'en', asJson: false })).rejects.toThrow(/has \d+ problems:\n/)
    const good = example('national-50-30-20')
    await expect(diffPolicies(good, join(folder, 'bad.yaml'), { language: 'en', asJson: false })).rejects.toThrow(/has \d+ problems:\n/)
  })
})

test('diff as JSON has every change with its sentence', async () => {
  const asked = { language: 'en', asJson: true } as const
  const text = await diffPolicies(example('national-50-30-20'), example('national-whole-model'), asked)
  const { before, after, changes } = JSON.parse(text) as { before: string; after: string; changes: { kind: string; sentence: string }[] }
  expect([before, after]).toEqual(['hannuri/national-50-30-20', 'hannuri/national-whole-model'])
  expect(changes.length).toBeGreaterThan(20)
  expect(changes.every(({ kind, sentence }) => kind !== '' && sentence !== '')).toBe(true)
})

test('show as JSON', async () => {
  const text = await showPolicy(example('national-by-partition-2026'), { language: 'en', asJson: true })
  await expect(text).toMatchFileSnapshot(join(GOLDEN, 'show-national-by-partition-2026.json'))
})
