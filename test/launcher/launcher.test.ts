// bin/weir finds its own folder and its own Node, wherever it is called from.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'weir launcher ')))
const installed = join(folder, 'an installed weir')
const bare = join(folder, 'not installed')

// No Node at all on this PATH: what runs is what the launcher brings.
const ENVIRONMENT = { PATH: '/usr/bin:/bin', HOME: folder }

function weir(program: string, words: readonly string[], cwd = folder) {
  return spawnSync(program, words, { cwd, encoding: 'utf8', env: ENVIRONMENT })
}

beforeAll(() => {
  for (const root of [installed, bare]) {
    mkdirSync(join(root, 'bin'), { recursive: true })
    mkdirSync(join(root, 'src/cli'), { recursive: true })
    copyFileSync(join(ROOT, 'bin/weir'), join(root, 'bin/weir'))
    const said = '{ words: process.argv.slice(2), folder: process.cwd(), file: import.meta.filename }'
    writeFileSync(join(root, 'src/cli/main.ts'), `const said: object = ${said}\nconsole.log(JSON.stringify(said))\n`)
  }
  mkdirSync(join(installed, 'node_modules/.bin'), { recursive: true })
  symlinkSync(process.execPath, join(installed, 'node_modules/.bin/node'))
  mkdirSync(join(folder, 'links'))
  symlinkSync(join(installed, 'bin/weir'), join(folder, 'links/weir'))
  symlinkSync('../links/weir', join(folder, 'links/weir-again'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('bin/weir', () => {
  test.each([
    ['by its full path, from another folder', join(installed, 'bin/weir'), folder],
    ['by a relative path', 'bin/weir', installed],
    ['through a symbolic link', join(folder, 'links/weir'), folder],
    ['through a relative link to a link', join(folder, 'links/weir-again'), '/'],
  ])('runs %s', (_way, program, cwd) => {
    const run = weir(program, ['policy', 'check', 'a file with spaces.yaml', '--lang=ko', '$HOME'], cwd)
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toEqual({
      words: ['policy', 'check', 'a file with spaces.yaml', '--lang=ko', '$HOME'],
      folder: cwd,
      file: join(installed, 'src/cli/main.ts'),
    })
  })

  test('says what to do when its Node is not installed', () => {
    const run = weir(join(bare, 'bin/weir'), ['--version'])
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('npm ci')
    expect(run.stderr).toContain(bare)
  })

  test('has the version of package.json', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect(weir(join(ROOT, 'bin/weir'), ['--version'], '/').stdout.trim()).toBe(manifest.version)
  })
})
