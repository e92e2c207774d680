// Two runs are chosen and compared: from the list, from the page of a run, with JavaScript and without.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { comparisonText } from '../../src/text/comparison/text.ts'
import { sentence } from '../../src/text/format.ts'
import { fixedId, portalWorld } from '../kit/portal-fixtures.ts'
import { startPortalServer, type PortalServer } from '../kit/portal-server.ts'
import { expectAccessible, expectNoSidewaysScroll, keepScreenshot, openContext, startBrowser } from './kit/browser.ts'

let server: PortalServer
let browser: Browser

beforeAll(async () => {
  server = await startPortalServer(await portalWorld())
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

const RUNS = '/agencies/hannuri/runs'
const compared = (a: number, b: number) => `${RUNS}/compare?a=${fixedId(a)}&b=${fixedId(b)}`

/** First cell and result of each row of the first table. */
async function resultsOf(tab: Page): Promise<readonly string[]> {
  const rows = await tab.locator('.figures-table').first().locator('tbody tr').all()
  return await Promise.all(
    rows.map(async (row) => `${await row.locator('th').innerText()}: ${await row.locator('td').first().innerText()}`),
  )
}

describe('without JavaScript', () => {
  it.each(LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ language, width }))))(
    'the comparison is whole in $language at $width pixels',
    async ({ language, width }) => {
      const context = await openContext(browser, { language, width, javaScript: false })
      const tab = await context.newPage()
      const answer = await tab.goto(`${server.origin}/${language}${compared(11, 20)}`)
      expect(answer?.status()).toBe(200)
      await expectNoSidewaysScroll(tab)
      expect(await tab.locator('.key-figure').count()).toBe(5)
      expect(await tab.locator('.chart-still svg[role="img"]').count()).toBe(3)
      const results = await resultsOf(tab)
      const pool = sentence(comparisonText, language, 'level-pool')
      expect(results[0]).toBe(`${pool}: ${sentence(comparisonText, language, 'result-loses')}`)
      expect(results.length).toBeGreaterThan(20)
      await keepScreenshot(tab, `compare-without-javascript-${language}-${width}`)
      await context.close()
    },
  )

  it('two runs are chosen in the list by a plain form', async () => {
    const context = await openContext(browser, { language: 'en', javaScript: false })
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en${RUNS}`)
    await tab.locator('select[name="a"]').selectOption(fixedId(11))
    await tab.locator('select[name="b"]').selectOption(fixedId(20))
    await tab.locator('.choose-runs button').click()
    expect(new URL(tab.url()).pathname + new URL(tab.url()).search).toBe(`/en${compared(11, 20)}`)
    expect(await tab.locator('h1').innerText()).toBe('Compare two runs')
    await context.close()
  })
})

describe('with JavaScript', () => {
  it('the page of a run leads to the choice of the other one, and the sides can be swapped', async () => {
    const context = await openContext(browser, { language: 'en' })
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en${RUNS}/${fixedId(11)}`)
    await tab.waitForSelector('html[data-hydrated]')
    await tab.getByRole('link', { name: 'Compare with another run' }).click()
    await tab.waitForSelector('.choose-runs')
    expect(await tab.locator('select[name="a"]').inputValue()).toBe(fixedId(11))
    await tab.locator('select[name="b"]').selectOption(fixedId(20))
    await tab.locator('.choose-runs button').click()
    await tab.waitForSelector('.compared-sides')
    const there = await resultsOf(tab)
    expect(there[0]).toBe('Whole pool: loses')
    await tab.getByRole('link', { name: 'Swap A and B' }).click()
    await expect.poll(async () => (await resultsOf(tab))[0]).toBe('Whole pool: gains')
    const turned = (await resultsOf(tab)).map((row) =>
      row.replace(/(gains|loses)$/, (word) => (word === 'gains' ? 'loses' : 'gains')),
    )
    expect(turned).toEqual(there)
    await expectAccessible(tab)
    await context.close()
  })

  it('runs of two histories are told beside each other, and nobody gains', async () => {
    const context = await openContext(browser, { language: 'en' })
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en${compared(11, 21)}`)
    expect(await tab.locator('.notice').first().innerText()).toContain('The two replay different histories.')
    expect(await tab.locator('.shift-list').count()).toBe(0)
    expect(new Set((await resultsOf(tab)).map((row) => row.split(': ')[1]))).toEqual(new Set(['–']))
    await context.close()
  })

  it.each([
    [12, 'B has no result: only completed runs can be compared.'],
    [99, 'There is no such run: B. It may have been deleted.'],
    [11, 'This is the same run twice.'],
  ])('a run that cannot be compared (%d) is named, and another may be chosen', async (other, message) => {
    const context = await openContext(browser, { language: 'en' })
    const tab = await context.newPage()
    const answer = await tab.goto(`${server.origin}/en${compared(11, other)}`)
    expect(answer?.status()).toBe(200)
    expect(await tab.locator('.notice').first().innerText()).toContain(message)
    expect(await tab.locator('select[name="a"]').inputValue()).toBe(fixedId(11))
    await context.close()
  })
})
