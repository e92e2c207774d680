import { expect, test } from 'vitest'
import type { PageResponse } from '../contract/pages.ts'
import { PageCache } from './page-cache.ts'

function fixture() {
  let now = 0
  let rendered = 0
  const render = (nonce: string): Promise<PageResponse> => {
    rendered += 1
    return Promise.resolve({ status: 200, html: `<script nonce="${nonce}">${rendered}</script>` })
  }
  const cache = new PageCache(() => now)
  const passTime = (milliseconds: number): void => {
    now += milliseconds
  }
  return { cache, render, passTime, count: () => rendered }
}

test('two readers in a moment get one rendering, each with a nonce of their own', async () => {
  const { cache, render, count } = fixture()
  const pages = await Promise.all(['a', 'b'].map((nonce) => cache.page('/en', nonce, render)))
  expect(pages.map((page) => page.html)).toEqual(['<script nonce="a">1</script>', '<script nonce="b">1</script>'])
  expect(count()).toBe(1)
})

test('another address, a later moment and a change each need a new rendering', async () => {
  const { cache, render, passTime, count } = fixture()
  await cache.page('/en', 'a', render)
  await cache.page('/ko', 'a', render)
  expect(count()).toBe(2)
  passTime(2_001)
  await cache.page('/en', 'a', render)
  expect(count()).toBe(3)
  cache.clear()
  await cache.page('/en', 'a', render)
  expect(count()).toBe(4)
})

test('a failure is not kept', async () => {
  const { cache, render, count } = fixture()
  await expect(cache.page('/en', 'a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await cache.page('/en', 'a', () => Promise.resolve({ status: 503, html: '' }))
  const page = await cache.page('/en', 'a', render)
  expect([page.status, count()]).toEqual([200, 1])
})

test('many addresses do not fill the memory', async () => {
  const { cache, render, count } = fixture()
  for (let page = 0; page < 300; page += 1) await cache.page(`/en?page=${page}`, 'a', render)
  await cache.page('/en?page=299', 'a', render)
  expect(count()).toBe(300)
  await cache.page('/en?page=0', 'a', render)
  expect(count()).toBe(301)
})
