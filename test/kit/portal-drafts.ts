// Drafts of policies as the stand-in server keeps them: in memory, by the API's contract.
import type { PolicyDraftBody, PolicyDraftRowBody, SavePolicyDraftBody } from '../../src/contract/policy-drafts.ts'
import type { Language } from '../../src/domain/kernel/language.ts'
import { writtenChanges } from '../../src/domain/policy/written-changes.ts'
import { readWrittenPolicy } from '../../src/domain/policy/written-policy.ts'
import { changeSentence } from '../../src/text/lab/change-words.ts'
import { fixedId, OFFICER, type PortalWorld } from './portal-fixtures.ts'

type Kept = Pick<PolicyDraftBody, 'id' | 'name' | 'source' | 'createdAt'>

export class PortalDrafts {
  private readonly world: PortalWorld
  private readonly kept = new Map<string, Kept>()
  private saved = 0

  constructor(world: PortalWorld) {
    this.world = world
  }

  list(language: Language): PolicyDraftRowBody[] {
    return [...this.kept.values()].toReversed().map((draft) => this.row(draft, language))
  }

  find(id: string, language: Language): PolicyDraftBody | undefined {
    const draft = this.kept.get(id)
    return draft === undefined ? undefined : { ...this.row(draft, language), source: draft.source }
  }

  save({ name, source }: SavePolicyDraftBody, language: Language): PolicyDraftRowBody {
    const id = fixedId(700 + (this.saved += 1))
    const draft = { id, name, source, createdAt: `2026-11-23T09:0${this.saved % 10}:00.000Z` }
    this.kept.set(id, draft)
    return this.row(draft, language)
  }

  rename(id: string, name: string, language: Language): PolicyDraftRowBody | undefined {
    const draft = this.kept.get(id)
    if (draft === undefined) return undefined
    this.kept.set(id, { ...draft, name })
    return this.row({ ...draft, name }, language)
  }

  discard(id: string): boolean {
    return this.kept.delete(id)
  }

  private row({ source, ...draft }: Kept, language: Language): PolicyDraftRowBody {
    const after = readWrittenPolicy(source)
    const inForce = this.world.policies.find((policy) => policy.name === after?.name)
    const before = inForce === undefined ? null : readWrittenPolicy(inForce.source)
    const changes = before === null || after === null ? [] : writtenChanges(before, after)
    return {
      ...draft,
      policy: after?.name ?? '',
      title: after?.title ?? {},
      createdBy: OFFICER.person?.name ?? '',
      basedOn: inForce?.version.number ?? null,
      differences: changes.slice(0, 20).map((change) => changeSentence(change, language)),
      differencesTotal: changes.length,
    }
  }
}
