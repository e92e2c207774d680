// A real Chromium for the tests of the pages: started once a file, one context for each reader.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { LOCALES } from '../../../src/text/format.ts'
import type { Language } from '../../../src/domain/kernel/language.ts'
import { findChromium } from './find-chromium.ts'

const SCREENSHOTS = join(import.meta.dirname, '../../../test-output/screenshots')

/** Who looks, and through what. */
export interface Reader {
  readonly language: Language
  readonly width: number
  readonly colourScheme: 'light' | 'dark'
  readonly javaScript: boolean
}

const OFFICER_AT_DESK: Reader = { language: 'en', width: 1280, colourScheme: 'light', javaScript: true }

/** Starts the machine's Chromium; throws and says what to install when there is none. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) {
    throw new Error('no Chromium on this machine: install it (Debian: apt-get install chromium) or set WEIR_CHROMIUM')
  }
  // Chromium's sandbox does not run as root; the tests only open pages of Weir itself.
  const withoutSandbox = process.getuid?.() === 0
  return await chromium.launch({ executablePath, args: withoutSandbox ? ['--no-sandbox'] : [] })
}

export async function openContext(browser: Browser, reader: Partial<Reader> = {}): Promise<BrowserContext> {
  const { language, width, colourScheme, javaScript } = { ...OFFICER_AT_DESK, ...reader }
  return await browser.newContext({
    locale: LOCALES[language],
    colorScheme: colourScheme,
    javaScriptEnabled: javaScript,
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
  })
}

/** What went wrong in a page: its own errors and everything that it asked of another host. */
export interface PageTrouble {
  readonly errors: string[]
  readonly foreignRequests: string[]
}

/** Watches a page from now on; a healthy page leaves both lists empty. */
export function watch(page: Page, origin: string): PageTrouble {
  const trouble: PageTrouble = { errors: [], foreignRequests: [] }
  page.on('pageerror', (error) => trouble.errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.errors.push(message.text())
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !url.startsWith('data:') && !url.startsWith('blob:'))
      trouble.foreignRequests.push(url)
  })
  return trouble
}

/** WCAG 2.2 AA by axe, with no rule switched off and no part left out. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const found = violations.map((violation) => ({
    rule: violation.id,
    help: violation.help,
    where: violation.nodes.slice(0, 5).map((node) => node.target.join(' ')),
  }))
  expect(found).toEqual([])
}

/** Nothing is wider than the window: a reader never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const root = 'document.documentElement'
  const overhang = await page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`)
  expect(overhang).toBeLessThanOrEqual(0)
}

/** Kept as test output: test-output/screenshots/<name>.png. */
export async function keepScreenshot(page: Page, name: string, fullPage = true): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage })
}
