// Turns the table in walls.mjs into rules of dependency-cruiser. It reads TypeScript through the package `typescript`,
// which is the alias of TypeScript 6: version 7 has no compiler API, and without one dependency-cruiser sees no import
// at all and passes. test/walls/walls.test.ts is there to notice that.
import { TEST_PACKAGES, WALLS } from './walls.mjs'

const TEST_FILE = String.raw`\.test\.tsx?$`
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
const inFolders = (folders) => folders.map((folder) => `^${escaped(folder)}(/|\\.ts$)`)
const inPackages = (names) => names.map((name) => `(^|/)node_modules/(@types/)?${escaped(name)}/`)
const NPM = '(^|/)node_modules/'

function rulesOf([folder, wall]) {
  const name = folder.replace('src/', '')
  const from = `^${folder}/`
  const narrower = Object.entries(wall.only ?? {})
  const rules = [
    {
      name: `${name}-imports`,
      comment: `${folder} may import: ${wall.imports.join(', ') || 'nothing but itself'}.`,
      from: { path: from },
      // Tests beside their file may use the test kit.
      to: { path: '^(src|web|scripts)/', pathNot: [from, ...inFolders(wall.imports)] },
    },
    {
      name: `${name}-packages`,
      comment: `${folder} may use of npm: ${wall.packages.join(', ') || 'nothing'}.`,
      from: { path: from, pathNot: [TEST_FILE, ...narrower.map(([path]) => path)] },
      to: { path: NPM, pathNot: inPackages(wall.packages) },
    },
    ...narrower.map(([path, packages], position) => ({
      name: `${name}-packages-${position + 1}`,
      comment: `${path} may use of npm: ${packages.join(', ')}.`,
      from: { path, pathNot: [TEST_FILE] },
      to: { path: NPM, pathNot: inPackages([...wall.packages, ...packages]) },
    })),
    {
      name: `${name}-test-packages`,
      comment: `Tests in ${folder} may use what it uses, and ${TEST_PACKAGES.join(', ')}.`,
      from: { path: `${from}.*${TEST_FILE}` },
      to: {
        path: NPM,
        pathNot: inPackages([...wall.packages, ...narrower.flatMap(([, packages]) => packages), ...TEST_PACKAGES]),
      },
    },
  ]
  if (wall.builtins) return rules
  return [
    ...rules,
    {
      name: `${name}-builtins`,
      comment: `${folder} runs anywhere: no node: module.`,
      from: { path: from, pathNot: TEST_FILE },
      to: { dependencyTypes: ['core'] },
    },
  ]
}

const general = [
  {
    name: 'no-circle',
    comment: 'Imports point one way.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'only-tests-import-tests',
    comment: 'The product does not know its tests.',
    from: { path: '^(src|web)/', pathNot: TEST_FILE },
    to: { path: ['^test/', TEST_FILE] },
  },
  {
    name: 'sql-in-store-only',
    comment: 'Only src/store speaks SQL.',
    from: { path: '^(src|web)/', pathNot: '^src/store/' },
    to: { path: inPackages(['kysely', 'pg']) },
  },
  {
    name: 'import-is-found',
    comment: 'Every import leads to a file or an installed package.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(virtual:|vite/client$)' },
  },
]

export default {
  forbidden: [...Object.entries(WALLS).flatMap(rulesOf), ...general].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test-output)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css', '.d.ts'],
    },
  },
}
