// The pages of the documentation on what could be wrong with the engine and with the ledger, and what tells.
import type { MutantSuite } from './suites.ts'

/** `caughtBy` gives the test by the name of a mutant. */
export function mutantsPage(suite: MutantSuite, caughtBy: ReadonlyMap<string, string>, pairs: number): string {
  const { name: suiteName, mutants, folder, title, right, effect: seen, list } = suite
  const rows = mutants.map(
    ({ name, file, effect }) => `| ${name} | ${file} | ${effect} | ${caughtBy.get(name) ?? ''} |`,
  )
  const command = `npm run mutants${suiteName === 'engine' ? '' : ` -- ${suiteName}`}`
  const written = `npm run mutants -- ${suiteName === 'engine' ? '' : `${suiteName} `}--write`
  return `# ${title}

Each of these differs from ${right} in one place. \`${command}\` makes them in a copy of the sources, one by one and
${pairs} pairs of them, and runs the properties: every one must be caught. The list is \`${list}\`; this page is written by
\`${written}\`.

| Name | In ${folder} | ${seen} | Caught by |
|---|---|---|---|
${rows.join('\n')}
`
}
