// Written by scripts/build-web.ts when it builds the pages' renderer.
declare module 'virtual:client-manifest' {
  const manifest: import('./client-files.ts').ClientManifest
  export default manifest
}
