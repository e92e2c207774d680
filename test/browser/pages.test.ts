// Every page as every reader meets it: three languages, telephone and desk, light and dark.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { OFFICER, portalWorld } from '../kit/portal-fixtures.ts'
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

/** What scripts/build-web.ts writes about its build. */
interface BuiltFacts {
  readonly firstLoadKilobytesGzipped: number
}

/** Open to the public; the other one takes everybody for the officer. */
let server: PortalServer
let signedIn: PortalServer
let browser: Browser

beforeAll(async () => {
  const world = await portalWorld()
  server = await startPortalServer(world)
  signedIn = await startPortalServer(world)
  signedIn.session = OFFICER
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await server.stop()
  await signedIn.stop()
})

const READINGS = PORTAL_PAGES.flatMap((page) =>
  LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ ...page, language, width }))),
)

describe('a page of the portal', () => {
  // Two at a time: one waits for the other's measuring least on two cores.
  it.concurrent.each(READINGS)(
    '$name in $language at $width pixels',
    async ({ name, path, language, width, ...page }) => {
      const { origin } = page.isSignedIn === true ? signedIn : server
      const context = await openContext(browser, { language, width })
      const tab = await context.newPage()
      const trouble = watch(tab, origin)
      const answer = await tab.goto(`${origin}/${language}${path}`)
      expect(answer?.status()).toBe(page.isMissing === true ? 404 : 200)
      await tab.waitForSelector('html[data-hydrated]')
      // Every chart has been drawn by the browser itself.
      await tab.locator('.chart-stills').first().waitFor({ state: 'detached' })
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
    },
  )

  it.each([320, 768, 1024, 1920])('never scrolls sideways at %d pixels', async (width) => {
    const context = await openContext(browser, { language: 'vi', width })
    for (const { path } of PORTAL_PAGES) {
      const tab = await context.newPage()
      await tab.goto(`${signedIn.origin}/vi${path}`)
      await tab.waitForSelector('html[data-hydrated]')
      await expectNoSidewaysScroll(tab)
      await tab.close()
    }
    await context.close()
  })
})

describe('the worked example that is not there yet', () => {
  it.each(LANGUAGES)('is announced, followed and accessible in %s', async (language) => {
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

describe('when the API cannot answer', () => {
  it.each(LANGUAGES)('the page says so in %s, and is whole when it can again', async (language) => {
    const context = await openContext(browser, { language })
    const tab = await context.newPage()
    server.isBroken = true
    const answer = await tab.goto(`${server.origin}/${language}/agencies/hannuri/policies`)
    expect(answer?.status()).toBe(500)
    await tab.waitForSelector('html[data-hydrated]')
    await expectAccessible(tab)
    await keepScreenshot(tab, `failure-${language}`)
    if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
    server.isBroken = false
    await tab.locator('.page-lone button').click()
    await tab.waitForSelector('.card-policy')
    await context.close()
  })
})

describe('the first visit', () => {
  it('loads less than 300 kB, gzipped, before the charts come alive', async () => {
    const html = await (await fetch(`${server.origin}/ko`)).text()
    const built = JSON.parse(readFileSync(join(PROJECT_ROOT, 'dist/web/built.json'), 'utf8')) as BuiltFacts
    expect(built.firstLoadKilobytesGzipped + gzipSync(html).length / 1_000).toBeLessThan(300)
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
