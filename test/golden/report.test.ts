// What an officer sees of a replay: charts, the report and the tables, in three languages. Changed on purpose:
// `vitest run -u test/golden/report.test.ts`, then look at the difference.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lendingChart, usageChart, waitChart } from '../../src/charts/options.ts'
import { THEMED } from '../../src/charts/palette.ts'
import { renderSvg } from '../../src/charts/render-svg.ts'
import { runFigures, sectorsOf } from '../../src/charts/run-figures.ts'
import { outcomeTables } from '../../src/cli/tables.ts'
import { LANGUAGES } from '../../src/domain/kernel/language.ts'
import { nodesCsv } from '../../src/report/csv.ts'
import { renderReport } from '../../src/report/report.ts'
import { outcomeExample, policyExample, scenarioExample } from '../kit/outcome.ts'

const GOLDEN = join(import.meta.dirname, 'report')
const tree = new Map(policyExample().tree.map((node) => [node.id, node.title]))

describe.each(LANGUAGES)('in %s', (language) => {
  test('the report', async () => {
    const scenario = scenarioExample()
    const html = renderReport({ scenario, policy: policyExample(), outcome: outcomeExample(), language })
    const withoutDrawings = html.replaceAll(/<svg [^]*?<\/svg>/g, '<svg></svg>')
    await expect(withoutDrawings).toMatchFileSnapshot(join(GOLDEN, `report.${language}.html`))
  })

  test('the tables', async () => {
    const text = outcomeTables(outcomeExample(), policyExample(), language, { width: 120, isStyled: false })
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `tables.${language}.txt`))
  })
})

test('the figures as CSV', async () => {
  const nodes = outcomeExample().nodes.map((node) => ({ ...node, title: tree.get(node.id) ?? {} }))
  await expect(nodesCsv(nodes, 'gpu')).toMatchFileSnapshot(join(GOLDEN, 'nodes.csv'))
})

describe.each([
  ['en', 760],
  ['ko', 340],
] as const)('charts in %s, %d pixels wide', (language, width) => {
  const figures = runFigures(outcomeExample(), policyExample(), language)
  const view = { language, palette: THEMED, width }
  const charts = [
    ['usage', usageChart(figures, view)],
    ['lending', lendingChart(figures, view)],
    ['wait', waitChart(figures, sectorsOf(figures), view)],
  ] as const

  test.each(charts)('%s', async (name, { option, height }) => {
    const svg = renderSvg(option, { width, height, title: 'title', description: 'description' })
    await expect(readable(svg)).toMatchFileSnapshot(join(GOLDEN, `${name}-${width}.${language}.svg`))
  })
})

/** One element on a line, so that a difference can be read. */
function readable(svg: string): string {
  return `${svg.replaceAll('><', '>\n<')}\n`
}
