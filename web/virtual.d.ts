// Written by scripts/build-web.ts when it builds the pages' renderer.
declare module 'virtual:client-manifest' {
  import type { ClientManifest } from './client-files.ts'
  const manifest: ClientManifest
  export default manifest
}
