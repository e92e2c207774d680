// What the jobs of a month ask of a ledger, with ids that are derived from the run: however often and in whatever order the
// same is told, it is the same. Awards cover all of it, so that no order decides who gets something.
import type { AccountCode } from '../../src/domain/ledger/account.ts'
import type { Transfer } from '../../src/domain/ledger/transfer.ts'
import type { Step } from './random-ledger.ts'
import { wholeNumber } from './share-trees.ts'

const FACTS = { ref: null, isLinked: false, by: null, note: null } as const
export const PROJECTS = ['p0', 'p1', 'p2']

export interface Jobs {
  readonly first: Step
  /** Of each job what is asked one after the other. */
  readonly tasks: readonly (readonly Step[])[]
}

export function randomJobs(random: () => number, count: number): Jobs {
  const supply = { ...FACTS, kind: 'supply', phase: 'move', period: '2026-11', effectiveAt: 1 } as const
  const award = { ...FACTS, kind: 'obligate', period: '2026-11', effectiveAt: 1 } as const
  const batch: Transfer[] = PROJECTS.flatMap((project, at) => [
    { ...supply, id: idOf(0, 3 * at), unit: 'shot', debit: 'ISSUE', credit: 'POOL:a', amount: 1_000_000n },
    {
      ...award,
      id: idOf(0, 3 * at + 1),
      phase: 'hold',
      unit: 'shot',
      debit: 'POOL:a',
      credit: `PROJECT:${project}`,
      amount: 1_000_000n,
      by: idOf(1, 1),
    },
    { ...award, id: idOf(0, 3 * at + 2), phase: 'post', hold: idOf(0, 3 * at + 1), amount: 1_000_000n, by: idOf(1, 2) },
  ])
  return { first: { batch }, tasks: Array.from({ length: count }, (_, at) => job(random, at + 2)) }
}

/** Held at its start, perhaps once more when its limit is raised; then charged, perhaps beyond its hold, or released; perhaps corrected. */
function job(random: () => number, run: number): Step[] {
  const project = PROJECTS[wholeNumber(random, 0, 2)]!
  const start = wholeNumber(random, 1_790_000_000, 1_791_000_000)
  const held = BigInt(wholeNumber(random, 1, 500))
  const facts = { ...FACTS, period: '2026-11', effectiveAt: start } as const
  const way = { unit: 'shot', debit: `PROJECT:${project}`, credit: `USED:${project}` } as const
  const [first, raised, end, rest] = [idOf(run, 1), idOf(run, 2), idOf(run, 3), idOf(run, 4)]
  const [excess, refund] = [idOf(run, 5), idOf(run, 6)]
  const hold = (id: string, amount: bigint): Step => {
    return { batch: [{ ...facts, ...way, id, kind: 'encumber', phase: 'hold', amount }] }
  }
  const release = (id: string, of: string): Transfer => ({ ...facts, id, kind: 'release', phase: 'void', hold: of })
  const isRaised = random() < 0.3
  const steps = isRaised ? [hold(first, held), hold(raised, 100n)] : [hold(first, held)]
  if (random() < 0.2)
    return [...steps, { batch: isRaised ? [release(end, first), release(rest, raised)] : [release(end, first)] }]
  const used = BigInt(wholeNumber(random, 1, Number(held)))
  const ending: Transfer[] = [{ ...facts, id: end, kind: 'consume', phase: 'post', hold: first, amount: used }]
  if (isRaised) ending.push(release(rest, raised))
  if (random() < 0.2)
    ending.push({
      ...facts,
      ...way,
      id: excess,
      kind: 'consume',
      phase: 'move',
      amount: 7n,
      debit: `OVERDRAFT:${project}`,
    })
  steps.push({ batch: ending.map((transfer, at) => ({ ...transfer, isLinked: at < ending.length - 1 })) })
  if (random() < 0.2) {
    const back = { kind: 'refund', phase: 'move', unit: 'shot', debit: way.credit, credit: way.debit } as const
    steps.push({ batch: [{ ...facts, ...back, id: refund, ref: end, amount: 1n }] })
  }
  return steps
}

function idOf(run: number, part: number): string {
  return `${run.toString(16).padStart(8, '0')}-0000-5000-8000-${part.toString(16).padStart(12, '0')}`
}

/** The same run told as another project's: the same ids with other accounts. */
export function retold(task: readonly Step[], project: string): Step[] {
  const named = (account: AccountCode): AccountCode => {
    return account.replace(/^(PROJECT|USED|OVERDRAFT):.*/, `$1:${project}`) as AccountCode
  }
  return task.map((step) => {
    if (!('batch' in step)) return step
    return {
      batch: step.batch.map((transfer): Transfer => {
        if (transfer.phase === 'post' || transfer.phase === 'void') return transfer
        return { ...transfer, debit: named(transfer.debit), credit: named(transfer.credit) }
      }),
    }
  })
}
