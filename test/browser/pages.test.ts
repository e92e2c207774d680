// Every page as every reader meets it: three languages, telephone and desk, light and dark.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { NOBODY, OFFICER, portalWorld } from '../kit/portal-fixtures.ts'
import { startPortalServer, type PortalServer } from '../kit/portal-server.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  keepScreenshot,
  openContext,
  startBrowser,
  watch,
} from './kit/browser.ts'
import { expectContrast } from './kit/contrast.ts'
import { englishLeft } from './kit/english-left.ts'
import { PORTAL_PAGES } from './kit/portal-pages.ts'

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

const READINGS = PORTAL_PAGES.flatMap((page) =>
  LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ ...page, language, width }))),
)

describe('a page of the portal', () => {
  it.each(READINGS)('$name in $language at $width pixels', async ({ name, path, language, width, ...page }) => {
    server.session = page.isSignedIn === true ? OFFICER : NOBODY
    const context = await openContext(browser, { language, width })
    const tab = await context.newPage()
    const trouble = watch(tab, server.origin)
    const answer = await tab.goto(`${server.origin}/${language}${path}`)
    expect(answer?.status()).toBe(page.isMissing === true ? 404 : 200)
    await tab.waitForSelector('html[data-hydrated]')
    // Every chart has been drawn by the browser itself.
    await expect.poll(() => tab.locator('.chart-stills').count(), { timeout: 10_000 }).toBe(0)
    await tab.evaluate('document.fonts.ready')
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.emulateMedia({ colorScheme })
      await tab.waitForSelector(`html[data-mantine-color-scheme="${colorScheme}"]`)
      await (colorScheme === 'light' ? expectAccessible(tab) : expectContrast(tab))
      await expectNoSidewaysScroll(tab)
      await keepScreenshot(tab, `${name}-${language}-${width}-${colorScheme}`)
    }
    expect(await tab.getAttribute('html', 'lang')).toBe(language)
    expect(await tab.locator('h1').count()).toBe(1)
    if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
    // The browser itself reports the status of a page that is not there.
    const errors = trouble.errors.filter((error) => page.isMissing !== true || !error.includes('404'))
    expect({ ...trouble, errors }).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })

  it.each([320, 768, 1024, 1920])('never scrolls sideways at %d pixels', async (width) => {
    server.session = OFFICER
    const context = await openContext(browser, { language: 'vi', width })
    for (const { path } of PORTAL_PAGES) {
      const tab = await context.newPage()
      await tab.goto(`${server.origin}/vi${path}`)
      await tab.waitForSelector('html[data-hydrated]')
      await expectNoSidewaysScroll(tab)
      await tab.close()
    }
    await context.close()
  })
})

describe('the worked example that is not there yet', () => {
  it.each(LANGUAGES)('is announced, followed and accessible in %s', async (language) => {
    server.session = NOBODY
    const whole = server.showcase
    const context = await openContext(browser, { language })
    const tab = await context.newPage()
    const trouble = watch(tab, server.origin)
    server.showcase = null
    await tab.goto(`${server.origin}/${language}`)
    await tab.waitForSelector('html[data-hydrated]')
    await expectAccessible(tab)
    if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
    await keepScreenshot(tab, `home-pending-${language}`)
    server.showcase = whole
    // The page asks again by itself.
    await tab.waitForSelector('.key-figures', { timeout: 10_000 })
    expect(trouble).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })
})

describe('light and dark', () => {
  it('is chosen before anything is painted, and kept', async () => {
    const context = await openContext(browser, { colourScheme: 'light' })
    const tab = await context.newPage()
    await tab.goto(`${server.origin}/en`)
    await tab.waitForSelector('html[data-hydrated]')
    await tab.locator('.scheme-switch select').selectOption('dark')
    await tab.goto(`${server.origin}/ko`, { waitUntil: 'commit' })
    await tab.waitForSelector('body', { state: 'attached' })
    expect(await tab.getAttribute('html', 'data-mantine-color-scheme')).toBe('dark')
    await context.close()
  })
})
