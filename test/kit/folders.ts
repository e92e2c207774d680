// Folders for tests that run as root and as others.
import { chmodSync } from 'node:fs'

/** mkdtemp makes folders of mode 700, through which the database's unprivileged user could not go. */
export function openToOthers(folder: string): void {
  chmodSync(folder, 0o711)
}
