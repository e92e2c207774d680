import { describe, expect, it } from 'vitest'
import { clientFiles } from './client-files.ts'

const MANIFEST = {
  'entry-client.tsx': { file: 'entry.js', isEntry: true, css: ['entry.css'], imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js', imports: ['_deep.js'] },
  '_deep.js': { file: 'deep.js', css: ['deep.css'], imports: ['_shared.js'] },
  'pages/home.tsx': { file: 'home.js', imports: ['_shared.js'] },
  'charts/live.ts': { file: 'live.js' },
}

describe('the files that a page needs at once', () => {
  it('are the entry with everything that it imports, each once', () => {
    expect(clientFiles(MANIFEST, [])).toEqual({
      script: 'entry.js',
      styles: ['entry.css', 'deep.css'],
      preloads: ['shared.js', 'deep.js'],
    })
  })

  it('are its own script too, but nothing that comes later', () => {
    expect(clientFiles(MANIFEST, ['pages/home.tsx']).preloads).toEqual(['shared.js', 'deep.js', 'home.js'])
  })

  it('cannot be told when there is no entry', () => {
    expect(() => clientFiles({}, [])).toThrow('no entry')
  })
})
