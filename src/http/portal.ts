// The built portal: files for browsers, and the renderer of pages. It may be built after Weir has started.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RenderPage } from '../contract/pages.ts'

export interface Portal {
  /** dist/web/client */
  readonly clientFolder: string
  /** null while it is not built. */
  renderer(): Promise<RenderPage | null>
  /** Files at the top of the client folder, e.g. favicon.svg. */
  topFiles(): readonly string[]
}

export function portalIn(folder: string): Portal {
  const clientFolder = path.join(folder, 'client')
  const program = path.join(folder, 'server', 'entry-server.js')
  let loaded: RenderPage | null = null
  return {
    clientFolder,
    renderer: async () => {
      if (loaded === null && existsSync(program)) {
        const module = (await import(pathToFileURL(program).href)) as { readonly render: RenderPage }
        loaded = module.render
      }
      return loaded
    },
    topFiles: () =>
      existsSync(clientFolder)
        ? readdirSync(clientFolder, { withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => entry.name)
        : [],
  }
}
