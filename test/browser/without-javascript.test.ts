// What a reader without JavaScript gets: the whole page as the server rendered it.
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { fixedId, portalWorld, type PortalWorld } from '../kit/portal-fixtures.ts'
import { startPortalServer, type PortalServer } from '../kit/portal-server.ts'
import { expectAccessible, expectNoSidewaysScroll, keepScreenshot, openContext, startBrowser } from './kit/browser.ts'

let world: PortalWorld
let server: PortalServer
let browser: Browser

beforeAll(async () => {
  world = await portalWorld()
  server = await startPortalServer(world)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

async function withoutJavaScript(language: (typeof LANGUAGES)[number], width = 1440): Promise<BrowserContext> {
  return await openContext(browser, { language, width, javaScript: false })
}

describe('without JavaScript', () => {
  it.each(LANGUAGES.flatMap((language) => [390, 800, 1440].map((width) => ({ language, width }))))(
    'the home page has its figures and charts in $language at $width pixels',
    async ({ language, width }) => {
      const context = await withoutJavaScript(language, width)
      const tab = await context.newPage()
      await tab.goto(`${server.origin}/${language}`)
      await expectNoSidewaysScroll(tab)
      await keepScreenshot(tab, `home-without-javascript-${language}-${width}`)
      expect(await tab.locator('.key-figure').count()).toBe(5)
      const charts = tab.locator('.chart-still svg[role="img"]')
      const seen = await Promise.all((await charts.all()).map((chart) => chart.isVisible()))
      // Of three widths one is shown, for each of the three charts.
      expect({ drawn: seen.length, shown: seen.filter(Boolean).length }).toEqual({ drawn: 9, shown: 3 })
      await tab.locator('.table-twin summary').first().click()
      expect(await tab.locator('.table-twin table').first().locator('tbody tr').count()).toBe(3)
      await context.close()
    },
  )

  it.each(LANGUAGES)('the policy page has the tree, every row and the file in %s', async (language) => {
    const context = await withoutJavaScript(language)
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/${language}/agencies/hannuri/policies/national-50-30-20`)
    const policy = world.policies[0]
    expect(await tab.locator('.icicle').count()).toBe(2)
    expect(await tab.locator('table').first().locator('tbody tr').count()).toBe(policy?.nodes.length)
    expect(await tab.locator('.source-text').textContent()).toBe(policy?.source)
    expect(await tab.locator('a[download]').getAttribute('href')).toContain('data:application/yaml')
    await context.close()
  })

  it('pages are accessible too', async () => {
    // axe runs in the page, so the page may run scripts here; that Weir's own do not come makes it what such a reader gets.
    const context = await openContext(browser, { language: 'ko', width: 390 })
    const tab = await context.newPage()
    await tab.route('**/*.js', (route) => route.abort())
    for (const path of ['', '/agencies/hannuri/policies/national-50-30-20', `/agencies/hannuri/runs/${fixedId(11)}`]) {
      await tab.goto(`${server.origin}/ko${path}`)
      await expectAccessible(tab)
    }
    await context.close()
  })

  it('a page that waits for a result asks again by itself', async () => {
    const context = await withoutJavaScript('en')
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en/agencies/hannuri/runs/${fixedId(12)}`)
    expect(await tab.locator('noscript').first().innerHTML()).toContain('http-equiv="refresh"')
    await tab.goto(`${server.origin}/en/agencies/hannuri/runs/${fixedId(11)}`)
    expect(await tab.content()).not.toContain('http-equiv="refresh"')
    await context.close()
  })

  it('the list of runs is searched, sorted and turned by plain addresses', async () => {
    const context = await withoutJavaScript('vi')
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/vi/agencies/hannuri/runs`)
    await tab.locator('.pages a[rel="next"]').click()
    expect(new URL(tab.url()).search).toBe('?page=2')
    expect(await tab.locator('.run-list tbody tr').count()).toBe(4)
    await tab.locator('select[name="state"]').selectOption('failed')
    await tab.locator('.run-filter button[type="submit"]').click()
    expect(await tab.locator('.run-list tbody tr').count()).toBe(1)
    await context.close()
  })

  it('the language is changed in place', async () => {
    const context = await withoutJavaScript('en')
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en/agencies/hannuri/runs?page=2`)
    await tab.locator('.languages a[lang="ko"]').click()
    expect(new URL(tab.url()).pathname + new URL(tab.url()).search).toBe('/ko/agencies/hannuri/runs?page=2')
    expect(await tab.getAttribute('html', 'lang')).toBe('ko')
    await context.close()
  })
})
