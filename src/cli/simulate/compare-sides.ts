// A and B of a comparison, read: which files they are, and by which names they are told apart.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { LoadedScenario } from '../../adapters/files/scenario-files.ts'
import { textIn, type Language } from '../../domain/kernel/language.ts'
import { CommandRefusal } from '../refusal.ts'
import type { CompareRequest } from './compare-options.ts'
import { say } from './output.ts'
import { loadOrRefuse } from './scenario.ts'

export interface ComparedSide extends LoadedScenario {
  /** Short, and another one than that of the other side. */
  readonly name: string
  readonly policySha256: string
}

export async function loadSides(
  paths: readonly [string, string],
  request: Pick<CompareRequest, 'scenario' | 'discipline'>,
  language: Language,
): Promise<readonly [ComparedSide, ComparedSide]> {
  const [first, second] = [
    await load(paths[0], request.scenario, language),
    await load(paths[1], request.scenario, language),
  ]
  const title = ({ scenario, policy }: LoadedScenario) =>
    request.scenario === null
      ? textIn(scenario.title, language) || scenario.name
      : textIn(policy.title, language) || policy.name
  const isAlike = title(first) === title(second)
  const side = (loaded: LoadedScenario, path: string): ComparedSide => ({
    ...loaded,
    name: isAlike ? basename(path) : title(loaded),
    policySha256: createHash('sha256').update(loaded.policySource).digest('hex'),
  })
  return [side(first, paths[0]), side(second, paths[1])]
}

async function load(path: string, scenario: string | null, language: Language): Promise<LoadedScenario> {
  if (scenario !== null) return await loadOrRefuse(scenario, language, path)
  if (await isPolicy(path)) throw new CommandRefusal(say(language, 'compare-needs-scenario', { path }))
  return await loadOrRefuse(path, language)
}

/** A file that cannot be read is refused where it is loaded. */
async function isPolicy(path: string): Promise<boolean> {
  const source = await readFile(path, 'utf8').catch(() => '')
  return /^kind:\s*["']?(?:Pool|ShareTree)\b/m.test(source)
}
