// The page on which anybody verifies a public log, in a real browser against a real server: all in order; then somebody with
// all rights changes the database, or shows another history signed with the real key, and the page says what is wrong.
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/adapters/files/places.ts'
import { COSIGNATURE_V1, cosign, noteText, verifierKey, verifierKeyText } from '../../src/domain/proof/note.ts'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { readCheckpoint } from '../../src/domain/proof/checkpoint.ts'
import { logKey } from '../../src/adapters/proof/log-signer.ts'
import { newSeed, signingKey } from '../../src/adapters/proof/ed25519.ts'
import { portalIn } from '../../src/http/portal.ts'
import { sha256 } from '../../src/store/ledger/open-ledger.ts'
import { testDatabase, type TestDatabase } from '../kit/database.ts'
import { recordLog, tamper, TAMPERINGS } from '../kit/public-log.ts'
import { TEST_SIGNER, testWeir, type TestWeir } from '../kit/weir.ts'
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

const PLACE = '/agencies/hannuri/ledger/verify'

let browser: Browser
let store: TestDatabase
let weir: TestWeir

beforeAll(async () => {
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  store = await testDatabase()
  weir = await testWeir(store, { portal: portalIn(join(PROJECT_ROOT, 'dist/web')) })
})

afterEach(async () => {
  await weir.stop()
  await store.close()
})

interface Reading {
  readonly context: BrowserContext
  readonly tab: Page
}

async function reading(reader: Parameters<typeof openContext>[1] = {}): Promise<Reading> {
  const context = await openContext(browser, reader)
  return { context, tab: await context.newPage() }
}

/** Opens the page, or opens it again, and waits for what it says of the checkpoint. */
async function look(tab: Page, language = 'en'): Promise<string> {
  await tab.goto(`${weir.address}/${language}${PLACE}`)
  return await verdictOf(tab, '#checkpoint')
}

async function verdictOf(tab: Page, section: string): Promise<string> {
  await tab.waitForSelector(`${section} .notice`)
  return (await tab.locator(`${section} .notice`).first().textContent()) ?? ''
}

async function replay(tab: Page): Promise<string> {
  await tab.locator('#entries button').first().click()
  return await verdictOf(tab, '#entries')
}

/** The names of what was found, in the order in which the page says it. */
async function problems(tab: Page, section: string): Promise<readonly string[]> {
  return await tab
    .locator(`${section} [data-problem]`)
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-problem') ?? ''))
}

async function kept(tab: Page): Promise<string | null> {
  return await tab.evaluate<string | null>(`localStorage.getItem('weir-log-hannuri')`)
}

describe('an honest log', () => {
  it('is in order, is kept, and is in order again when it has grown', async () => {
    await recordLog(store)
    const { context, tab } = await reading()
    const trouble = watch(tab, weir.address)
    expect(await look(tab)).toContain('signed by a trusted key')
    expect(await tab.locator('#checkpoint .notice-hint').textContent()).toContain('weir.test/log/hannuri+')
    expect(await replay(tab)).toContain('All 603 entries are those that were signed')
    const figures = await tab.locator('#entries .key-figure-value').allTextContents()
    expect(figures).toEqual(['3', '600', '3'])
    expect(await tab.locator('#entries tbody th').allTextContents()).toEqual(['ISSUE', 'POOL:a', 'PROJECT:p'])
    expect(await kept(tab)).toContain('603')
    await recordLog(store, 100)
    weir.passTime(10_001)
    expect(await look(tab)).toContain('continues what this browser saw before (603 entries)')
    expect(await tab.locator('#checkpoint .notice-hint').count()).toBe(0)
    expect(await replay(tab)).toContain('All 806 entries')
    expect(trouble).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })

  it('that has no entry yet, and one that is not there', async () => {
    const { context, tab } = await reading()
    expect(await look(tab)).toContain('no checkpoint yet')
    expect((await tab.goto(`${weir.address}/en/agencies/nobody/ledger/verify`))?.status()).toBe(404)
    await context.close()
  })

  it('that cannot be reached says so, and nothing of the log', async () => {
    await recordLog(store, 1)
    const { context, tab } = await reading()
    await context.route('**/log/hannuri/checkpoint', (route) => route.abort())
    expect(await look(tab)).toContain('Nothing was verified')
    expect(await kept(tab)).toBeNull()
    await context.unroute('**/log/hannuri/checkpoint')
    await context.route('**/log/hannuri/tile/**', (route) => route.fulfill({ status: 500 }))
    expect(await look(tab)).toContain('signed by a trusted key')
    expect(await replay(tab)).toMatch(/tile\/entries\/000\.p\/5 cannot be reached \(500\)/)
    await context.close()
  })

  it('is co-signed by the witness whose key the reader pasted, or is found not to be', async () => {
    await recordLog(store, 1)
    const { publicKey, sign } = signingKey(newSeed())
    const witness = verifierKey(sha256, 'witness.test', COSIGNATURE_V1, publicKey)
    const { context, tab } = await reading()
    await look(tab)
    await tab.locator('textarea[name="witnesses"]').fill('witness.test+00000000+BAAA')
    await tab.locator('#keys form button').click()
    await tab.locator('#keys .notice-bad', { hasText: 'is not a key' }).waitFor()
    await tab.locator('textarea[name="witnesses"]').fill(verifierKeyText(witness))
    await tab.locator('#keys form button').click()
    await tab.locator('#checkpoint [data-problem="witness-missing"]').waitFor()
    await context.route('**/log/hannuri/checkpoint', async (route) => {
      const note = readCheckpoint((await weir.ask('/log/hannuri/checkpoint')).text)?.note
      if (note === undefined) throw new Error('a checkpoint')
      const signatures = [...note.signatures, cosign(note.text, witness, 1_795_400_000, sign)]
      await route.fulfill({ status: 200, contentType: 'text/plain', body: noteText({ text: note.text, signatures }) })
    })
    await tab.locator('#checkpoint button').last().click()
    await tab.locator('#checkpoint dd', { hasText: 'witness.test, ' }).waitFor()
    expect(await problems(tab, '#checkpoint')).toEqual([])
    await context.close()
  })
})

describe('a receipt', () => {
  it('of a public and of a hidden entry is proven; one that was changed is not', async () => {
    await recordLog(store)
    const { context, tab } = await reading()
    await look(tab)
    const place = (at: number, name = 'receipt') => `/api/agencies/hannuri/ledger/entries/${at}/${name}`
    const verify = async (text: string): Promise<string> => {
      await tab.locator('textarea[name="receipt"]').fill(text)
      await tab.locator('#receipt form button[type="submit"]').click()
      await tab.locator('#receipt form button[type="submit"][data-loading]').waitFor({ state: 'detached' })
      return await verdictOf(tab, '#receipt')
    }
    expect(await verify((await weir.ask(place(0))).text)).toContain('amount 10000')
    const hidden = (await weir.ask(place(300))).text
    expect(await verify(hidden)).toContain('only its month, 2026-11')
    const auditor = await weir.signIn(['auditor'])
    const opened = (await auditor(place(300, 'opened-receipt'))).text
    expect(await verify(opened)).toContain('what was committed to:')
    expect(await tab.locator('.receipt-facts').textContent()).toMatch(/kind consume[^]*amount \d+\n/)
    await verify(opened.replace(/amount \d+/, 'amount 19'))
    expect(await problems(tab, '#receipt')).toEqual(['commitment-differs'])
    await verify(hidden.replace('"index 300', '"index 301').replace('index 300', 'index 301'))
    expect(await problems(tab, '#receipt')).toEqual(['not-included', 'index-differs'])
    await verify('{}')
    expect(await problems(tab, '#receipt')).toEqual(['no-receipt'])
    const file = { name: 'entry.json', mimeType: 'application/json', buffer: Buffer.from(opened) }
    await tab.locator('#receipt input[type="file"]').setInputFiles(file)
    await tab.locator('#receipt .notice-good').waitFor()
    // Of a history that the log no longer shows.
    await tamper(store, ...TAMPERINGS['everything thrown away'])
    await recordLog(store, 400)
    const other = await reading()
    await look(other.tab)
    await other.tab.locator('textarea[name="receipt"]').fill(opened)
    await other.tab.locator('#receipt form button[type="submit"]').click()
    await other.tab.locator('#receipt [data-problem="not-continued"]').waitFor()
    await other.context.close()
    await context.close()
  })
})

describe('a log behind whose back somebody changed the database', () => {
  it.each<[keyof typeof TAMPERINGS, readonly string[], RegExp]>([
    ['a hidden amount', ['root-differs', 'entry-differs'], /Entry 300 was changed/],
    ['an entry taken out', ['entry-not-given'], /entry 300 is not there/],
    [
      'two entries in each other’s place',
      ['root-differs', 'entry-differs', 'entry-differs'],
      /Entry 10 was changed or put.*Entry 11 was changed or put/,
    ],
  ])('%s: the page names it', async (name, found, words) => {
    await recordLog(store)
    const { context, tab } = await reading()
    await look(tab)
    expect(await replay(tab)).toContain('All 603 entries')
    await tamper(store, ...TAMPERINGS[name])
    await look(tab)
    expect(await replay(tab)).toMatch(words)
    expect(await problems(tab, '#entries')).toEqual(found)
    await context.close()
  })

  it('a checkpoint of its own making is signed by nobody who is trusted', async () => {
    await recordLog(store)
    const { context, tab } = await reading()
    await look(tab)
    const before = await kept(tab)
    await tamper(store, ...TAMPERINGS['a checkpoint of its own making'])
    await look(tab)
    expect(await problems(tab, '#checkpoint')).toEqual(['signature-missing', 'rolled-back'])
    expect(await kept(tab)).toBe(before)
    await context.close()
  })
})

describe('a log that is signed with the real key', () => {
  it('and rolled back to an earlier state is found by a browser that saw more', async () => {
    await recordLog(store)
    const { context, tab } = await reading()
    await look(tab)
    const before = await kept(tab)
    await tamper(store, ...TAMPERINGS['everything thrown away'])
    expect(await look(tab)).toContain('The log had 603 entries when this browser saw it, and now it has none.')
    await recordLog(store, 100)
    expect(await look(tab)).toContain('The log had 603 entries, now it has 203')
    expect(await problems(tab, '#checkpoint')).toEqual(['rolled-back'])
    // What is wrong never takes the place of what was right, however often one looks.
    await look(tab)
    expect(await kept(tab)).toBe(before)
    await tab.locator('.log-evidence summary').click()
    expect(await tab.locator('.log-evidence pre').allTextContents()).toEqual([
      expect.stringContaining('\n603\n'),
      expect.stringContaining('\n203\n'),
    ])
    // A browser that never saw it cannot know.
    const stranger = await reading()
    expect(await look(stranger.tab)).toContain('signed by a trusted key')
    await stranger.context.close()
    await context.close()
  })

  it.each([
    [300, ['forked']],
    [400, ['not-continued']],
  ])('and shows another history of %i jobs is found, and since which entry', async (jobs, found) => {
    await recordLog(store)
    const { context, tab } = await reading()
    await look(tab)
    await replay(tab)
    const before = await kept(tab)
    expect(before).toContain('"tail"')
    await tamper(store, ...TAMPERINGS['everything thrown away'])
    await recordLog(store, jobs)
    await look(tab)
    expect(await problems(tab, '#checkpoint')).toEqual(found)
    expect(await replay(tab)).toContain('The first 603 entries are not those that were shown before')
    expect(await problems(tab, '#entries')).toEqual(['forked', 'first-different-among'])
    expect(await verdictOf(tab, '#entries')).toContain('is among the entries 0 to 255')
    expect(await kept(tab)).toBe(before)
    await context.close()
  })
})

it('another key is trusted only when the reader says so, and a retired one only up to its size', async () => {
  await recordLog(store, 1)
  const { context, tab } = await reading()
  await look(tab)
  const next = logKey('weir.test/log/hannuri', Buffer.alloc(32, 8))
  await tamper(store, `insert into log_keys values ('hannuri', '${verifierKeyText(next.verifier)}', 5, now())`)
  await recordLog(store, 1)
  weir.passTime(10_001)
  // The server still signs with the old key, which the log itself says has ended.
  await look(tab)
  expect(await problems(tab, '#checkpoint')).toEqual(['key-retired'])
  const shown = readCheckpoint((await weir.ask('/log/hannuri/checkpoint')).text)
  if (shown === null) throw new Error('a checkpoint')
  const { text } = shown.note
  const resigned = { name: next.verifier.name, id: next.verifier.id, signature: next.sign(Buffer.from(text)) }
  await context.route('**/log/hannuri/checkpoint', (route) =>
    route.fulfill({ status: 200, contentType: 'text/plain', body: noteText({ text, signatures: [resigned] }) }),
  )
  await look(tab)
  expect(await problems(tab, '#checkpoint')).toEqual(['signature-missing'])
  await tab.getByRole('button', { name: 'Trust this key as well' }).click()
  await tab.locator('#checkpoint .notice-good', { hasText: 'continues what this browser saw before (5' }).waitFor()
  // The receipt of the day before is under a checkpoint of the old key.
  await tab.getByRole('button', { name: 'Forget what is kept' }).click()
  await tab.getByRole('button', { name: 'Forget it' }).click()
  await tab.locator('#checkpoint .notice-hint', { hasText: 'for the first time' }).waitFor()
  expect(TEST_SIGNER.keyOf('hannuri').verifier.id.toHex()).not.toBe(next.verifier.id.toHex())
  await context.close()
})

const READINGS = LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ language, width })))

describe('the page', () => {
  it.each(READINGS)('in $language at $width pixels, honest and forked', async ({ language, width }) => {
    await recordLog(store)
    const { context, tab } = await reading({ language, width })
    const trouble = watch(tab, weir.address)
    await look(tab, language)
    await replay(tab)
    const opened = (await (await weir.signIn(['auditor']))('/api/agencies/hannuri/ledger/entries/300/opened-receipt'))
      .text
    await tab.locator('textarea[name="receipt"]').fill(opened)
    await tab.locator('#receipt form button[type="submit"]').click()
    await tab.waitForSelector('#receipt .notice-good')
    const check = async (name: string): Promise<void> => {
      await expectNoSidewaysScroll(tab)
      await expectAccessible(tab)
      if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
      await keepScreenshot(tab, `verify-log-${name}-${language}-${width}`)
    }
    await check('good')
    await tamper(store, ...TAMPERINGS['everything thrown away'])
    await recordLog(store, 400)
    await tamper(store, ...TAMPERINGS['a hidden amount'])
    await look(tab, language)
    await replay(tab)
    await tab.locator('.log-evidence summary').click()
    await check('bad')
    expect(trouble).toEqual({ errors: [], foreignRequests: [] })
    await context.close()
  })

  it('has contrast in the dark', async () => {
    await recordLog(store, 1)
    const { context, tab } = await reading({ colourScheme: 'dark' })
    await look(tab)
    await replay(tab)
    await expectContrast(tab)
    await context.close()
  })

  it('says without JavaScript that it needs it, and who does the same', async () => {
    const { context, tab } = await reading({ javaScript: false })
    await tab.goto(`${weir.address}/en${PLACE}`)
    expect(await tab.locator('noscript').first().textContent()).toContain('weir ledger verify --url')
    await context.close()
  })

  it('is found from the first page, the footer, and the ledger’s page by whoever may not read that', async () => {
    const { context, tab } = await reading()
    for (const place of ['', '/agencies/hannuri/ledger']) {
      await tab.goto(`${weir.address}/en${place}`)
      const ways = tab.locator(`a[href="/en${PLACE}"]`)
      expect(await ways.count()).toBe(2)
    }
    await tab.locator(`main a[href="/en${PLACE}"]`).click()
    await tab.waitForSelector('#checkpoint .notice')
    await context.close()
  })
})
