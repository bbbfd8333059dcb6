import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readDoors } from '../scripts/doors.ts'
import { doorsPage } from '../scripts/doors-page.ts'
import { root } from '../scripts/workspace.mjs'
import { bundleForBrowser } from './doors/browser-bundle.ts'

const execute = promisify(execFile)
const doors = readDoors()

describe('the names of the doors', () => {
  it('equal docs/imports.md (run npm run generate)', () => {
    expect(readFileSync(join(root, 'docs/imports.md'), 'utf8')).toBe(doorsPage())
  })

  it('change the page if a name is added', () => {
    const [first, ...others] = doors
    if (first === undefined) throw new Error('No doors were found.')
    const [specifier, door] = first
    const more = new Map([[specifier, { ...door, types: [...door.types, 'Planted'] }], ...others])
    expect(doorsPage(more)).not.toBe(doorsPage())
    expect(() => doorsPage(new Map([...doors, ['sweetspot/planted', door]]))).toThrow('sweetspot/planted')
  })

  it('are at most 58 for sweetspot', () => {
    const { values = [], types = [] } = doors.get('sweetspot') ?? {}
    expect(values.length).toBeGreaterThan(20)
    expect(values.length + types.length).toBeLessThanOrEqual(58)
  })
})

/**
 * The maximum size of minified bundles for browsers, in bytes and in bytes gzipped: some 5 % above the size when the line
 * was last changed. What `import()` loads is not counted. Raise a line only deliberately, with the reason in the commit.
 */
const FIRST: readonly Ceiling[] = [
  ['@sweetspot/core', '*', 262_000, 96_000],
  ['@sweetspot/core', 'createStudy, float, space', 170_000, 59_250],
  ['@sweetspot/core', 'createStudy, float, gpSampler, space', 239_500, 87_750],
  ['@sweetspot/core', 'float, space', 28_750, 10_750],
  ['@sweetspot/core', 'float, sampleParams, space', 33_250, 12_500],
  ['@sweetspot/core/random', '*', 184_500, 65_500],
  ['@sweetspot/core/random', 'createStudy, float, space', 171_000, 59_500],
  ['@sweetspot/core/testing', '*', 265_500, 93_500],
  ['@sweetspot/tfjs', '*', 321_500, 117_250],
  ['sweetspot', '*', 305_000, 113_000],
  ['sweetspot/analysis', '*', 88_500, 35_500],
  ['sweetspot/analysis', 'optimizationHistory, studySummary', 14_500, 6_000],
  ['sweetspot/extend', '*', 262_000, 96_000],
  ['sweetspot/extend', 'replay', 78_000, 28_250],
  ['sweetspot/interchange', '*', 243_000, 84_750],
  ['sweetspot/plots', '*', 162_500, 61_000],
  ['sweetspot/plots', 'slicePlot', 55_500, 23_250],
  ['sweetspot/random', 'createStudy, float, space', 171_000, 59_500],
  ['sweetspot/testing', '*', 266_500, 94_000],
  ['sweetspot/trial', '*', 2_750, 1_400],
]

/**
 * The same with all that `import()` may load: the Gaussian process, checkpoints, and Sobol points of more than 161
 * dimensions.
 */
const WHOLE: readonly Ceiling[] = [
  ['@sweetspot/core', 'createStudy, float, space', 278_000, 108_750],
  ['@sweetspot/core/random', 'createStudy, float, space', 188_000, 65_250],
  ['@sweetspot/core/random', '*', 216_500, 84_000],
]

type Ceiling = readonly [specifier: string, names: string, bytes: number, gzipped: number]

function bundleOf(specifier: string, names: string, first: boolean) {
  const clause = names === '*' ? '* as door' : `{ ${names} }`
  const used = names === '*' ? 'door' : `[${names}]`
  return bundleForBrowser(`import ${clause} from '${specifier}'\nglobalThis.used = ${used}`, {
    folder: root,
    tsconfig: join(root, 'tsconfig.check.json'),
    // Dependencies of the product on Node, and peer dependencies of the tuners.
    external: ['node:*', 'better-sqlite3', 'kysely', 're2js', 'hyparquet', 'hyparquet-writer', 'zod', '@tensorflow/*'],
    first,
  })
}

describe('a bundle for browsers', () => {
  it('has a limit for each door', () => {
    expect([...new Set(FIRST.map(([specifier]) => specifier))]).toEqual([...doors.keys()].toSorted())
  })

  describe.each([
    ['first', FIRST],
    ['in all', WHOLE],
  ])('loaded %s', (when, ceilings) => {
    it.each(ceilings)('of %s { %s } has at most %i bytes, %i gzipped', async (specifier, names, most, mostGzipped) => {
      const { bytes, gzipped } = await bundleOf(specifier, names, when === 'first')
      console.log(`${specifier} { ${names} }, ${when}: ${bytes} bytes, ${gzipped} gzipped`)
      expect(bytes).toBeLessThan(most)
      expect(gzipped).toBeLessThan(mostGzipped)
      // Otherwise the limit is too loose: lower it.
      expect(bytes).toBeGreaterThan(most * 0.9)
      expect(gzipped).toBeGreaterThan(mostGzipped * 0.9)
    })
  })

  it('loads the Gaussian process when a study is created', async () => {
    const { onDemand } = await bundleOf('@sweetspot/core', 'createStudy', true)
    expect(onDemand).toContain('./gp-defaults.ts')
  })

  it('does not contain the Gaussian process with createStudy of the entry point `random`', async () => {
    const { onDemand } = await bundleOf('@sweetspot/core/random', 'createStudy', true)
    expect(onDemand).not.toContain('./gp-defaults.ts')
  })
})

const D3 = ['array', 'color', 'format', 'interpolate', 'path', 'scale', 'shape', 'time', 'time-format']
const TFJS = [
  'tfjs',
  'tfjs-backend-cpu',
  'tfjs-backend-webgl',
  'tfjs-converter',
  'tfjs-core',
  'tfjs-data',
  'tfjs-layers',
]

/** Third-party packages that importing a door loads at once; doors that load none are omitted. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  '@sweetspot/tfjs': [...TFJS.map((name) => `@tensorflow/${name}`), 'long', 'seedrandom'],
  'sweetspot/plots': D3.map((name) => `d3-${name}`),
}

/**
 * Files of ours that importing a door may load: each takes Node about half a millisecond. `sweetspot/interchange` has the
 * most, since it shares parts with commands, such as the reader of CSV and
 * the errors of files.
 */
const MOST_FILES = 15

describe('importing in Node', () => {
  it.each([...doors.keys()])('%s loads only what it needs at once', async (specifier) => {
    const script = join(root, 'tests/doors/loaded-packages.ts')
    const { stdout } = await execute(process.execPath, [script, specifier], { cwd: root })
    const { packages, files } = JSON.parse(stdout) as { readonly packages: readonly string[]; readonly files: number }
    expect(packages).toEqual(LOADED[specifier] ?? [])
    expect(files).toBeGreaterThan(0)
    expect(files).toBeLessThanOrEqual(MOST_FILES)
  })

  it.each(['@sweetspot/core', 'sweetspot'])('%s loads no file when a study is created', async (specifier) => {
    const script = join(root, 'tests/doors/loaded-packages.ts')
    const { stdout } = await execute(process.execPath, [script, specifier, 'createStudy'], { cwd: root })
    expect(JSON.parse(stdout)).toMatchObject({ filesOfCall: 0 })
  })
})
