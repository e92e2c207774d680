// A Weir process of its own that runs the embedded database of a home: for tests that kill it. It prints one line of
// JSON per event, stops on SIGTERM and SIGINT as `weir start` does, and is given up by SIGKILL.
// Usage: node cluster-process.ts HOME [refuse|attach]
import { openStore } from '../../src/store/open.ts'
import { StoreRefusal } from '../../src/store/refusal.ts'

const tell = (event: object): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
const said: string[] = []
const note = (_details: object, message: string): void => {
  said.push(message)
}

try {
  const home = process.argv[2] ?? ''
  const whenInUse = process.argv[3] === 'attach' ? 'attach' : 'refuse'
  const log = { info: note, warn: note, error: note }
  const store = await openStore({ home, log, command: 'weir start', whenInUse })
  store.onFailure((failure) => tell({ event: failure.kind }))
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => void store.stop().then(() => tell({ event: 'stopped' })))
  }
  tell({ event: 'started', pid: process.pid, app: store.app, owner: store.owner, said })
} catch (error) {
  if (!(error instanceof StoreRefusal)) throw error
  tell({ event: 'refused', refusal: error.refusal, values: error.values })
}
