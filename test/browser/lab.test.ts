// The policy lab as an officer uses it: change, see, undo, write, save, come back; by mouse, by keyboard, in three languages.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { NOBODY, OFFICER, portalWorld, type PortalWorld } from '../kit/portal-fixtures.ts'
import { startPortalServer, type PortalServer } from '../kit/portal-server.ts'
import {
  expectAccessible,
  expectNoSidewaysScroll,
  keepScreenshot,
  openContext,
  startBrowser,
  watch,
  type PageTrouble,
  type Reader,
} from './kit/browser.ts'
import { expectContrast } from './kit/contrast.ts'
import { englishLeft } from './kit/english-left.ts'

const LAB = '/agencies/hannuri/lab'
const REPLAY_MILLISECONDS = 60_000

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
})

afterEach(async () => {
  expect(trouble).toEqual({ errors: [], foreignRequests: [] })
  await context.close()
  await server.stop()
})

afterAll(async () => {
  await browser.close()
})

async function open(reader: Partial<Reader> = {}, path = LAB): Promise<void> {
  context = await openContext(browser, reader)
  tab = await context.newPage()
  trouble = watch(tab, server.origin)
  await tab.goto(`${server.origin}/${reader.language ?? 'en'}${path}`)
}

/** The policy in force has been replayed and is drawn. */
async function replayed(): Promise<void> {
  await tab.waitForSelector('.lab-outcome .chart-live svg', { timeout: REPLAY_MILLISECONDS })
}

/** What is edited has been replayed too. */
async function compared(): Promise<void> {
  await tab.waitForSelector('.shifts', { timeout: REPLAY_MILLISECONDS })
  await tab.waitForSelector('.lab-outdated', { state: 'detached', timeout: REPLAY_MILLISECONDS })
}

/** The guarantee of a sector, by its position; groups below are closed. */
const share = (position: number) => tab.locator('.lab-node-editor > .lab-amount .lab-number').nth(position)
const finding = () => tab.locator('.lab-outcome h2').innerText()
const source = async (): Promise<string> => {
  await tab.locator('.lab-views button').nth(1).click()
  const text = await tab.locator('.lab-text textarea').inputValue()
  await tab.locator('.lab-views button').nth(0).click()
  return text
}
const inForce = () => world.policies[0]?.source ?? ''

describe.each(LANGUAGES.flatMap((language) => [390, 1440].map((width) => ({ language, width }))))(
  'in $language at $width pixels',
  ({ language, width }) => {
    it('is accessible, whole and in one language: form, file, problems, outcome', async () => {
      await open({ language, width })
      await replayed()
      await tab.locator('.lab-node .tree-toggle').first().click()
      await tab.locator('.lab-more > summary').first().click()
      await tab.locator('.lab-rules > summary').click()
      await share(0).fill('40')
      await compared()
      for (const twin of await tab.locator('.table-twin > summary').all()) await twin.click()
      const looks = async (name: string) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await tab.emulateMedia({ colorScheme })
          await tab.waitForSelector(`html[data-mantine-color-scheme="${colorScheme}"]`)
          await (colorScheme === 'light' ? expectAccessible(tab) : expectContrast(tab))
          await expectNoSidewaysScroll(tab)
          await keepScreenshot(tab, `${name}-${language}-${width}-${colorScheme}`)
        }
        if (language !== 'en') expect(await englishLeft(tab)).toEqual([])
      }
      await looks('lab')
      await share(0).fill('70')
      await tab.waitForSelector('.lab-field-problems')
      await tab.locator('.lab-views button').nth(1).click()
      await looks('lab-file')
    })
  },
)

describe('a change', () => {
  it('is replayed in the browser and shown beside the policy in force, in words and figures', async () => {
    await open()
    await replayed()
    const before = await finding()
    await share(0).fill('35')
    await compared()
    expect(await finding()).not.toBe(before)
    expect(await finding()).toMatch(/ would wait .+ less on average, .+ longer/)
    expect(await tab.locator('.lab-changes li').allInnerTexts()).toEqual(['Guarantee of National projects: 50% → 35%'])
    expect(await tab.locator('.lab-node-cards').first().innerText()).toBe('196 GPUs, 35% of the pool')
    expect(await tab.locator('.lab-status').innerText()).toMatch(/^82,247 jobs replayed in this browser in [\d.]+ s\.$/)
    expect(await source()).toBe(inForce().replace('guarantee: 50%\n    weight: 5', 'guarantee: 35%\n    weight: 5'))
  })

  it('by keyboard: a slider, undo, redo, and all of it back', async () => {
    await open()
    await replayed()
    await tab.locator('.lab-slider').first().focus()
    for (let steps = 0; steps < 5; steps += 1) await tab.keyboard.press('ArrowLeft')
    expect(await share(0).inputValue()).toBe('45')
    await tab.keyboard.press('Control+z')
    expect(await share(0).inputValue()).toBe('50')
    await tab.keyboard.press('Control+Shift+z')
    expect(await share(0).inputValue()).toBe('45')
    await tab.getByRole('button', { name: 'Undo all changes' }).click()
    expect(await source()).toBe(inForce())
  })

  it('that gives more than there is, is told beside the field, in the sum and with its line, and is not replayed', async () => {
    await open()
    await replayed()
    await share(1).fill('45')
    const problem = tab.locator('.lab-field-problems')
    expect(await problem.innerText()).toContain('115%')
    expect(await share(2).getAttribute('aria-invalid')).toBe('true')
    expect(await tab.locator('.lab-together').last().innerText()).toMatch(/115%.*15% too much/)
    await tab.locator('.lab-problems button').click()
    await tab.locator('.lab-problems button').click()
    const line = await tab.locator('.lab-line-bad').innerText()
    expect(inForce().split('\n')[Number(line) - 1]).toBe('    guarantee: 20%')
    const caret = await tab.evaluate<number>(`document.querySelector('.lab-text textarea').selectionStart`)
    expect(inForce().slice(0, caret).split('\n')).toHaveLength(Number(line))
  })

  it('in the file is a change in the form, and keeps what the officer wrote around it', async () => {
    await open()
    await replayed()
    await tab.locator('.lab-views button').nth(1).click()
    const area = tab.locator('.lab-text textarea')
    await area.fill(
      inForce()
        .replace('# National projects: half of everything.', '# Two fifths.')
        .replace('guarantee: 50%', 'guarantee: 40%'),
    )
    await tab.locator('.lab-views button').nth(0).click()
    expect(await share(0).inputValue()).toBe('40')
    await share(0).fill('41')
    expect(await source()).toContain('# Two fifths.\n  - id: national\n    kind: sector\n    guarantee: 41%\n')
    await compared()
  })

  it('of a rule is replayed too', async () => {
    await open()
    await replayed()
    await tab.locator('.lab-rules > summary').click()
    await tab.getByLabel('Order of jobs').selectOption('fcfs')
    await compared()
    expect(await tab.locator('.lab-changes li').allInnerTexts()).toEqual([
      'Order of jobs: as usual → First come, first served',
    ])
    expect(await source()).toContain('\n  backfill: {mode: fcfs}\n')
  })

  it('can be stopped while it is replayed, and replayed after all', async () => {
    await open()
    await replayed()
    await share(0).fill('30')
    await tab.getByRole('button', { name: 'Stop' }).click()
    expect(await tab.locator('.lab-status').innerText()).toContain('The replay was stopped.')
    await tab.getByRole('button', { name: 'Replay' }).click()
    await compared()
  })
})

describe('nothing is lost', () => {
  it('by a reload, and by another language', async () => {
    await open()
    await replayed()
    await share(0).fill('35')
    const leaves: string[] = []
    tab.on('dialog', (dialog) => {
      leaves.push(dialog.type())
      void dialog.accept()
    })
    await tab.locator('.languages a[lang="ko"]').click()
    await tab.waitForURL(`**/ko${LAB}`)
    await tab.waitForSelector('.lab-node')
    expect([await share(0).inputValue(), leaves]).toEqual(['35', []])
    await tab.reload()
    await tab.waitForSelector('.lab-node')
    expect(await share(0).inputValue()).toBe('35')
    await tab.locator('.lab-steps button').first().click()
    expect(await share(0).inputValue()).toBe('50')
  })

  it('whoever leaves with changes is asked, and may stay', async () => {
    await open()
    await replayed()
    await share(0).fill('35')
    await tab.getByRole('link', { name: 'Policies', exact: true }).click()
    const dialog = tab.getByRole('dialog')
    await dialog.waitFor()
    await expectAccessible(tab)
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    expect(await share(0).inputValue()).toBe('35')
    await tab.getByRole('link', { name: 'Policies', exact: true }).click()
    await dialog.getByRole('button', { name: 'Leave' }).click()
    await tab.waitForURL('**/policies')
  })
})

describe('a draft', () => {
  it('is saved, listed with its difference, opened again, renamed and discarded', async () => {
    await open()
    await replayed()
    expect(await tab.getByRole('button', { name: 'Save the draft' }).isDisabled()).toBe(true)
    await share(0).fill('40')
    await tab.getByLabel('Name of the draft').fill('Two fifths')
    await tab.keyboard.press('Enter')
    await tab.waitForSelector('.notice-good')
    const saved = server.changes.find(({ request }) => request === 'POST /api/agencies/hannuri/policy-drafts')
    expect(JSON.parse(saved?.body ?? '{}')).toEqual({
      name: 'Two fifths',
      source: inForce().replace('guarantee: 50%', 'guarantee: 40%'),
    })
    expect(saved?.headers['x-weir-csrf']).toBe(OFFICER.csrfToken)
    // What is saved may be left without a question.
    await tab.getByRole('link', { name: 'To the drafts' }).click()
    await tab.waitForSelector('.drafts-table')
    await expectAccessible(tab)
    await keepScreenshot(tab, 'policies-drafts')
    expect(await tab.locator('.draft-differences li').allInnerTexts()).toEqual([
      'Guarantee of National projects: 50% → 40%',
    ])
    await tab.getByRole('button', { name: 'Rename' }).click()
    await tab.getByRole('dialog').getByLabel('Name of the draft').fill('Forty')
    await tab.keyboard.press('Enter')
    await tab.getByRole('link', { name: 'Forty' }).click()
    await tab.waitForSelector('.lab-node')
    expect(await share(0).inputValue()).toBe('40')
    expect(await tab.locator('.lab-editor .page-facts').innerText()).toBe('Starting point: the draft “Forty”')
    await compared()
    await tab.getByRole('link', { name: 'Policies', exact: true }).click()
    await tab.getByRole('button', { name: 'Discard' }).click()
    await expectAccessible(tab)
    await tab.getByRole('button', { name: 'Discard the draft' }).click()
    await tab.waitForSelector('.drafts-table', { state: 'detached' })
  })

  it('is for those who may: a visitor may try, and is told who saves', async () => {
    server.session = NOBODY
    await open({}, LAB)
    await replayed()
    expect(await tab.getByLabel('Name of the draft').count()).toBe(0)
    expect(await tab.locator('.lab-results').innerText()).toContain('Programme officers and directors')
    await tab.goto(`${server.origin}/en/agencies/hannuri/policies`)
    await tab.waitForSelector('html[data-hydrated]')
    expect(await tab.locator('.drafts-table, #drafts').count()).toBe(0)
  })
})

it('says so when the history cannot be had, and goes on when it can', async () => {
  await open({}, '/agencies/hannuri/policies')
  await tab.waitForSelector('html[data-hydrated]')
  await tab.route('**/history', (route) => route.abort())
  await tab.getByRole('link', { name: 'Policy lab' }).click()
  await tab.getByText('The job history could not be loaded.').waitFor()
  await tab.unroute('**/history')
  await tab.getByRole('button', { name: 'Try again' }).click()
  await replayed()
  trouble.errors.splice(0)
})

it.each(LANGUAGES)('says in %s that it needs JavaScript, and shows the policy', async (language) => {
  await open({ language, javaScript: false })
  expect(await tab.locator('.notice-title').innerText()).toMatch(/JavaScript/)
  expect(await tab.locator('.figures-table tbody tr').count()).toBe(25)
  await expectNoSidewaysScroll(tab)
})

it('comes as code of its own: a policy page loads none of it', async () => {
  await open({}, '/agencies/hannuri/policies/national-50-30-20')
  await tab.waitForSelector('html[data-hydrated]')
  const scripts = await tab.evaluate<string[]>(
    `performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.endsWith('.js') || name.endsWith('.css'))`,
  )
  expect(scripts.length).toBeGreaterThan(3)
  expect(scripts.filter((name) => /lab-(page|bench)|replay-worker/.test(name))).toEqual([])
})
