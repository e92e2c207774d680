// While a batch is being written the next one is decided on what it will have changed. What it has to load for that may still be
// from before: a proposal that the batch before it approves is then no open one.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import { BatchSealer } from '../../src/store/ledger/sealing.ts'
import { Sequencer } from '../../src/store/ledger/sequencer.ts'
import { SimulatedDatabase } from '../kit/simulated-database.ts'
import { SimulatedTime } from '../kit/simulated-time.ts'
import { seededRandom } from '../kit/share-trees.ts'

const FIRST = Number(process.env['WEIR_SEED'] ?? 1)
const SEEDS = Number(process.env['WEIR_SEEDS'] ?? 200)
const UNIT = 'milli-reference-unit-second'
const FACTS = {
  period: '2026-11',
  effectiveAt: 1_795_392_000,
  ref: null,
  note: null,
  isLinked: false,
  by: null,
} as const

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const [OFFICER, DIRECTOR] = [uuid(901), uuid(902)]
const HOLD = uuid(2)
const supply = (id: number): Transfer => {
  return {
    ...FACTS,
    id: uuid(id),
    kind: 'supply',
    phase: 'move',
    unit: UNIT,
    debit: 'ISSUE',
    credit: 'POOL:a',
    amount: 9n,
  }
}
const award: Transfer = {
  ...FACTS,
  id: HOLD,
  kind: 'obligate',
  phase: 'hold',
  by: OFFICER,
  unit: UNIT,
  debit: 'POOL:a',
  credit: 'PROJECT:p',
  amount: 5n,
}
const approval = (id: number, by: string): Transfer => {
  return { ...FACTS, id: uuid(id), kind: 'obligate', phase: 'post', hold: HOLD, amount: 5n, by }
}

test('an approval is decided on what the batch before it has ended', async () => {
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const random = seededRandom(seed)
    const time = new SimulatedTime(1_795_392_000_000)
    const database = new SimulatedDatabase(time, random, { broken: 0, slow: 0 }, () => {})
    const sequencer = () =>
      new Sequencer({
        tables: database.tables({ isAlive: true }),
        sealer: new BatchSealer('hannuri', {
          sha256: (bytes) => createHash('sha256').update(bytes).digest(),
          randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)),
        }),
        clock: () => Math.floor(time.now),
        splitMin: 2,
        sleep: time.sleep,
      })
    const answers: string[] = []
    let isOver = false
    const story = async (): Promise<void> => {
      // One process makes the proposal, another one has it ended: it has to load it.
      await sequencer().append([supply(1), award])
      const other = sequencer()
      await other.append([supply(3)])
      const asked = [[approval(4, DIRECTOR)], [supply(5)], [approval(6, OFFICER)], [supply(7)]]
      await Promise.all(
        asked.map(async (transfers, at) => {
          const [outcome] = await other.append(transfers)
          answers[at] = outcome?.ok === true ? 'recorded' : String(outcome?.refusal)
        }),
      )
      isOver = true
    }
    void story()
    expect(await time.run(() => isOver, 10_000)).toBe(true)
    expect(answers, `seed ${seed}`).toEqual(['recorded', 'recorded', 'hold-already-posted', 'recorded'])
  }
})
