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

  it('are at most 55 for sweetspot', () => {
    const { values = [], types = [] } = doors.get('sweetspot') ?? {}
    expect(values.length).toBeGreaterThan(20)
    expect(values.length + types.length).toBeLessThanOrEqual(55)
  })
})

/**
 * The maximum size of minified bundles for browsers, in bytes: some 5 % above the size when the line was last changed.
 * Raise a line only deliberately, with the reason in the commit.
 */
const CEILINGS: readonly (readonly [specifier: string, names: string, bytes: number])[] = [
  ['@sweetspot/core', '*', 256_000],
  ['@sweetspot/core', 'createStudy, float, randomSampler, space', 238_000],
  ['@sweetspot/core', 'float, space', 27_500],
  ['@sweetspot/core', 'float, sampleParams, space', 41_000],
  ['@sweetspot/core/random', '*', 180_000],
  ['@sweetspot/core/random', 'createStudy, float, space', 158_000],
  ['@sweetspot/core/testing', '*', 300_000],
  ['@sweetspot/tfjs', '*', 312_000],
  ['sweetspot', '*', 297_000],
  ['sweetspot/analysis', '*', 88_000],
  ['sweetspot/analysis', 'optimizationHistory, studySummary', 14_800],
  ['sweetspot/extend', '*', 256_000],
  ['sweetspot/extend', 'replay', 62_000],
  ['sweetspot/plots', '*', 161_000],
  ['sweetspot/plots', 'slicePlot', 55_500],
  ['sweetspot/random', 'createStudy, float, space', 158_000],
  ['sweetspot/testing', '*', 300_000],
]

describe('a bundle for browsers', () => {
  it('has a limit for each door', () => {
    expect([...new Set(CEILINGS.map(([specifier]) => specifier))]).toEqual([...doors.keys()].toSorted())
  })

  it.each(CEILINGS)('of %s { %s } has at most %i bytes', async (specifier, names, ceiling) => {
    const clause = names === '*' ? '* as door' : `{ ${names} }`
    const used = names === '*' ? 'door' : `[${names}]`
    const { bytes, gzipped } = await bundleForBrowser(
      `import ${clause} from '${specifier}'\nglobalThis.used = ${used}`,
      {
        folder: root,
        tsconfig: join(root, 'tsconfig.check.json'),
        // Dependencies of the product on Node, and peer dependencies of the tuners.
        external: ['node:*', 'better-sqlite3', 'kysely', '@tensorflow/*'],
      },
    )
    console.log(`${specifier} { ${names} }: ${bytes} bytes, ${gzipped} gzipped`)
    expect(bytes).toBeLessThan(ceiling)
    // Otherwise the limit is too loose: lower it.
    expect(bytes).toBeGreaterThan(ceiling * 0.8)
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

/** Files of ours that importing a door may load: each takes Node about half a millisecond. */
const MOST_FILES = 8

describe('importing in Node', () => {
  it.each([...doors.keys()])('%s loads only what it needs at once', async (specifier) => {
    const script = join(root, 'tests/doors/loaded-packages.ts')
    const { stdout } = await execute(process.execPath, [script, specifier], { cwd: root })
    const { packages, files } = JSON.parse(stdout) as { readonly packages: readonly string[]; readonly files: number }
    expect(packages).toEqual(LOADED[specifier] ?? [])
    expect(files).toBeGreaterThan(0)
    expect(files).toBeLessThanOrEqual(MOST_FILES)
  })
})
