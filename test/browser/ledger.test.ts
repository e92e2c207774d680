// The ledger's pages on Weir as it is: a figure opens down to its entries, a budget shows where it goes; in three languages,
// on a telephone and at a desk, by keyboard, without JavaScript, and closed to whoever may not look.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { signInLink } from '../../src/cli/start/sign-in.ts'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { readReceipt } from '../../src/domain/proof/receipt.ts'
import { portalIn } from '../../src/http/portal.ts'
import { inTransaction } from '../../src/store/database.ts'
import { appendInTransaction } from '../../src/store/ledger/append-in-transaction.ts'
import { meterUsage, setUpFinance, usedMonth } from '../kit/metered-month.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { testWeir, type TestWeir } from '../kit/weir.ts'
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

const UNIT = 'milli-reference-unit-second'
const HOUR = 3_600_000n
const PROPOSER = '018f3f2a-0000-7000-8000-000000000001'
const APPROVER = '018f3f2a-0000-7000-8000-000000000002'
const LEDGER = '/agencies/hannuri/ledger'
const PROJECT_ACCOUNT = `${LEDGER}/account?account=PROJECT%3Akr-llm-01&unit=${UNIT}`

let store: TestDatabase
let weir: TestWeir
let browser: Browser
let signedIn: { cookies: Awaited<ReturnType<BrowserContext['cookies']>> }
const jobs: string[] = []

beforeAll(async () => {
  store = await testDatabase()
  weir = await testWeir(store, { portal: portalIn(join(PROJECT_ROOT, 'dist/web')) })
  await fillLedger()
  await proposeReduction()
  await meterUsage(weir)
  await setUpFinance(weir)
  browser = await startBrowser()
  const context = await openContext(browser)
  const tab = await context.newPage()
  const asked = { agency: 'hannuri', address: weir.address, language: 'en' } as const
  await tab.goto((await signInLink(weir.world, asked)).url)
  await tab.waitForSelector('.notice-good')
  signedIn = { cookies: await context.cookies() }
  await context.close()
}, 60_000)

afterAll(async () => {
  await browser.close()
  await weir.stop()
  await store.close()
})

/** Forty days of a project: an award by two persons, a job a day, one of them running still. */
async function fillLedger(): Promise<void> {
  const now = weir.world.clock()
  const today = Math.floor(now.getTime() / 1000)
  const facts = (at: number, by: string | null = null) => ({
    id: randomUUID(),
    ref: null,
    period: new Date(at * 1000).toISOString().slice(0, 7),
    effectiveAt: at,
    isLinked: false,
    by,
    note: null,
  })
  const start = today - 40 * 86_400
  const unit = UNIT
  const supply = {
    ...facts(start),
    kind: 'supply',
    phase: 'move',
    unit,
    debit: 'ISSUE',
    credit: 'POOL:academia',
  } as const
  const ways = { unit, debit: 'POOL:academia', credit: 'PROJECT:kr-llm-01', amount: 20_000n * HOUR } as const
  const award = { ...facts(start, PROPOSER), kind: 'obligate', phase: 'hold', ...ways } as const
  const transfers: Transfer[] = [
    { ...supply, amount: 100_000n * HOUR },
    award,
    { ...facts(start, APPROVER), kind: 'obligate', phase: 'post', hold: award.id, amount: award.amount },
  ]
  for (let day = 0; day <= 40; day += 1) {
    const at = start + day * 86_400
    const use = { unit, debit: 'PROJECT:kr-llm-01', credit: 'USED:kr-llm-01' } as const
    const hold = { ...facts(at), kind: 'encumber', phase: 'hold', ...use, amount: 600n * HOUR } as const
    transfers.push(hold)
    jobs.push(hold.id)
    const amount = BigInt(200 + ((day * 37) % 200)) * HOUR
    if (day < 40) transfers.push({ ...facts(at + 50_000), kind: 'consume', phase: 'post', hold: hold.id, amount })
  }
  await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
    const outcomes = await appendInTransaction(tx, 'hannuri', transfers, now)
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([])
  })
}

/** A project that has used nothing, and a proposal for it, on a day before the deadline of a check. */
async function proposeReduction(): Promise<void> {
  const now = weir.world.clock()
  // Long enough ago that no rule leaves it alone for being new.
  const at = Math.floor(now.getTime() / 1000) - 61 * 86_400
  const facts = { id: randomUUID(), ref: null, isLinked: false, by: null, note: null, effectiveAt: at } as const
  const period = new Date(at * 1000).toISOString().slice(0, 7)
  const ways = { unit: UNIT, debit: 'ADJUST:2020-01', credit: 'PROJECT:kr-idle' } as const
  const grant: Transfer = { ...facts, period, kind: 'adjust', phase: 'move', ...ways, amount: 1_000n * HOUR }
  await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
    const [outcome] = await appendInTransaction(tx, 'hannuri', [grant], now)
    expect(outcome?.ok).toBe(true)
  })
  const officer = await weir.signIn(['programme-officer'])
  const proposals = ['alcc', 'nersc'].map(async (rule) => {
    const body = { project: 'kr-idle', rule, returnsTo: 'POOL:academia', until: `${inDays(300)}T00:00:00Z` }
    return (await officer('/api/agencies/hannuri/ledger/reductions', { method: 'POST', body })).status
  })
  // Between a deadline and its check one of the rules takes no proposal; never both.
  expect(await Promise.all(proposals)).toContain(201)
}

async function officerAt(reader: Parameters<typeof openContext>[1]) {
  const context = await openContext(browser, reader)
  await context.addCookies(signedIn.cookies)
  return context
}

const PAGES = [
  { name: 'ledger', path: () => LEDGER, seen: '.figures-table' },
  { name: 'ledger-account', path: () => PROJECT_ACCOUNT, seen: '.key-figures' },
  { name: 'ledger-entry', path: () => `${LEDGER}/entries/${jobs[3]}`, seen: '.ledger-facts' },
  { name: 'reductions', path: () => `${LEDGER}/reductions`, seen: '.reduction-formula' },
  { name: 'metering', path: () => '/agencies/hannuri/metering', seen: '.metering-source' },
  { name: 'finance', path: () => '/agencies/hannuri/finance', seen: '.finance-months' },
  { name: 'burn-down', path: () => `${LEDGER}/projects/kr-llm-01?until=${inDays(200)}`, seen: '.chart svg' },
]

function inDays(days: number): string {
  return new Date(weir.world.clock().getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

const READINGS = PAGES.flatMap((page) =>
  LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ ...page, language, width }))),
)

describe('a page of the ledger', () => {
  it.each(READINGS)('$name in $language at $width pixels', async ({ name, path, seen, language, width }) => {
    const context = await officerAt({ language, width })
    const tab = await context.newPage()
    const trouble = watch(tab, weir.address)
    const answer = await tab.goto(`${weir.address}/${language}${path()}`)
    expect(answer?.status()).toBe(200)
    await tab.waitForSelector(seen)
    await tab.waitForLoadState('networkidle')
    await expectNoSidewaysScroll(tab)
    await expectAccessible(tab)
    if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
    await keepScreenshot(tab, `${name}-${language}-${width}`)
    expect(trouble).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })

  it.each(PAGES)('$name has contrast in the dark', async ({ path, seen }) => {
    const context = await officerAt({ colourScheme: 'dark' })
    const tab = await context.newPage()
    await tab.goto(`${weir.address}/en${path()}`)
    await tab.waitForSelector(seen)
    await expectContrast(tab)
    await context.close()
  })

  it.each(PAGES)('$name is there without JavaScript', async ({ path, seen }) => {
    const context = await officerAt({ javaScript: false })
    const tab = await context.newPage()
    await tab.goto(`${weir.address}/en${path()}`)
    expect(await tab.locator(seen).count()).toBeGreaterThan(0)
    await context.close()
  })

  it.each(PAGES)('$name says to the public why it is bare', async ({ path, seen }) => {
    const context = await openContext(browser, { language: 'ko' })
    const tab = await context.newPage()
    const trouble = watch(tab, weir.address)
    await tab.goto(`${weir.address}/ko${path()}`)
    await tab.waitForSelector('.notice-hint a[href="/ko/sign-in"]')
    expect(await tab.locator(seen).count()).toBe(0)
    expect(trouble).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })
})

it('by keyboard a figure opens down to its account, its entry, the hold, and the account again', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en${LEDGER}?search=kr-llm-01`)
  await tab.waitForLoadState('networkidle')
  await tab.locator('tbody th a', { hasText: 'USED:kr-llm-01' }).focus()
  await tab.keyboard.press('Enter')
  await tab.waitForURL(/account=USED/)
  await tab.getByRole('heading', { level: 1, name: 'USED:kr-llm-01' }).waitFor()
  // The newest line is the hold of the job that runs; below it the last one that ended.
  const balances = await tab.locator('tbody tr').nth(1).locator('.numeric').allTextContents()
  const figure = await tab.locator('.key-figure-value').first().textContent()
  expect(balances[2]).toBe(figure)
  await tab.locator('tbody tr').nth(1).locator('th a').focus()
  await tab.keyboard.press('Enter')
  await tab.waitForURL(/entries/)
  await tab.waitForSelector('.ledger-facts')
  await tab.locator('tbody tr', { hasText: 'Ends this hold' }).locator('a').focus()
  await tab.keyboard.press('Enter')
  await tab.waitForURL(new RegExp(String(jobs[39])))
  await tab.getByText('2,160,000,000 milli-reference-unit-second').waitFor()
  await context.close()
})

it('filters, pages and exact figures change what is shown, not what it adds up to', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en${PROJECT_ACCOUNT}`)
  await tab.waitForLoadState('networkidle')
  const balance = tab.locator('.key-figure-value').first()
  const before = await balance.textContent()
  expect(await tab.locator('tbody tr').count()).toBe(50)
  await tab.locator('.pages a[rel="next"]').click()
  await tab.waitForURL(/page=2/)
  await expect.poll(() => tab.locator('tbody tr').count()).toBe(33)
  await tab.locator('select[name="kind"]').selectOption('obligate')
  await tab.locator('.run-filter button').click()
  await tab.waitForURL(/kind=obligate/)
  await expect.poll(() => tab.locator('tbody tr').count()).toBe(2)
  expect(await balance.textContent()).toBe(before)
  await tab.locator('.exports a').first().click()
  await tab.waitForURL(/exact=1/)
  await expect.poll(() => balance.textContent()).toMatch(/^\d{2},\d{3},\d{3},\d{3}$/)
  const download = tab.waitForEvent('download')
  await tab.locator('.exports a').nth(1).click()
  expect((await download).suggestedFilename()).toBe('hannuri-project-kr-llm-01.csv')
  await context.close()
})

it('the burn-down says a range and its method, and its table ends where the figures stand', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en${LEDGER}/projects/kr-llm-01?until=${inDays(200)}`)
  await tab.locator('.table-twin summary').click()
  const first = await tab.locator('.table-twin tbody tr').first().locator('td').allTextContents()
  const figures = await tab.locator('.key-figure-value').allTextContents()
  expect(first.slice(0, 4)).toEqual(figures)
  expect(figures[2]).toBe('600')
  const methods = tab.locator('tbody tr', { hasText: 'busiest' })
  expect(await methods.locator('th').textContent()).toContain('Rate of the last 28 days')
  const dates = await methods.locator('td').allTextContents()
  expect(new Set(dates.slice(0, 3)).size).toBe(3)
  await context.close()
})

it('an officer proposes by the formula, is told why not, and announces', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en${LEDGER}/reductions`)
  await tab.waitForSelector('html[data-hydrated]')
  await tab.locator('input[name="project"]').fill('kr-nobody')
  await tab.locator('input[name="returnsTo"]').fill('POOL:academia')
  await tab.locator('form button[type="submit"]').click()
  await tab.locator('.notice-bad', { hasText: 'An account comes into being' }).waitFor()
  const line = tab.locator('tbody tr', { hasText: 'kr-idle' }).first()
  expect(await line.locator('.reduction-formula').textContent()).toMatch(/^(ALCC|NERSC): \d+% of /)
  await line.getByRole('button', { name: 'Announce kr-idle' }).focus()
  await tab.keyboard.press('Enter')
  await line.locator('td', { hasText: 'announced' }).waitFor()
  await line.getByRole('button', { name: 'Approve kr-idle' }).click()
  await tab.locator('.notice-bad', { hasText: 'after the deadline' }).waitFor()
  await context.close()
})

it('what waits is filtered by its reason, and tried again when what it lacked is known', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en/agencies/hannuri/metering`)
  await tab.waitForLoadState('networkidle')
  const waiting = tab.locator('#waiting .wide-table').nth(1).locator('tbody tr')
  expect(await waiting.count()).toBe(2)
  await tab.getByRole('link', { name: 'ended before it started' }).click()
  await tab.waitForURL(/reason=end-before-start/)
  await expect.poll(() => waiting.count()).toBe(1)
  await tab.getByRole('link', { name: 'All reasons' }).click()
  await expect.poll(() => waiting.count()).toBe(2)
  await inTransaction(store.database, { agency: 'hannuri' }, async (tx) => {
    const facts = { id: randomUUID(), ref: null, isLinked: false, by: null, note: null, period: '2027-01' } as const
    const ways = { unit: UNIT, debit: 'ADJUST:2020-01', credit: 'PROJECT:kr-unheard-of', amount: HOUR } as const
    const now = weir.world.clock()
    const grant: Transfer = {
      ...facts,
      effectiveAt: Math.floor(now.getTime() / 1000),
      kind: 'adjust',
      phase: 'move',
      ...ways,
    }
    expect((await appendInTransaction(tx, 'hannuri', [grant], now))[0]?.ok).toBe(true)
  })
  await tab.getByRole('button', { name: 'Try all again' }).click()
  await tab.getByText('1 record was charged, 1 still waits.').waitFor()
  await expect.poll(() => waiting.count()).toBe(1)
  await context.close()
})

it('an entry has its proof as a file once a checkpoint is signed over it, and until then the page says so', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  const place = `${weir.address}/en${LEDGER}/entries/${jobs[3]}`
  await tab.goto(place)
  // Another test, or a witness, may have asked for the checkpoint before.
  const later = tab.getByText('No checkpoint is signed over this entry yet')
  const links = tab.locator('a[href*="receipt"]')
  expect((await later.count()) + (await links.count())).toBeGreaterThan(0)
  expect((await weir.ask('/log/hannuri/checkpoint')).status).toBe(200)
  await tab.goto(place)
  expect(await later.count()).toBe(0)
  const opened: boolean[] = []
  for (const at of [0, 1]) {
    const download = tab.waitForEvent('download')
    await links.nth(at).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^hannuri-entry-\d+\.receipt\.json$/)
    const receipt = readReceipt(readFileSync(await file.path(), 'utf8'))
    opened.push(receipt?.opening?.facts.includes(String(jobs[3])) === true)
  }
  expect(opened).toEqual([false, true])
  await context.close()
})

it('a month is closed, its invoice looked at, issued, printed, and taken back when that was said twice', async () => {
  const context = await officerAt({})
  const tab = await context.newPage()
  await tab.goto(`${weir.address}/en/agencies/hannuri/finance`)
  await tab.waitForLoadState('networkidle')
  const row = tab.locator('.finance-months tbody tr', { hasText: usedMonth(weir) })
  expect(await row.innerText()).toMatch(/open[^]*kr-idle/)
  await row.getByRole('button', { name: 'Close softly' }).click()
  await expect.poll(() => row.innerText()).toContain('closed softly')
  await tab.getByLabel('Month', { exact: true }).selectOption(usedMonth(weir))
  await tab.getByRole('button', { name: 'Preview' }).click()
  // Two runs of eight cards for a minute, at 5,000 an hour; of it 4 %, and 10 % tax.
  await expect.poll(() => tab.locator('.key-figures').innerText()).toMatch(/₩1,333[^]*₩53[^]*₩5[^]*₩58/)
  await tab.getByRole('button', { name: 'Issue', exact: true }).click()
  await tab.getByText(/^Issued as \d{4}-0001\.$/).waitFor()
  const invoice = tab.locator('.finance-invoices tbody tr', { hasText: '-0001' }).last()
  await expect.poll(() => invoice.innerText()).toContain('₩58')
  const [paper] = await Promise.all([tab.waitForEvent('download'), invoice.getByRole('link', { name: 'PDF' }).click()])
  expect(paper.suggestedFilename()).toMatch(/^hannuri-\d{4}-0001\.pdf$/)
  await invoice.getByRole('button', { name: 'Take back' }).click()
  expect(await tab.locator('.finance-invoices tbody tr').count()).toBe(1)
  await invoice.getByRole('button', { name: 'Yes, take back' }).click()
  await expect.poll(() => tab.locator('.finance-invoices tbody tr').count()).toBe(2)
  expect(await invoice.innerText()).toContain('taken back by')
  await context.close()
})
