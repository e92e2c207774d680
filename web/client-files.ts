// Which of the browser's files a page needs at once, by the manifest that the client build wrote.
import type { ClientFiles } from './document.ts'

export interface ManifestEntry {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
  readonly isEntry?: boolean
}

export type ClientManifest = Readonly<Record<string, ManifestEntry>>

export function clientFiles(manifest: ClientManifest, pageSources: readonly string[]): ClientFiles {
  const entryKey = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true)
  const entry = entryKey === undefined ? undefined : manifest[entryKey]
  if (entryKey === undefined || entry === undefined) throw new Error('the client build has no entry')
  const styles = new Set<string>()
  const scripts = new Set<string>()
  const visit = (key: string): void => {
    const found = manifest[key]
    if (found === undefined || scripts.has(found.file)) return
    scripts.add(found.file)
    for (const style of found.css ?? []) styles.add(style)
    for (const imported of found.imports ?? []) visit(imported)
  }
  visit(entryKey)
  for (const source of pageSources) visit(source)
  return { script: entry.file, styles: [...styles], preloads: [...scripts].filter((file) => file !== entry.file) }
}
