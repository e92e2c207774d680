// All records of a source that wait, batch by batch, each in a transaction of its own.
import type { UsageTakenBody } from '../../contract/metering.ts'
import { accept, type Result } from '../../domain/kernel/result.ts'
import { perform, type Call } from '../operation.ts'
import type { OperationRefusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { retryUsageQuarantine } from './retry-usage-quarantine.ts'

type Retried = Result<UsageTakenBody & { readonly next: string | null }, OperationRefusal>

export async function retryAllQuarantined(
  world: World,
  call: Call,
  source: string,
): Promise<Result<UsageTakenBody, OperationRefusal>> {
  const sums = { charged: 0, known: 0, setAside: 0, transfers: 0 }
  for (let after: string | null = ''; after !== null;) {
    const retried: Retried = await perform(world, retryUsageQuarantine, call, { source, after })
    if (!retried.ok) return retried
    for (const name of ['charged', 'known', 'setAside', 'transfers'] as const) sums[name] += retried.value[name]
    after = retried.value.next
  }
  return accept(sums)
}
