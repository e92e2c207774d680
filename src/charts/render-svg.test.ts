import { describe, expect, test } from 'vitest'
import { outcomeExample, policyExample } from '../../test/kit/outcome.ts'
import { shareChart, splitChart, usageChart } from './options.ts'
import { LIGHT, THEMED } from './palette.ts'
import { renderSvg } from './render-svg.ts'
import { runFigures } from './run-figures.ts'

const figures = runFigures(outcomeExample(), policyExample(), 'en')
const view = { language: 'en', palette: THEMED, width: 760 } as const
const drawing = { width: 760, height: 400, title: 'What it says', description: 'How it is read' }
const drawn = () => renderSvg(usageChart(figures, view).option, drawing)

describe('a drawing', () => {
  test('has the same bytes each time, however much was drawn before', () => {
    const first = drawn()
    renderSvg(shareChart(figures, view).option, drawing)
    // Not toBe: it would print both drawings.
    expect(drawn() === first).toBe(true)
  })

  test('has nothing that a strict Content-Security-Policy refuses', () => {
    expect(drawn()).not.toMatch(/<style|style="|<script|\bon[a-z]+="|javascript:|xlink:href|<image/)
  })

  test('asks nothing of the network', () => {
    expect(drawn().replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\/\//)
  })

  test('names itself to those who do not see it', () => {
    const svg = drawn()
    expect(svg).toMatch(/^<svg [^>]*role="img"/)
    const [, title, description] = /aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(svg) ?? []
    expect(svg).toContain(`<title id="${title}">What it says</title>`)
    expect(svg).toContain(`<desc id="${description}">How it is read</desc>`)
  })

  test('fits the width that it is given', () => {
    expect(drawn()).toMatch(/^<svg [^>]*viewBox="0 0 760 400" width="100%"/)
    expect(drawn()).not.toMatch(/^<svg [^>]* height="/)
  })

  test('has every id once, and only references that exist', () => {
    const svg = drawn()
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, reference] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(reference)
  })

  test('shares no id with another drawing of the page', () => {
    const idsOf = (svg: string) => new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const other = renderSvg(shareChart(figures, view).option, drawing)
    expect(idsOf(drawn()).isDisjointFrom(idsOf(other))).toBe(true)
    const named = renderSvg(usageChart(figures, view).option, { ...drawing, id: 'usage-wide' })
    for (const id of idsOf(named)) expect(id).toMatch(/^usage-wide-/)
  })

  test('follows light and dark by variables of the page', () => {
    expect(drawn()).toContain('var(--chart-sector-0,#0b4596)')
    const fixed = renderSvg(usageChart(figures, { ...view, palette: LIGHT }).option, drawing)
    expect(fixed).not.toContain('var(')
  })

  test('writes names as text, whatever they are', () => {
    const sectors = [{ name: '<script>alert(1)</script> & {rich|text}', shareOfCards: 0.5, shareOfCompute: 0.5 }]
    const svg = renderSvg(splitChart(sectors, view).option, { ...drawing, title: '"><script>', description: '</desc>' })
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; {rich|text}')
    expect(svg).toContain('>&quot;&gt;&lt;script&gt;</title>')
  })

  test('writes names of panels as text, also with the marks of rich text', () => {
    const nodes = figures.nodes.map((node) => ({ ...node, name: '{mark|}<img src=x onerror=alert(1)>' }))
    const svg = renderSvg(usageChart({ ...figures, nodes }, view).option, drawing)
    expect(svg).not.toContain('<img')
    expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})
