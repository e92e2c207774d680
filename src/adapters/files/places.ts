// Where the files are that Weir ships.
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json, bin/ and examples/. */
export const PROJECT_ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** Paths of the scenarios that Weir ships, by name. */
export function exampleScenarios(): string[] {
  return yamlFilesIn(join(PROJECT_ROOT, 'examples', 'scenarios'))
}

/** Paths of the policies that Weir ships, by name. */
export function examplePolicies(): string[] {
  return yamlFilesIn(join(PROJECT_ROOT, 'examples', 'policies'))
}

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(folder, name))
}
