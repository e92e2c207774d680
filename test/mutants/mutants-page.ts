// docs/reference/mutants.md: what could be wrong with the engine, and what tells.
import { MUTANTS } from './mutants.ts'

/** `caughtBy` gives the test by the name of a mutant. */
export function mutantsPage(caughtBy: ReadonlyMap<string, string>, pairs: number): string {
  const rows = MUTANTS.map(
    ({ name, file, effect }) => `| ${name} | ${file} | ${effect} | ${caughtBy.get(name) ?? ''} |`,
  )
  return `# Wrong engines that the properties catch

Each of these differs from the engine in one place. \`npm run mutants\` makes them in a copy of the sources, one by one and
${pairs} pairs of them, and runs the properties: every one must be caught. The list is \`test/mutants/mutants.ts\`; this page is written by
\`npm run mutants -- --write\`.

| Name | In src/domain | What an officer would see | Caught by |
|---|---|---|---|
${rows.join('\n')}
`
}
