// The page that describes the API, in a real browser under its Content-Security-Policy: it shows the routes and asks no
// other host.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type TestWeir } from '../kit/weir.ts'
import { keepScreenshot, openContext, startBrowser, watch } from './kit/browser.ts'

let browser: Browser
let store: TestDatabase
let weir: TestWeir

beforeAll(async () => {
  browser = await startBrowser()
  store = await testDatabase()
  weir = await testWeir(store)
})

afterAll(async () => {
  await browser.close()
  await weir.stop()
  await store.close()
})

test.each(['light', 'dark'] as const)('it is readable in %s and stays on this machine', async (colourScheme) => {
  const context = await openContext(browser, { colourScheme })
  const page = await context.newPage()
  const trouble = watch(page, weir.address)
  await page.goto(`${weir.address}/api/docs/`)
  // In the list at the side; the descriptions themselves are drawn when they are reached.
  await page.getByText('Start a run').first().click()
  await page.getByText('The answer comes at once').first().waitFor()
  await page.getByText('Everything that the portal does, programs can do.').waitFor()
  expect(trouble).toEqual({ errors: [], foreignRequests: [] })
  await keepScreenshot(page, `api-docs-${colourScheme}`, false)
  await context.close()
})
