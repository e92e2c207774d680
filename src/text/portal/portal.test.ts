import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../domain/kernel/language.ts'
import { portalText, type PortalKey } from './portal.ts'

const WEB = join(import.meta.dirname, '../../../web')
const KEYS = Object.keys(portalText.en) as PortalKey[]

/** Names of the values that a message takes. */
function valuesOf(message: string): readonly string[] {
  return [...new Set(Array.from(message.matchAll(/\{(\w+)/g), ([, name]) => name ?? ''))].toSorted()
}

/** Words that are the same in all three languages. */
const COMMON = new Set<PortalKey>(['unitGpu', 'unitNpu'])

describe('the sentences of the portal', () => {
  it('are each said somewhere in the portal', () => {
    const sources = globSync('**/*.{ts,tsx}', { cwd: WEB }).map((path) => readFileSync(join(WEB, path), 'utf8'))
    const said = sources.join('\n')
    expect(KEYS.filter((key) => !said.includes(`'${key}'`))).toEqual([])
  })

  it.each(LANGUAGES)('take the same values in %s as in English', (language) => {
    const differing = KEYS.filter(
      (key) => valuesOf(portalText[language][key]).join() !== valuesOf(portalText.en[key]).join(),
    )
    expect(differing).toEqual([])
  })

  it.each(['vi', 'ko'] as const)('are translated: none is the English one in %s', (language) => {
    const same = KEYS.filter((key) => !COMMON.has(key) && portalText[language][key] === portalText.en[key])
    expect(same).toEqual([])
  })

  it('have Hangul in Korean', () => {
    const foreign = KEYS.filter((key) => !COMMON.has(key) && !/[\uac00-\ud7a3]/.test(portalText.ko[key]))
    expect(foreign).toEqual([])
  })
})
