// What axe finds by colour. All else that it finds does not depend on light or dark, and was looked for in light.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export async function expectContrast(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => ({ rule: id, where: node.target.join(' ') })))
  expect(found).toEqual([])
}
