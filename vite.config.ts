// How Vite builds the portal. scripts/build-web.ts runs it twice: for browsers, and for the pages' renderer on the server.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const webRoot = fileURLToPath(new URL('./web', import.meta.url))

export default defineConfig({
  root: webRoot,
  publicDir: `${webRoot}/public`,
  plugins: [react()],
  build: {
    target: 'es2022',
    // Fonts stay files of their own: the Content-Security-Policy allows no data: address for them.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script without a nonce.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The charts' code is that large; it is loaded after the page, where there is a chart.
    chunkSizeWarningLimit: 700,
  },
})
