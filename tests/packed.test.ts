import { execFile } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binaryOf, root } from '../scripts/workspace.mjs'
import { type InstalledFolder, installPacked, published } from './packed/install-packages.ts'

const execute = promisify(execFile)

/** Every door of every package: the specifier, and the source behind it. */
const doors = [...published].flatMap(([folder, { name, exports }]) =>
  Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            specifier: join(name, subpath),
            source: join(root, 'packages', folder, target.default.replace('dist', 'src').replace('.js', '.ts')),
          },
        ],
  ),
)

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
    const expected = Object.keys((await import(source)) as object).toSorted()
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

/** Bundles for the browser what a page would, and measures it. */
async function bundle(text: string, external: readonly string[] = []) {
  const result = await build({
    stdin: { contents: text, resolveDir: installed.path },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    external: [...external],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const code = result.outputFiles[0]?.contents ?? new Uint8Array()
  const imports = Object.values(result.metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path))
  const builtins = imports.filter((path) => path.startsWith('node:') || builtinModules.includes(path))
  const kilobytes = gzipSync(code).byteLength / 1000
  return { code, builtins, warnings: result.warnings.map(({ text: warning }) => warning), kilobytes }
}

describe('in a browser bundle', () => {
  it('@sweetspot/core needs nothing of Node and stays small', async () => {
    const { builtins, warnings, kilobytes } = await bundle(
      "import * as core from '@sweetspot/core'\nglobalThis.core = core",
    )
    console.log(`@sweetspot/core, all of it, minified and gzipped: ${kilobytes.toFixed(1)} kB`)
    expect(builtins).toEqual([])
    expect(warnings).toEqual([])
    expect(kilobytes).toBeLessThan(75)
  })

  it('a page pays only for what it imports', async () => {
    const { kilobytes } = await bundle(
      "import { float, space } from '@sweetspot/core'\nglobalThis.s = space({ x: float(0, 1) })",
    )
    console.log(`a search space alone, minified and gzipped: ${kilobytes.toFixed(1)} kB`)
    expect(kilobytes).toBeLessThan(10)
  })

  it('@sweetspot/tfjs needs nothing of Node', async () => {
    const { builtins, warnings } = await bundle("import * as tuner from '@sweetspot/tfjs'\nglobalThis.tuner = tuner", [
      '@tensorflow/*',
    ])
    expect(builtins).toEqual([])
    expect(warnings).toEqual([])
  })
})
