import { describe, expect, it } from 'vitest'
import { inLanguage, scriptJson, writeDocument } from './document.ts'

describe('JSON inside a script element', () => {
  it.each([
    { said: 'cannot end the element', value: '</script><script>alert(1)</script>' },
    { said: 'cannot open a comment', value: '<!-- <script>' },
    { said: 'keeps separators that JavaScript would take for line ends', value: 'a\u2028b\u2029c' },
    { said: 'keeps what people write', value: { ko: '배분 정책', vi: 'Chính sách', en: 'a < b & c > d' } },
  ])('$said', ({ value }) => {
    const written = scriptJson(value)
    expect(written).not.toMatch(/[<\u2028\u2029]/)
    expect(JSON.parse(written)).toEqual(value)
  })
})

describe('the same page in another language', () => {
  it.each([
    { url: '/en', expected: '/ko' },
    { url: '/vi/agencies/hannuri/runs?page=2', expected: '/ko/agencies/hannuri/runs?page=2' },
    { url: '/', expected: '/ko' },
    { url: '/en?x=/en', expected: '/ko?x=/en' },
  ])('$url is $expected', ({ url, expected }) => {
    expect(inLanguage(url, 'ko')).toBe(expected)
  })
})

describe('the document', () => {
  const parts = {
    language: 'vi',
    head: { title: 'a "title" <b>', description: 'what & why', refreshSeconds: 4 },
    url: '/vi/agencies/hannuri/runs?page=2',
    nonce: 'n+/=',
    files: { script: 'assets/entry.js', styles: ['assets/entry.css'], preloads: ['assets/page.js'] },
    markup: '<main></main>',
    state: { language: 'vi' },
  } as const
  const html = writeDocument(parts)

  it('has no script and no style without the nonce', () => {
    const opening = html.match(/<(script|style)\b[^>]*>/g) ?? []
    expect(opening.length).toBeGreaterThan(3)
    expect(opening.filter((tag) => !tag.includes('nonce="n+/="'))).toEqual([])
  })

  it('escapes what people wrote', () => {
    expect(html).toContain('<title>a &quot;title&quot; &lt;b&gt;</title>')
    expect(html).toContain('content="what &amp; why"')
  })

  it('names its other languages without the query', () => {
    expect(html).toContain('<link rel="alternate" hreflang="ko" href="/ko/agencies/hannuri/runs">')
  })

  it('asks again without JavaScript only when the page says so', () => {
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="4"></noscript>')
    const { refreshSeconds: _, ...head } = parts.head
    expect(writeDocument({ ...parts, head })).not.toContain('http-equiv="refresh"')
  })
})
