// The walls of Weir: which folder may import which, and which npm packages each may use. This table is the only place
// where that is said; .dependency-cruiser.mjs turns it into rules, `npm run check` runs them, test/walls breaks each one.

/**
 * `imports`: folders of Weir besides the own one. `packages`: npm packages. `builtins`: may use `node:` modules.
 * `only`: narrower permissions for single files (regular expression on the path).
 */
export const WALLS = {
  'src/domain': { imports: [], packages: [], builtins: false, only: { '^src/domain/policy/': ['yaml', 'zod'] } },
  'src/simulator': {
    imports: ['src/domain'],
    packages: [],
    builtins: false,
    only: { '^src/simulator/scenario-file': ['yaml', 'zod'], '^src/simulator/workload-model-file': ['zod'] },
  },
  'src/contract': { imports: ['src/domain', 'src/simulator'], packages: ['zod'], builtins: false },
  'src/text': {
    imports: ['src/domain', 'src/simulator', 'src/contract'],
    packages: ['intl-messageformat'],
    builtins: false,
  },
  'src/charts': { imports: ['src/domain', 'src/simulator', 'src/text'], packages: ['echarts'], builtins: false },
  'src/report': {
    imports: ['src/domain', 'src/simulator', 'src/text', 'src/charts'],
    packages: [],
    builtins: false,
    only: { '^src/report/pdf/write-pdf': ['pdfkit'] },
  },
  'src/store': { imports: ['src/domain', 'src/simulator'], packages: ['kysely', 'pg'], builtins: true },
  'src/adapters': {
    imports: ['src/domain', 'src/simulator'],
    packages: ['@cedar-policy/cedar-wasm', 'zod'],
    builtins: true,
  },
  'src/operations': {
    imports: ['src/domain', 'src/simulator', 'src/contract', 'src/store', 'src/adapters'],
    packages: ['zod'],
    builtins: true,
  },
  'src/http': {
    imports: ['src/domain', 'src/simulator', 'src/contract', 'src/text', 'src/charts', 'src/report', 'src/operations'],
    packages: [
      '@fastify/cookie',
      '@fastify/helmet',
      '@fastify/rate-limit',
      '@fastify/sse',
      '@fastify/static',
      '@fastify/swagger',
      '@scalar/fastify-api-reference',
      'fastify',
      'fastify-type-provider-zod',
      'pino',
      'prom-client',
      'zod',
    ],
    builtins: true,
  },
  'src/jobs': {
    imports: ['src/domain', 'src/simulator', 'src/contract', 'src/text', 'src/operations', 'src/adapters'],
    packages: ['graphile-worker', 'pino', 'zod'],
    builtins: true,
  },
  'src/cli': {
    imports: [
      'src/domain',
      'src/simulator',
      'src/contract',
      'src/text',
      'src/charts',
      'src/report',
      'src/store',
      'src/adapters',
      'src/operations',
      'src/main',
      'src/settings',
    ],
    packages: ['commander', 'pino', 'zod'],
    builtins: true,
  },
  web: {
    imports: ['src/domain', 'src/simulator', 'src/contract', 'src/text', 'src/charts'],
    packages: [
      '@fontsource-variable/noto-sans-kr',
      '@mantine/core',
      '@mantine/hooks',
      '@noble/curves',
      '@noble/hashes',
      '@tanstack/react-query',
      '@tanstack/react-router',
      '@tanstack/react-table',
      'echarts',
      'react',
      'react-dom',
      'vite',
    ],
    builtins: false,
  },
}

/** Packages that a test beside its file may use as well. */
export const TEST_PACKAGES = ['fast-check', 'vitest']
