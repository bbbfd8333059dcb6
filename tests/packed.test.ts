import { execFile } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDoors } from '../scripts/doors.ts'
import { binaryOf, root } from '../scripts/workspace.mjs'
import { bundleForBrowser } from './doors/browser-bundle.ts'
import { type InstalledFolder, installPacked, published } from './packed/install-packages.ts'

const execute = promisify(execFile)

const doors = [...readDoors().values()]

let installed: InstalledFolder

beforeAll(async () => {
  installed = await installPacked()
}, 300_000)

afterAll(async () => {
  await installed?.[Symbol.asyncDispose]()
})

/** Runs a module in the folder with the Node that runs this test, and parses the JSON that it prints. */
async function runModule(text: string): Promise<unknown> {
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', text], { cwd: installed.path })
  return JSON.parse(stdout)
}

describe.each([...published.values()])('the packed $name', ({ name }) => {
  it('has the build, the licence and nothing else', () => {
    const files = globSync('**/*', { cwd: join(installed.path, 'node_modules', name), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(installed.path, 'node_modules', name).length + 1))
      .filter((file) => !file.startsWith('node_modules'))
    expect(files).toContain('LICENSE')
    expect(files).toContain('dist/index.js')
    expect(files.filter((file) => !/^(?:package\.json|LICENSE|README\.md|dist\/.*\.(?:js|d\.ts))$/.test(file))).toEqual(
      [],
    )
    expect(files.filter((file) => /\.test/.test(file))).toEqual([])
  })

  it('carries the licence of the repository', () => {
    const licence = readFileSync(join(installed.path, 'node_modules', name, 'LICENSE'), 'utf8')
    expect(licence).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  it('names no TypeScript file in its JavaScript, and nothing of the machine that packed it', () => {
    const folder = join(installed.path, 'node_modules', name)
    const wrong = globSync('{package.json,dist/**/*.{js,d.ts}}', { cwd: folder }).filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return text.includes(root) || (file.endsWith('.js') && /(?:from|import\()\s*['"]\.[^'"]*\.ts['"]/.test(text))
    })
    expect(wrong).toEqual([])
  })
})

describe.each(doors)('$specifier', ({ specifier, source }) => {
  it('exports in Node what its source exports', async () => {
    const expected = Object.keys((await import(join(root, source))) as object).toSorted()
    const found = await runModule(`console.log(JSON.stringify(Object.keys(await import('${specifier}')).sort()))`)
    expect(expected.length).toBeGreaterThan(0)
    expect(found).toEqual(expected)
  })
})

describe('TypeScript', () => {
  it('reads the declarations of @sweetspot/core strictly, without those of Node', async () => {
    const file = join(installed.path, 'consumer.ts')
    writeFileSync(
      file,
      doors
        .filter(({ specifier }) => specifier.startsWith('@sweetspot/core'))
        .map(({ specifier }, i) => `export * as door${i} from '${specifier}'\n`)
        .join(''),
    )
    const strict = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,esnext.disposable,dom',
      '--types',
      '',
    ]
    const { stdout } = await execute(process.execPath, [binaryOf('typescript', 'tsc'), ...strict, file], {
      cwd: installed.path,
    }).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})

/** The doors that need Node: what opens files is behind them. */
const ON_NODE = ['sweetspot']

describe('in a browser bundle', () => {
  const portable = doors.map(({ specifier }) => specifier).filter((specifier) => !ON_NODE.includes(specifier))
  const bundleOf = (specifier: string, external: readonly string[]) =>
    bundleForBrowser(`import * as door from '${specifier}'\nglobalThis.door = door`, {
      folder: installed.path,
      external,
    })

  it.each(portable)('%s needs nothing of Node', async (specifier) => {
    const { builtins, warnings } = await bundleOf(specifier, ['@tensorflow/*'])
    expect(builtins).toEqual([])
    expect(warnings).toEqual([])
  })

  it.each(ON_NODE)('%s needs Node', async (specifier) => {
    const { builtins } = await bundleOf(specifier, ['node:*', 'better-sqlite3', 'kysely'])
    expect(builtins).not.toEqual([])
  })
})
