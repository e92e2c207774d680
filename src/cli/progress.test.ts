import { describe, expect, test } from 'vitest'
import { progressBar } from './progress.ts'
import { textWidth } from './text-width.ts'

function watched(stream: { isTTY?: boolean; columns?: number }, language: 'en' | 'vi' | 'ko' = 'en') {
  const written: string[] = []
  const clock = { now: 0 }
  const bar = progressBar({ ...stream, write: (text) => written.push(text) }, language, () => clock.now)
  const at = (milliseconds: number, done: number, total: number) => {
    clock.now = milliseconds
    bar.update(done, total)
  }
  return { written, at, end: bar.end }
}

describe('on a terminal', () => {
  test('the bar says how much, how fast and how long', () => {
    const { written, at } = watched({ isTTY: true, columns: 100 })
    at(2_000, 41_000, 82_000)
    expect(written.at(-1)).toBe(
      `\r\u001b[2K▕${'█'.repeat(12)}${' '.repeat(12)}▏ 50%  41,000 of 82,000 jobs  20,500 jobs/s  2 secs left`,
    )
  })

  test('it is not drawn more often than ten times a second', () => {
    const { written, at } = watched({ isTTY: true, columns: 100 })
    for (let time = 0; time < 1_000; time += 10) at(time, time, 1_000)
    expect(written).toHaveLength(10)
  })

  test('it leaves nothing behind', () => {
    const { written, at, end } = watched({ isTTY: true, columns: 100 })
    at(0, 1, 2)
    end()
    expect(written.at(-1)).toBe('\r\u001b[2K')
  })

  test.each(['en', 'vi', 'ko'] as const)('it never wraps in %s', (language) => {
    for (const columns of [20, 40, 79]) {
      const { written, at } = watched({ isTTY: true, columns }, language)
      at(500, 41_000, 82_000)
      expect(textWidth((written[0] ?? '').replace('\r\u001b[2K', ''))).toBeLessThan(columns)
    }
  })

  test('while the amount is unknown it says what is done', () => {
    const { written, at } = watched({ isTTY: true, columns: 80 })
    at(0, 0, 0)
    expect(written.at(-1)).toContain('reading the history')
  })
})

describe('in a log', () => {
  test('nothing is written about what takes less than ten seconds', () => {
    const { written, at, end } = watched({})
    at(0, 0, 100)
    at(9_999, 99, 100)
    end()
    expect(written).toEqual([])
  })

  test('one line every ten seconds, without control characters', () => {
    const { written, at } = watched({})
    for (let time = 0; time <= 30_000; time += 1_000) at(time, time, 60_000)
    expect(written).toEqual([
      '10,000 of 60,000 jobs, 1,000 jobs/s, 50 secs left\n',
      '20,000 of 60,000 jobs, 1,000 jobs/s, 40 secs left\n',
      '30,000 of 60,000 jobs, 1,000 jobs/s, 30 secs left\n',
    ])
  })
})
