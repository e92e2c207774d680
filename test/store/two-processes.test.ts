// Two whole Weir processes post to one database under load, and one is killed: nothing is lost, nothing doubled.
import { expect, test } from 'vitest'
import { embeddedHome } from '../kit/embedded-home.ts'
import { TwoProcesses } from '../kit/two-processes.ts'

const place = embeddedHome({ isNew: true })

test('of two processes one is killed under load: nothing is lost, nothing doubled', { timeout: 120_000 }, async () => {
  const cluster = await place.start()
  const both = new TwoProcesses(place.folder, cluster)
  try {
    const figures = await both.run(16, 2)
    expect(figures).toMatchObject({ lost: 0, doubled: 0, findings: 0 })
    expect(figures.acknowledged).toBe(figures.asked)
    // It was under load all the time, and the one that was left went on.
    for (const rate of Object.values(figures.perSecond)) expect(rate).toBeGreaterThan(0)
    expect(figures.repeated).toBeGreaterThan(0)
  } finally {
    await both.stop()
  }
})
