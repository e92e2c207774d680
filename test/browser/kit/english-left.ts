// Finds English sentences of the catalogues on a page in another language: in its text, and in what only some readers get
// (labels, titles, placeholders).
import type { Page } from 'playwright-core'
import { chartText } from '../../../src/text/charts/text.ts'
import { comparisonText } from '../../../src/text/comparison/text.ts'
import { labText } from '../../../src/text/lab/text.ts'
import { ledgerPageText } from '../../../src/text/ledger-pages/text.ts'
import { waitingText } from '../../../src/text/waiting/text.ts'
import { logFindingText } from '../../../src/text/log-findings/text.ts'
import { verifyText } from '../../../src/text/verify/text.ts'
import { portalText } from '../../../src/text/portal/portal.ts'

/** A shorter piece of a sentence may stand in a name or a word of another language. */
const PIECE_LENGTH_MIN = 9

const CATALOGUES = [
  portalText,
  chartText,
  comparisonText,
  labText,
  waitingText,
  ledgerPageText,
  verifyText,
  logFindingText,
] as const
const ENGLISH: readonly string[] = CATALOGUES.flatMap(({ en }) => Object.values(en))
const OTHER = new Set<string>(
  CATALOGUES.flatMap(({ vi, ko }) => [vi, ko].flatMap((messages) => Object.values(messages))),
)
const WHOLE = new Set(ENGLISH.filter((sentence) => !sentence.includes('{') && !OTHER.has(sentence)))
const PIECES = ENGLISH.flatMap((sentence) => sentence.split(/[{}]/).filter((_, index) => index % 2 === 0))
  .map((piece) => piece.trim())
  .filter((piece) => piece.length >= PIECE_LENGTH_MIN && /[a-z] [a-z]/.test(piece))

/** Every text that a reader can get from the page, but what says itself that it is English or a file's own words. */
async function textsOf(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`(() => {
    const texts = []
    const own = '[lang="en"], code, pre, script, style, noscript'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node
      if (element.closest(own) !== null) continue
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent.trim())
      else for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push((node.getAttribute(name) ?? '').trim())
    }
    texts.push(document.title)
    texts.push(document.querySelector('meta[name="description"]').content)
    return texts.filter((text) => text !== '')
  })()`)
}

export async function englishLeft(page: Page): Promise<readonly string[]> {
  const texts = await textsOf(page)
  return texts.filter((text) => WHOLE.has(text) || PIECES.some((piece) => text.includes(piece)))
}
