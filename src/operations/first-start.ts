// What the first start puts into an empty database: two agencies of the demonstration, the shipped policies of each, and
// the replay that the home page tells of. Every step may be repeated.
import { accept, type Result } from '../domain/kernel/result.ts'
import type { LocalisedText } from '../domain/kernel/language.ts'
import { hasShowcase } from '../store/runs.ts'
import { WEIR } from './actor.ts'
import { listAgencies } from './agencies/list-agencies.ts'
import { openAgency } from './agencies/open-agency.ts'
import { operation, perform } from './operation.ts'
import { savePolicyVersion } from './policies/save-policy-version.ts'
import { listPolicies } from './policies/list-policies.ts'
import type { OperationRefusal } from './refusal.ts'
import { startRun } from './runs/start-run.ts'
import type { World } from './world.ts'
import { z } from 'zod'

/** The names are invented. */
const DEMONSTRATION_AGENCIES = [
  {
    id: 'hannuri',
    regime: 'kr',
    title: {
      ko: '한누리 국가 AI 사업단',
      en: 'Hannuri National AI Programme Agency',
      vi: 'Cơ quan Chương trình AI Quốc gia Hannuri',
    } satisfies LocalisedText,
    languages: ['ko', 'en', 'vi'] as const,
    currencies: ['KRW'],
    timeZone: 'Asia/Seoul',
    officerName: '박서연',
  },
  {
    id: 'songhan',
    regime: 'vn',
    title: {
      vi: 'Cơ quan Chương trình AI Quốc gia Sông Hàn',
      en: 'Songhan National AI Programme Agency',
      ko: '송한 국가 AI 사업단',
    } satisfies LocalisedText,
    languages: ['vi', 'en', 'ko'] as const,
    currencies: ['VND'],
    timeZone: 'Asia/Ho_Chi_Minh',
    officerName: 'Nguyễn Thu Hà',
  },
]

/** The agency whose worked example the home page tells of. */
export const HOME_AGENCY = 'hannuri'
const SHOWCASE_SCENARIO = 'philly-50-30-20'

const askForShowcase = operation({
  name: 'get-showcase',
  kind: 'query',
  input: z.object({}),
  async run(_input, { tx }) {
    return accept(await hasShowcase(tx))
  },
})

/** Agencies and policies. */
export async function seedAgencies(world: World): Promise<Result<null, OperationRefusal>> {
  const agencies = await perform(world, listAgencies, { actor: WEIR, agency: null }, {})
  if (!agencies.ok) return agencies
  const known = new Set(agencies.value.map((agency) => agency.id))
  for (const { id, ...agency } of DEMONSTRATION_AGENCIES) {
    if (!known.has(id)) {
      const opened = await perform(
        world,
        openAgency,
        { actor: WEIR, agency: id },
        { ...agency, languages: [...agency.languages] },
      )
      if (!opened.ok) return opened
    }
    const seeded = await seedPolicies(world, id)
    if (!seeded.ok) return seeded
  }
  return accept(null)
}

async function seedPolicies(world: World, agency: string): Promise<Result<null, OperationRefusal>> {
  const call = { actor: WEIR, agency }
  const stored = await perform(world, listPolicies, call, {})
  if (!stored.ok) return stored
  // What an officer has changed since is not overwritten.
  const known = new Set(stored.value.map((policy) => policy.name))
  const missing = world.policies.filter((policy) => policy.agency === agency && !known.has(policy.name))
  const sources = new Map(missing.map((policy) => [policy.name, policy.source]))
  for (const source of sources.values()) {
    const saved = await perform(world, savePolicyVersion, call, { source })
    if (!saved.ok) return saved
  }
  return accept(null)
}

/** Needs the queue of runs. */
export async function seedShowcase(world: World): Promise<Result<null, OperationRefusal>> {
  const isShipped = world.scenarios.some(
    ({ scenario, policy }) => scenario.name === SHOWCASE_SCENARIO && policy.agency === HOME_AGENCY,
  )
  if (!isShipped) return accept(null)
  const call = { actor: WEIR, agency: HOME_AGENCY }
  const asked = await perform(world, askForShowcase, call, {})
  if (!asked.ok || asked.value) return asked.ok ? accept(null) : asked
  const started = await perform(world, startRun, call, { scenario: SHOWCASE_SCENARIO, isShowcase: true })
  return started.ok ? accept(null) : started
}
