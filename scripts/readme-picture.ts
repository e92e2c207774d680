// Takes the picture of README.md anew from a Weir that runs: `node scripts/readme-picture.ts [http://127.0.0.1:4600]`.
import { join } from 'node:path'
import { openContext, startBrowser } from '../test/browser/kit/browser.ts'

const origin = process.argv[2] ?? 'http://127.0.0.1:4600'
const browser = await startBrowser()
try {
  const context = await openContext(browser, { width: 1280 })
  const page = await context.newPage()
  await page.setViewportSize({ width: 1280, height: 1560 })
  await page.goto(`${origin}/en`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(import.meta.dirname, '../docs/images/home-en.png') })
} finally {
  await browser.close()
}
