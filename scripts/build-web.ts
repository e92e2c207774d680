// Builds the portal: dist/web/client for browsers, dist/web/server/entry-server.js for the pages that the server renders.
// It builds beside dist/web and moves the finished build into place, so a killed build leaves nothing half made; a build
// of the same sources is not repeated.
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TARGET = join(ROOT, 'dist/web')
const SOURCES = ['web', 'src/text', 'src/contract', 'src/charts', 'src/domain', 'src/simulator']
const SINGLE_FILES = ['vite.config.ts', 'package-lock.json', 'scripts/build-web.ts']
const BUILDING = '.web-building-'
const MOVE_ATTEMPTS = 3

/** One hash over the name and the bytes of everything that the build reads. */
function sourceHash(): string {
  const hash = createHash('sha256')
  const inFolders = SOURCES.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,css,svg,json}`, { cwd: ROOT }))
  const read = inFolders.filter((path) => !path.includes('.test.')).toSorted()
  for (const path of [...read, ...SINGLE_FILES]) {
    const full = join(ROOT, path)
    if (existsSync(full)) hash.update(`${path}\u0000`).update(readFileSync(full)).update('\u0000')
  }
  return hash.digest('hex')
}

function builtHash(): string | null {
  const path = join(TARGET, 'built.json')
  if (!existsSync(path)) return null
  const built: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return typeof built === 'object' && built !== null && 'hash' in built ? String(built.hash) : null
}

/** Folders of builds whose process is gone. */
function removeAbandonedBuilds(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(BUILDING)) continue
    const processId = Number(name.slice(BUILDING.length).split('-')[0])
    if (!isRunning(processId)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return processId !== process.pid
  } catch {
    return false
  }
}

interface ManifestEntry {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
  readonly isEntry?: boolean
}

type Manifest = Readonly<Record<string, ManifestEntry>>

/** The renderer imports `virtual:client-manifest` to know the names of the browser's files. */
function clientManifest(manifest: string): Plugin {
  return {
    name: 'weir-client-manifest',
    resolveId: (id) => (id === 'virtual:client-manifest' ? '\0client-manifest' : null),
    load: (id) => (id === '\0client-manifest' ? `export default ${manifest}` : null),
  }
}

async function buildInto(folder: string): Promise<Manifest> {
  const configFile = join(ROOT, 'vite.config.ts')
  await build({
    configFile,
    logLevel: 'warn',
    build: {
      outDir: join(folder, 'client'),
      emptyOutDir: true,
      manifest: true,
      rolldownOptions: { input: join(ROOT, 'web/entry-client.tsx') },
    },
  })
  const manifestText = readFileSync(join(folder, 'client/.vite/manifest.json'), 'utf8')
  await build({
    configFile,
    logLevel: 'warn',
    publicDir: false,
    plugins: [clientManifest(manifestText)],
    ssr: { noExternal: true },
    build: {
      outDir: join(folder, 'server'),
      emptyOutDir: true,
      ssr: join(ROOT, 'web/entry-server.tsx'),
      rolldownOptions: { output: { entryFileNames: 'entry-server.js' } },
    },
  })
  // The bundle is an ES module wherever Weir's folder is copied to.
  writeFileSync(join(folder, 'server/package.json'), '{ "type": "module" }\n')
  return JSON.parse(manifestText) as Manifest
}

/** What a first visit loads before the charts come alive: entry and home page with their imports and styles, gzipped. */
function firstLoadBytes(folder: string, manifest: Manifest): number {
  const files = new Set<string>()
  const visit = (key: string): void => {
    const entry = manifest[key]
    if (entry === undefined || files.has(entry.file)) return
    files.add(entry.file)
    for (const style of entry.css ?? []) files.add(style)
    for (const imported of entry.imports ?? []) visit(imported)
  }
  for (const [key, entry] of Object.entries(manifest)) {
    if (entry.isEntry === true || key === 'pages/home/home-page.tsx') visit(key)
  }
  let bytes = 0
  for (const file of files) bytes += gzipSync(readFileSync(join(folder, 'client', file))).length
  return bytes
}

/** Moves the finished build into place; the old one is out of the way for the time of two renames. */
function moveIntoPlace(folder: string): void {
  const old = `${folder}-old`
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(TARGET)) renameSync(TARGET, old)
      renameSync(folder, TARGET)
      break
    } catch (error) {
      // Another build of the same sources came between: its result is as good, but ours must not be half in place.
      if (attempt === MOVE_ATTEMPTS) throw error
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
}

async function buildWeb(): Promise<void> {
  const hash = sourceHash()
  if (builtHash() === hash && !process.argv.includes('--force')) {
    console.log(
      `The portal is built already (${relative(process.cwd(), TARGET) || '.'}, sources ${hash.slice(0, 12)}).`,
    )
    return
  }
  const started = performance.now()
  console.log(`Building the portal (sources ${hash.slice(0, 12)}) ...`)
  const parent = join(ROOT, 'dist')
  mkdirSync(parent, { recursive: true })
  removeAbandonedBuilds(parent)
  const folder = join(parent, `${BUILDING}${process.pid}`)
  try {
    const manifest = await buildInto(folder)
    const kilobytes = (firstLoadBytes(folder, manifest) / 1000).toFixed(0)
    writeFileSync(
      join(folder, 'built.json'),
      `${JSON.stringify({ hash, firstLoadKilobytesGzipped: Number(kilobytes) })}\n`,
    )
    moveIntoPlace(folder)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`The portal is built in ${seconds} s: scripts and styles of a first visit are ${kilobytes} kB gzipped.`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await buildWeb()
