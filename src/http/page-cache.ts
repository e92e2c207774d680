// Pages for readers without a session are the same for all of them, and rendering one with its charts takes far longer
// than sending it. So a page is rendered once and sent to whoever asks within the next moments, each time with its own
// nonce; readers who come while it is being rendered wait for that one.
import { randomBytes } from 'node:crypto'
import type { PageResponse } from '../contract/pages.ts'

const FRESH_MILLISECONDS = 2_000
const PAGES_MAX = 200

interface Kept {
  readonly page: Promise<PageResponse>
  readonly until: number
}

export class PageCache {
  /** Stands in the rendered page where the nonce of each answer goes; nobody outside knows it. */
  readonly #noncePlace = randomBytes(16).toString('hex')
  readonly #pages = new Map<string, Kept>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  async page(key: string, nonce: string, render: (nonce: string) => Promise<PageResponse>): Promise<PageResponse> {
    const kept = this.#pages.get(key)
    const page = kept !== undefined && kept.until > this.#now() ? kept.page : this.#keep(key, render)
    const { status, html } = await page
    return { status, html: html.replaceAll(this.#noncePlace, nonce) }
  }

  /** Something that pages show has changed. */
  clear(): void {
    this.#pages.clear()
  }

  #keep(key: string, render: (nonce: string) => Promise<PageResponse>): Promise<PageResponse> {
    const page = render(this.#noncePlace)
    const kept = { page, until: this.#now() + FRESH_MILLISECONDS }
    this.#pages.delete(key)
    const [oldest] = this.#pages.keys()
    if (oldest !== undefined && this.#pages.size >= PAGES_MAX) this.#pages.delete(oldest)
    this.#pages.set(key, kept)
    const forget = (): void => {
      if (this.#pages.get(key) === kept) this.#pages.delete(key)
    }
    // A failure is nobody's page but the one who asked.
    page.then(({ status }) => status >= 500 && forget(), forget)
    return page
  }
}
