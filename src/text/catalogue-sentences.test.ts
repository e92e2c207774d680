// Every message of the charts, the comparison, the lab, the report and the waiting queue can be formatted in every language, with the values that English names.
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../domain/kernel/language.ts'
import type { Catalogue } from './catalogue.ts'
import { chartText } from './charts/text.ts'
import { comparisonText } from './comparison/text.ts'
import { sentence } from './format.ts'
import { labText } from './lab/text.ts'
import { reportText } from './report/text.ts'
import { waitingText } from './waiting/text.ts'

/** Names of values, with the Korean particles that come with every value. */
const namesIn = (message: string) => [...message.matchAll(/\{([a-zA-Z]+)/g)].map(([, name]) => name ?? '')
const valuesFor = (message: string) =>
  Object.fromEntries(
    namesIn(message).flatMap((name) => ['', 'Topic', 'Subject', 'Object'].map((end) => [name + end, 2] as const)),
  )

function describeChapter<K extends string>(name: string, chapter: Catalogue<K>): void {
  const keys = Object.keys(chapter.en) as K[]
  describe.each(LANGUAGES)(`${name} in %s`, (language) => {
    test.each(keys)('%s', (key) => {
      const text = sentence(chapter, language, key, { unit: 'gpu', ...valuesFor(chapter.en[key]) })
      expect(text).not.toMatch(/[{}]/)
      expect(text.trim()).not.toBe('')
    })
  })
}

describeChapter('charts', chartText)
describeChapter('comparison', comparisonText)
describeChapter('lab', labText)
describeChapter('report', reportText)
describeChapter('waiting', waitingText)
