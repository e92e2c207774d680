// Why jobs waited in a run: a moment by slider and by job, each reason in the reader's language.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { fixedId, portalWorld } from '../kit/portal-fixtures.ts'
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

const RUN = `/agencies/hannuri/runs/${fixedId(11)}`
const REPLAY_MILLISECONDS = 60_000

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

describe.each(LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ language, width }))))(
  'in $language at $width pixels',
  ({ language, width }) => {
    it('tells who runs, who waits and why, at the moment of the longest queue', async () => {
      const context = await openContext(browser, { language, width })
      const tab = await context.newPage()
      const trouble = watch(tab, server.origin)
      await tab.goto(`${server.origin}/${language}${RUN}/waiting`)
      await tab.waitForSelector('.moment-queue tbody tr', { timeout: REPLAY_MILLISECONDS })
      expect(await tab.locator('.moment-queue tbody tr').count()).toBe(30)
      await tab.waitForSelector('.chart-live svg')
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.emulateMedia({ colorScheme })
        await tab.waitForSelector(`html[data-mantine-color-scheme="${colorScheme}"]`)
        await (colorScheme === 'light' ? expectAccessible(tab) : expectContrast(tab))
        await expectNoSidewaysScroll(tab)
        await keepScreenshot(tab, `waiting-${language}-${width}-${colorScheme}`)
      }
      if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
      expect(trouble).toEqual({ errors: [], foreignRequests: [] })
      await context.close()
    })
  },
)

it('a job is found by its number, a moment is kept in the address, and the run leads here', async () => {
  const context = await openContext(browser, { language: 'en' })
  const tab = await context.newPage()
  await tab.goto(`${server.origin}/en${RUN}`)
  await tab.waitForSelector('html[data-hydrated]')
  await tab.getByRole('link', { name: 'Why did jobs wait?' }).click()
  await tab.waitForSelector('.moment-queue tbody tr', { timeout: REPLAY_MILLISECONDS })
  const late = tab.locator('.moment-queue tbody tr').nth(20)
  const number = ((await late.locator('th').innerText()).split('\n')[0] ?? '').trim()
  await tab.getByLabel('Number of a job').fill(number)
  await tab.keyboard.press('Enter')
  await tab.waitForURL(`**/waiting?job=${number}`)
  const first = tab.locator('.moment-queue tbody tr[aria-current]')
  await first.waitFor({ timeout: REPLAY_MILLISECONDS })
  expect((await first.locator('th').innerText()).split('\n')[0]).toBe(number)
  // Submitted this moment: it has waited for no time.
  expect((await first.locator('td').nth(4).innerText()).trim()).toMatch(/^0\s/)
  await tab.getByLabel('Number of a job').fill('99999999')
  await tab.keyboard.press('Enter')
  await tab.getByText('The history has no job 99999999.').waitFor({ timeout: REPLAY_MILLISECONDS })
  await tab.getByRole('slider').focus()
  await tab.keyboard.press('ArrowRight')
  await tab.waitForURL(/[?&]at=\d+/)
  const address = tab.url()
  const when = await tab.locator('.moment-time').innerText()
  await tab.goto(address)
  await tab.waitForSelector('.moment-time')
  expect(await tab.locator('.moment-time').innerText()).toBe(when)
  await context.close()
})

it.each(LANGUAGES)('without JavaScript the queue is there, and what is missing is said in %s', async (language) => {
  const context = await openContext(browser, { language, javaScript: false })
  const tab = await context.newPage()
  await tab.goto(`${server.origin}/${language}${RUN}/waiting`)
  expect(await tab.locator('.notice-title').innerText()).toMatch(/JavaScript/)
  expect(await tab.locator('.chart-still svg').count()).toBeGreaterThan(0)
  await context.close()
})
