// Asks one witness to co-sign the latest checkpoint of an agency, and keeps its answer.
import { readNote } from '../../domain/proof/note.ts'
import { WEIR } from '../actor.ts'
import { perform } from '../operation.ts'
import type { World } from '../world.ts'
import { getWitnessRequest } from './get-witness-request.ts'
import { recordCosignature } from './record-cosignature.ts'

/** What a witness answered. */
export interface WitnessAnswer {
  readonly status: number
  readonly body: string
}

/** Sends a request to the witness at an address. Throws when it does not answer. */
export type AskWitness = (witness: string, body: string) => Promise<WitnessAnswer>

export type CollectOutcome = 'cosigned' | 'nothing-to-sign' | { readonly refusedWith: number; readonly body: string }

const BODY_SHOWN = 200

export async function collectCosignature(
  world: World,
  agency: string,
  witness: string,
  ask: AskWitness,
): Promise<CollectOutcome> {
  const call = { actor: WEIR, agency }
  let oldSize: number | null = null
  for (let asked = 0; ; asked += 1) {
    const request = await perform(world, getWitnessRequest, call, { witness, oldSize })
    if (!request.ok || request.value.text === null) return 'nothing-to-sign'
    const { status, body } = await ask(witness, request.value.text)
    // It says what it signed last; we may have lost its answer.
    if (status === 409 && asked === 0 && /^\d{1,15}\n$/.test(body)) {
      oldSize = Number(body)
      continue
    }
    const isSignature = status === 200 && readNote(`\n\n${body}`) !== null
    if (!isSignature) return { refusedWith: status, body: body.slice(0, BODY_SHOWN) }
    const { size } = request.value
    const kept = await perform(world, recordCosignature, call, { witness, size, lines: body })
    if (!kept.ok) throw new Error(kept.refusal)
    return 'cosigned'
  }
}
