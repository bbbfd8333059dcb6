import { execFile } from 'node:child_process'
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDoors } from '../scripts/doors.ts'
import { binaryOf, root } from '../scripts/workspace.mjs'
import { bundleForBrowser } from './doors/browser-bundle.ts'
import { type InstalledFolder, installPacked, published } from './packed/install-packages.ts'

const execute = promisify(execFile)

const doors = [...readDoors().values()]

/** The oldest version whose compiler reads our declarations. */
const OLDEST_TYPESCRIPT = '5.4'

let installed: InstalledFolder

beforeAll(async () => {
  installed = await installPacked(`oldest-typescript@npm:typescript@${OLDEST_TYPESCRIPT}`, '@types/node@^22.13.0')
}, 300_000)

afterAll(async () => {
  await installed?.[Symbol.asyncDispose]()
}, 300_000)

/** Runs a module in the folder with the Node of this test, and parses the JSON that it prints. */
async function runModule(text: string): Promise<unknown> {
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', text], { cwd: installed.path })
  return JSON.parse(stdout)
}

describe.each([...published.values()])('the packed $name', ({ name }) => {
  it('contains only the build, the licence and its own README', () => {
    const files = globSync('**/*', { cwd: join(installed.path, 'node_modules', name), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(installed.path, 'node_modules', name).length + 1))
      .filter((file) => !file.startsWith('node_modules'))
    expect(files).toContain('LICENSE')
    expect(files).toContain('README.md')
    expect(files).toContain('dist/index.js')
    const expected =
      /^(?:package\.json|LICENSE|README\.md|dist\/.*\.(?:js|d\.ts)|bin\/(?:sweetspot|start)\.cjs|python\/sweetspot_trial\.py)$/
    expect(files.filter((file) => !expected.test(file))).toEqual([])
    expect(files.filter((file) => /\.test/.test(file))).toEqual([])
  })

  it('has the licence of the repository', () => {
    const licence = readFileSync(join(installed.path, 'node_modules', name, 'LICENSE'), 'utf8')
    expect(licence).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  it('mentions neither TypeScript files in its JavaScript nor paths of the packing machine', () => {
    const folder = join(installed.path, 'node_modules', name)
    const wrong = globSync('{package.json,dist/**/*.{js,d.ts}}', { cwd: folder }).filter((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return text.includes(root) || (file.endsWith('.js') && /(?:from|import\()\s*['"]\.[^'"]*\.ts['"]/.test(text))
    })
    expect(wrong).toEqual([])
  })
})

describe.each(doors)('$specifier', ({ specifier, source }) => {
  it('has the exports of its source in Node', async () => {
    const expected = Object.keys((await import(join(root, source))) as object).toSorted()
    const found = await runModule(`console.log(JSON.stringify(Object.keys(await import('${specifier}')).sort()))`)
    expect(expected.length).toBeGreaterThan(0)
    expect(found).toEqual(expected)
  })
})

describe('the program', () => {
  it('runs in an empty folder, by its name', async () => {
    const folder = join(installed.path, 'empty')
    mkdirSync(folder)
    const sweetspot = async (...argv: string[]) => {
      const { stdout } = await execute('npx', ['--no-install', 'sweetspot', ...argv], { cwd: folder })
      return stdout
    }
    expect(await sweetspot('--version')).toBe(`${published.get('sweetspot')?.version}\n`)
    expect(await sweetspot('--help')).toContain('sweetspot COMMAND')
    await sweetspot('create', 'net', '-p', 'x=0.0..1.0', '--minimize', 'loss')
    const { number, params } = JSON.parse(await sweetspot('ask', 'net', '--format', 'json')) as {
      readonly number: number
      readonly params: { readonly x: number }
    }
    await sweetspot('tell', 'net', String(number), String(params.x))
    expect(JSON.parse(await sweetspot('best', '--format', 'json'))).toMatchObject({ values: { loss: params.x } })
    expect(readdirSync(folder)).toContain('sweetspot.db')
  })

  it('tunes a script in an empty folder', async () => {
    const folder = join(installed.path, 'tuned')
    mkdirSync(folder)
    writeFileSync(join(folder, 'train.mjs'), 'console.log(JSON.stringify({ loss: Number(process.argv[2]) ** 2 }))')
    const { stdout, stderr } = await execute(
      'npx',
      [
        ...'--no-install sweetspot run -p x=-1.0..1.0 --minimize loss -n 5 -j 2 --'.split(' '),
        process.execPath,
        'train.mjs',
        '{x}',
      ],
      { cwd: folder },
    )
    expect(stderr).toMatch(/^trial 0 check: read loss=\S+ from the last JSON object on stdout$/m)
    expect(stdout).toMatch(/ train\.mjs -?[\d.e-]+\nBest loss \S+ \(trial \d/)
    expect(readdirSync(folder).toSorted()).toEqual(['sweetspot-trials', 'sweetspot.db', 'train.mjs'])
  })
})

describe('TypeScript', () => {
  /** TensorFlow.js' own declarations have errors. */
  const checked = doors.map(({ specifier }) => specifier).filter((specifier) => specifier !== '@sweetspot/tfjs')
  const withoutNode = checked.filter((specifier) => specifier.startsWith('@sweetspot/core'))
  const modules = [
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ]
  const consumers = modules.flatMap((resolution) => [
    { ...resolution, compiler: 'typescript', lib: ['es2022', 'dom'], types: [], specifiers: withoutNode },
    { ...resolution, compiler: 'typescript', lib: ['es2024', 'webworker'], types: [], specifiers: withoutNode },
    { ...resolution, compiler: 'typescript', lib: ['es2022'], types: ['node'], specifiers: checked },
    { ...resolution, compiler: 'oldest-typescript', lib: ['es2022', 'dom'], types: [], specifiers: withoutNode },
    { ...resolution, compiler: 'oldest-typescript', lib: ['es2022'], types: ['node'], specifiers: checked },
  ])

  it.each(consumers)(
    '$compiler checks the declarations strictly: $moduleResolution, $lib, $types',
    async (consumer) => {
      const { compiler, specifiers, ...options } = consumer
      const lines = specifiers.map((specifier, index) => `export * as door${index} from '${specifier}'`)
      // What a study is, and that it can be closed by `await using`, does not depend on the consumer's libraries.
      lines.push(
        "import { createStudy, float, space } from '@sweetspot/core'",
        'export const study = createStudy({ space: space({ x: float(0, 1) }) })',
        'export const closing: Promise<Promise<void>[]> = study.then((opened) => [opened[Symbol.asyncDispose]()])',
        'export const value: Promise<number> = study.then(({ best }) => best.values.value + best.params.x)',
      )
      writeFileSync(join(installed.path, 'consumer.ts'), lines.join('\n'))
      const compilerOptions = { noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', ...options }
      writeFileSync(join(installed.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
      const tsc =
        compiler === 'typescript'
          ? binaryOf('typescript', 'tsc')
          : join(installed.path, 'node_modules', compiler, 'bin/tsc')
      const { stdout } = await execute(process.execPath, [tsc, '-p', installed.path]).catch(
        (error: { stdout: string }) => error,
      )
      expect(stdout).toBe('')
    },
  )
})

describe('all doors', () => {
  it('have the same classes, so that instanceof holds from one to another', async () => {
    const specifiers = doors.map(({ specifier }) => specifier)
    const found = await runModule(`
      const doors = await Promise.all(${JSON.stringify(specifiers)}.map((specifier) => import(specifier)))
      const kinds = new Map()
      for (const door of doors) {
        for (const [name, value] of Object.entries(door)) {
          // Those of sweetspot take addresses of storages too.
          if (['copyStudy', 'createStudy', 'readStudy'].includes(name)) continue
          kinds.set(name, (kinds.get(name) ?? new Set()).add(value))
        }
      }
      console.log(JSON.stringify([...kinds].map(([name, values]) => [name, values.size])))
    `)
    const counts = new Map(found as [string, number][])
    expect(counts.get('SweetspotError')).toBe(1)
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([])
  })
})

/** The doors that need Node, since they open files. */
const ON_NODE = ['sweetspot', 'sweetspot/interchange', 'sweetspot/trial']

describe('in a browser bundle', () => {
  const portable = doors.map(({ specifier }) => specifier).filter((specifier) => !ON_NODE.includes(specifier))
  const bundleOf = (specifier: string, external: readonly string[]) =>
    bundleForBrowser(`import * as door from '${specifier}'\nglobalThis.door = door`, {
      folder: installed.path,
      external,
    })

  it.each(portable)('%s does not need Node', async (specifier) => {
    const { builtins, warnings } = await bundleOf(specifier, ['@tensorflow/*'])
    expect(builtins).toEqual([])
    expect(warnings).toEqual([])
  })

  it.each(ON_NODE)('%s needs Node', async (specifier) => {
    const { builtins } = await bundleOf(specifier, ['node:*', 'better-sqlite3', 'kysely', 're2js'])
    expect(builtins).not.toEqual([])
  })
})
