// The portal on Weir as it is: real database, real jobs, real replay. The other browser tests use a stand-in that is
// quicker; this one would notice where the two part.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exampleScenarios, PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { signInLink } from '../../src/cli/start/sign-in.ts'
import { portalIn } from '../../src/http/portal.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type TestWeir } from '../kit/weir.ts'
import { openContext, startBrowser, watch } from './kit/browser.ts'

let store: TestDatabase
let weir: TestWeir
let browser: Browser

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store, {
    portal: portalIn(join(PROJECT_ROOT, 'dist/web')),
    scenarioPaths: exampleScenarios(),
  })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await weir.stop()
  await store.close()
})

it('an officer signs in by the link, starts a run, follows it, takes its figures and deletes it', async () => {
  const context = await openContext(browser, { language: 'vi' })
  const tab = await context.newPage()
  const trouble = watch(tab, weir.address)
  const asked = { agency: 'hannuri', address: weir.address, language: 'vi' } as const
  await tab.goto((await signInLink(weir.world, asked)).url)
  await tab.locator('.notice-good a').click()

  // 1. Start.
  await tab.locator('input[name="capacity"]').fill('480')
  await tab.locator('.start-run button[type="submit"]').click()
  await tab.waitForSelector('.run-progress')

  // 2. Follow: the page turns into the outcome by itself.
  await tab.waitForSelector('.key-figures', { timeout: 60_000 })
  expect(await tab.locator('.key-figure-value').nth(1).textContent()).toBe('480')
  expect(await tab.title()).toContain('Philly')

  // 3. The figures.
  const download = tab.waitForEvent('download')
  await tab.locator('.exports a').first().click()
  expect((await download).suggestedFilename()).toMatch(/nodes\.csv$/)

  // 4. Delete.
  const { pathname } = new URL(tab.url())
  await tab.locator('.places a').nth(2).click()
  const line = tab.locator('.run-list tbody tr', { has: tab.locator(`a[href="${pathname}"]`) })
  await line.locator('.danger').click()
  await tab.locator('.modal-ways button').nth(1).click()
  await line.waitFor({ state: 'detached' })
  expect(trouble).toEqual({ errors: [], foreignRequests: [] })

  // 5. Out, and the public reads on.
  await tab.locator('.signed-in button').click()
  await tab.waitForSelector('.sign-in-link')
  expect(await tab.locator('.start-run').count()).toBe(0)
  await context.close()
}, 120_000)

it('the worked example comes by itself, and every page of it is there', async () => {
  const context = await openContext(browser, { language: 'ko' })
  const tab = await context.newPage()
  const trouble = watch(tab, weir.address)
  await tab.goto(`${weir.address}/`)
  expect(new URL(tab.url()).pathname).toBe('/ko')
  await tab.waitForSelector('.key-figures', { timeout: 60_000 })
  await tab.locator('.hero-way').first().click()
  await tab.waitForSelector('.icicle')
  expect(await tab.locator('.source-text').textContent()).toContain('apiVersion: weir/v1')
  expect(trouble).toEqual({ errors: [], foreignRequests: [] })
  await context.close()
}, 120_000)
