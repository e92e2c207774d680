// The report as its readers get it: a file, opened in a browser, printed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { renderReport } from '../../src/report/report.ts'
import { outcomeExample, policyExample, scenarioExample } from '../kit/outcome.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  keepScreenshot,
  openContext,
  startBrowser,
  watch,
  type Reader,
} from './kit/browser.ts'

let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'weir-report-'))
const scenario = scenarioExample()
const report = (language: Reader['language']) =>
  renderReport({ scenario, policy: policyExample(), outcome: outcomeExample(), language })

beforeAll(async () => {
  browser = await startBrowser()
  for (const language of LANGUAGES) writeFileSync(join(folder, `${language}.html`), report(language))
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

async function read(reader: Partial<Reader> & Pick<Reader, 'language'>, look: (page: Page) => Promise<void>) {
  const context = await openContext(browser, reader)
  const page = await context.newPage()
  const file = pathToFileURL(join(folder, `${reader.language}.html`)).href
  const trouble = watch(page, file)
  await page.goto(file)
  await look(page)
  expect(trouble).toEqual({ errors: [], foreignRequests: [] })
  await context.close()
}

const SIGHTS = [
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const

describe.each(LANGUAGES)('the report in %s', (language) => {
  test.each(SIGHTS)('on %d pixels, %s: accessible, and nothing is too wide', async (width, colourScheme) => {
    await read({ language, width, colourScheme }, async (page) => {
      await keepScreenshot(page, `report-${language}-${width}-${colourScheme}`)
      for (const summary of await page.locator('summary').all()) await summary.click()
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
    })
  })

  test('without JavaScript it says the same', async () => {
    await read({ language, javaScript: false }, async (page) => {
      expect(await page.locator('figure svg:visible').count()).toBe(7)
      // A heading for each chart, and one for fairness.
      expect(await page.locator('h3').count()).toBe(8)
    })
  })
})

test('one drawing of each chart is seen, on a desk and on a telephone', async () => {
  for (const width of [320, 390, 700, 1920]) {
    await read({ language: 'vi', width }, async (page) => {
      expect(await page.locator('figure svg:visible').count()).toBe(7)
      await expectNoSidewaysScroll(page)
    })
  }
})

test('in the dark the charts are dark too', async () => {
  await read({ language: 'en', colourScheme: 'dark' }, async (page) => {
    const fill = await page.evaluate<string>(
      `getComputedStyle([...document.querySelectorAll('figure svg path')].find((path) => (path.getAttribute('fill') ?? '').includes('sector-0'))).fill`,
    )
    expect(fill).toBe('rgb(91, 155, 245)')
  })
})

test('it prints on A4: no figure is cut, no table is wider than the sheet', async () => {
  await read({ language: 'en', width: 680 }, async (page) => {
    await page.emulateMedia({ media: 'print' })
    await expectNoSidewaysScroll(page)
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
    expect(boxes.length).toBeGreaterThan(0)
    for (const [, width, height] of boxes) {
      expect(Math.round(Number(width))).toBe(595)
      expect(Math.round(Number(height))).toBe(842)
    }
  })
})
