import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDoors } from '../scripts/doors.ts'
import { root } from '../scripts/workspace.mjs'
import { type Exports, readDeclarations } from './doors/declarations.ts'

/**
 * Each type that an export mentions can be imported: from the same door, or from the package's door with every name, so
 * that the door for tuning stays short.
 */
const WHOLE: Readonly<Record<string, string>> = {
  '@sweetspot/core': '@sweetspot/core',
  '@sweetspot/tfjs': '@sweetspot/core',
  sweetspot: 'sweetspot/extend',
}

/** Exports declared by type computations, whose intermediate types are not useful in annotations. */
const ARITHMETIC: Readonly<Record<string, string>> = {
  GivenEnd: 'IsUnion: whether there is one metric, whose value may then be given as `value`.',
  ObjectiveResult: 'IsUnion: whether there is one metric, whose value may then be a plain number.',
  ParamsOf: 'The steps from a shape to the type of its params.',
  SingleValue: 'IsUnion: whether there is one metric.',
  TrialResult: 'IsUnion, likewise: of the last value of a pruned trial.',
  TrialValues: 'Flatten: one object type instead of an intersection.',
}

const doors = readDoors()
const declarationsOf = (specifier: string) => join(root, doors.get(specifier)?.declarations ?? '')
let read: ReadonlyMap<string, Exports>

beforeAll(() => {
  read = readDeclarations([...doors.keys()].map(declarationsOf), root)
}, 300_000)

function exportsOf(specifier: string): Exports {
  const found = read.get(declarationsOf(specifier))
  if (found === undefined) throw new Error(`${specifier} was not read`)
  return found
}

/** One line for each type that an export of `own` mentions and neither door exports. */
function leaks(own: Exports, whole: Exports, exempt: Readonly<Record<string, string>> = {}): string[] {
  return own.mentions
    .filter((mention) => !own.has(mention) && !whole.has(mention) && !(mention.by in exempt))
    .map(({ by, type }) => `${by} mentions ${type}`)
}

describe.each([...doors.values()])('$specifier', ({ specifier, values, types }) => {
  it('exports every type that it mentions, unless the package’s door with every name does', () => {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    expect(exportsOf(specifier).mentions.length).toBeGreaterThan(0)
    expect(leaks(exportsOf(specifier), exportsOf(WHOLE[name] ?? ''), ARITHMETIC)).toEqual([])
  })

  it('has the names of its source', () => {
    expect(exportsOf(specifier).names).toEqual([...values, ...types].toSorted())
  })
})

it('exempts only exports that need it', () => {
  const engine = exportsOf('@sweetspot/core')
  const leaking = new Set(engine.mentions.filter((mention) => !engine.has(mention)).map(({ by }) => by))
  expect([...leaking].toSorted()).toEqual(Object.keys(ARITHMETIC))
})

/** Tested on packages with deliberate faults. */
describe('readDeclarations', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sweetspot-planted-')))
  afterAll(() => rmSync(folder, { recursive: true }))

  function plant(files: Readonly<Record<string, string>>): Exports {
    const packageFolder = mkdtempSync(join(folder, 'package-'))
    mkdirSync(join(packageFolder, 'node_modules/other'), { recursive: true })
    writeFileSync(join(packageFolder, 'node_modules/other/index.d.ts'), 'export interface Other {}')
    writeFileSync(join(packageFolder, 'package.json'), '{ "type": "module" }')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(packageFolder, name), text)
    const file = join(packageFolder, 'index.d.ts')
    const found = readDeclarations([file], folder).get(file)
    if (found === undefined) throw new Error('The planted package was not read')
    return found
  }

  const inner = [
    'export interface Hidden {}',
    'export interface Shown { readonly hidden: Hidden }',
    'export declare function make(): Promise<readonly Hidden[]>',
    'export declare class Machine { #private; constructor(hidden: Hidden); run(): void }',
    'interface Base {}',
    'export interface Extended extends Base {}',
    // Without it, all declarations are exported implicitly.
    'export {}',
  ].join('\n')

  it.each([
    ['a member', "export type { Shown } from './inner.ts'", ['Shown mentions Hidden']],
    ['a result', "export { make } from './inner.ts'", ['make mentions Hidden']],
    ['a type under another name', "export { make as build } from './inner.ts'", ['build mentions Hidden']],
    ['a heritage', "export type { Extended } from './inner.ts'", ['Extended mentions Base']],
    ['an inline import', "export declare const it: import('./inner.ts').Hidden", ['it mentions Hidden']],
    ['a constructor', "export { Machine } from './inner.ts'", ['Machine mentions Hidden']],
    ['the type of a value', "import { make } from './inner.ts'\nexport type Made = ReturnType<typeof make>", []],
    ['a constructor that nobody can call', "export type { Machine } from './inner.ts'", []],
    ['a type that is exported', "export type { Hidden, Shown } from './inner.ts'", []],
    ['a type that is exported under another name', "export type { Hidden as Seen, Shown } from './inner.ts'", []],
    ['everything', "export * from './inner.ts'", ['Extended mentions Base']],
    ['a type of another package', "import type { Other } from 'other'\nexport interface Own { other: Other }", []],
    ['a type parameter and the standard library', 'export declare function of<T>(x: T): Map<string, T>', []],
  ])('judges %s', (_, index, expected) => {
    const found = plant({ 'index.d.ts': index, 'inner.d.ts': inner })
    expect(leaks(found, found)).toEqual(expected)
  })
})
