// What officers do, by keyboard alone: start a run and follow it, cancel, delete, find, change agency.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fixedId, NOBODY, OFFICER, portalWorld, type PortalWorld } from '../kit/portal-fixtures.ts'
import { startPortalServer, type PortalServer } from '../kit/portal-server.ts'
import { expectAccessible, keepScreenshot, openContext, startBrowser, watch, type PageTrouble } from './kit/browser.ts'

let world: PortalWorld
let server: PortalServer
let browser: Browser
let context: BrowserContext
let tab: Page
let trouble: PageTrouble

beforeAll(async () => {
  world = await portalWorld()
  browser = await startBrowser()
})

beforeEach(async () => {
  server = await startPortalServer(world)
  server.session = OFFICER
  context = await openContext(browser, { language: 'en', width: 1280 })
  tab = await context.newPage()
  trouble = watch(tab, server.origin)
})

afterEach(async () => {
  expect(trouble.foreignRequests).toEqual([])
  await context.close()
  await server.stop()
})

afterAll(async () => {
  await browser.close()
})

async function open(path: string): Promise<void> {
  await tab.goto(`${server.origin}/en${path}`)
  await tab.waitForSelector('html[data-hydrated]')
}

/** Tab until the focus is on what matches; a reader has no other way. */
async function tabTo(selector: string): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    await tab.keyboard.press('Tab')
    if (await tab.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
  }
  throw new Error(`no way by keyboard to ${selector}`)
}

const RUNS = '/agencies/hannuri/runs'

describe('by keyboard', () => {
  it('a run is started and followed to its outcome', async () => {
    await open(RUNS)
    await tab.keyboard.press('Tab')
    expect(await tab.evaluate('document.activeElement.className')).toBe('skip-link')
    await tab.keyboard.press('Enter')
    await tabTo('select[name="scenario"]')
    await tabTo('input[name="capacity"]')
    await tab.keyboard.type('480')
    await tabTo('select[name="backfill"]')
    await tab.keyboard.press('ArrowDown')
    await tab.waitForSelector('.start-run button[type="submit"]:enabled')
    await tabTo('.start-run button[type="submit"]')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('.run-progress')
    // The focus came along to the new page.
    expect(await tab.evaluate('document.activeElement.id')).toBe('content')
    await tab.waitForSelector('.key-figures')
    const started = server.changes.find(({ request }) => request === `POST /api${RUNS}`)
    expect(JSON.parse(started?.body ?? '{}')).toEqual({
      scenario: 'philly-50-30-20',
      policyVersionId: fixedId(102),
      capacity: 480,
      backfill: 'easy-sjbf',
    })
    expect(started?.headers['x-weir-csrf']).toBe(OFFICER.csrfToken)
    expect(started?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
    expect(trouble.errors).toEqual([])
  })

  it('a run waits for the versions of its policy, and says when they cannot be had', async () => {
    let broken = true
    await tab.route('**/api/agencies/hannuri/policies/*', (route) => (broken ? route.abort() : route.continue()))
    await open(RUNS)
    const button = tab.locator('.start-run button[type="submit"]')
    expect(await button.isDisabled()).toBe(true)
    await tab.locator('.start-run input[name="capacity"]').press('Enter')
    await tab.waitForSelector('.start-run .notice-bad')
    expect(await button.isDisabled()).toBe(true)
    await expectAccessible(tab)
    await keepScreenshot(tab, 'versions-failed', false)
    broken = false
    await tab.locator('.start-run .notice-bad button').click()
    await tab.waitForSelector('.start-run button[type="submit"]:enabled')
    expect(server.changes).toEqual([])
  })

  it('a run is cancelled', async () => {
    await open(`${RUNS}/${fixedId(12)}`)
    await tabTo('.notice button')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('.state-cancelled')
    expect(server.changes.map(({ request }) => request)).toEqual([`POST /api${RUNS}/${fixedId(12)}/cancellation`])
  })

  it('a run is deleted only after a second word', async () => {
    await open(RUNS)
    const rows = await tab.locator('.run-list tbody tr').count()
    await tabTo('.run-list .danger')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('[role="dialog"]')
    await expectAccessible(tab)
    await keepScreenshot(tab, 'delete-run-dialog', false)
    // The first button keeps it.
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('[role="dialog"]', { state: 'detached' })
    expect(server.changes).toEqual([])
    await tab.locator('.run-list .danger').first().focus()
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('[role="dialog"]')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('[role="dialog"]', { state: 'detached' })
    expect(server.changes.map(({ request }) => request)).toEqual([`DELETE /api${RUNS}/${fixedId(11)}`])
    // The next page's first run moves up.
    await tab.locator(`.run-link[href$="${fixedId(11)}"]`).waitFor({ state: 'detached' })
    expect(await tab.locator('.run-list tbody tr').count()).toBe(rows)
    expect(trouble.errors).toEqual([])
  })

  it('the agency is changed', async () => {
    await open(RUNS)
    await tabTo('.agency-switch summary')
    await tab.keyboard.press('Enter')
    await expectAccessible(tab)
    await tab.keyboard.press('Escape')
    expect(await tab.locator('.agency-switch[open]').count()).toBe(0)
    await tab.keyboard.press('Enter')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    await tab.waitForURL('**/agencies/songhan/policies')
    await tab.waitForSelector('.card-policy a[href$="/national-by-partition-2026"]')
  })

  it('rows of the tree are closed and columns sorted', async () => {
    await open('/agencies/hannuri/policies/national-50-30-20')
    const rows = tab.locator('table').first().locator('tbody tr')
    const all = await rows.count()
    await tabTo('.tree-toggle')
    await tab.keyboard.press('Enter')
    expect(await rows.count()).toBeLessThan(all)
    expect(await tab.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('false')
    await tab.locator('table thead button').nth(1).focus()
    await tab.keyboard.press('Enter')
    expect(await tab.locator('table thead th').nth(1).getAttribute('aria-sort')).toBe('descending')
  })
})

describe('by pointer', () => {
  it('a chart says what it shows at a place, and still shows it', async () => {
    await open('')
    const chart = tab.locator('.chart-live').first()
    await chart.waitFor()
    const drawn = tab
      .locator('.chart-live')
      .first()
      .locator('path[fill^="var(--chart-sector"], path[stroke^="var(--chart-sector"]')
    const before = await drawn.count()
    await chart.hover({ position: { x: 600, y: 110 } })
    await tab.waitForSelector('.chart-read-out p')
    expect(await tab.locator('.chart-read-out p').allTextContents()).toEqual([
      expect.stringMatching(/ 2017, /),
      expect.stringMatching(/^National projects: [\d.]+ in use, guarantee 280$/),
      expect.stringMatching(/^Enterprises: [\d.]+ in use, guarantee 168$/),
      expect.stringMatching(/^Universities and institutes: [\d.]+ in use, guarantee 112$/),
    ])
    expect(await drawn.count()).toBeGreaterThanOrEqual(before)
    expect(trouble.errors).toEqual([])
  })
})

describe('one who is not signed in', () => {
  beforeEach(() => {
    server.session = NOBODY
  })

  it('is told how to start a run, and has no button for it', async () => {
    await open(RUNS)
    expect(await tab.locator('.start-run').count()).toBe(0)
    expect(await tab.locator('.run-list .danger').count()).toBe(0)
    expect(await tab.locator('.notice a[href="/en/sign-in"]').count()).toBe(1)
  })

  it('comes by the one-time link, whose token is out of the address at once', async () => {
    await tab.goto(`${server.origin}/en/sign-in#token=used-before`)
    await tab.waitForSelector('.notice-bad')
    expect(tab.url()).toBe(`${server.origin}/en/sign-in`)
    expect(server.changes).toHaveLength(1)
    expect(JSON.parse(server.changes[0]?.body ?? '{}')).toEqual({ token: 'used-before' })
    await expectAccessible(tab)
    await keepScreenshot(tab, 'sign-in-refused')
  })
})
