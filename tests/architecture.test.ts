import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importCircles } from './architecture/circles.ts'
import { ALLOWED_NAMES, LONG_FILES, WILDCARDS } from './architecture/exceptions.ts'
import { importsOf } from './architecture/imports.ts'
import {
  importViolations,
  lengthViolations,
  type Manifest,
  nameViolations,
  RANKS,
  type SourceFile,
  SWEETSPOT_RANKS,
} from './architecture/rules.ts'

const root = join(import.meta.dirname, '..')
const isTest = (path: string) => /\.(?:test|test-d)\.ts$/.test(path)

function read(pattern: string): SourceFile[] {
  return globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const sources = read('packages/*/src/**/*.ts').filter(({ path }) => !isTest(path))
const consumers = ['bench', 'examples', 'docs'].flatMap((folder) => read(`${folder}/**/*.ts`))
const manifests = Object.fromEntries(
  globSync('packages/*/package.json', { cwd: root }).map((path): [string, Manifest] => [
    path.replaceAll('\\', '/').replace('/package.json', ''),
    JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest,
  ]),
)

describe('the sources', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(20)
    expect(Object.keys(manifests)).toContain('packages/core')
  })

  it('import only downwards, and only declared packages', () => {
    expect(importViolations([...sources, ...consumers], manifests)).toEqual([])
  })

  it('have no import cycles, types included', () => {
    expect(importCircles(sources)).toEqual([])
  })

  it('import only existing files', () => {
    const broken = sources.flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ specifier }) => specifier.startsWith('.') && !existsSync(join(root, path, '..', specifier)))
        .map(({ specifier, line }) => `${path}:${line} ${specifier}`),
    )
    expect(broken).toEqual([])
  })

  it('have no file of more than 300 lines without a reason', () => {
    expect(lengthViolations(sources, LONG_FILES)).toEqual([])
  })

  it('use named exports and meaningful names', () => {
    expect(nameViolations(sources, ALLOWED_NAMES)).toEqual([])
  })

  it('use wildcard exports only with a reason, and list no unused reasons', () => {
    const wildcards = sources.flatMap(({ path, text }) =>
      importsOf(text)
        .filter(({ wildcard }) => wildcard)
        .map(({ specifier }) => [path, specifier]),
    )
    expect(wildcards).toEqual(Object.entries(WILDCARDS).map(([path, { module }]) => [path, module]))
  })
})

describe('ARCHITECTURE.md', () => {
  it('lists the enforced rooms and ranks', () => {
    const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    const tables = [
      { folder: 'packages/core/src', ranks: RANKS },
      { folder: 'packages/sweetspot/src', ranks: SWEETSPOT_RANKS },
    ]
    for (const { folder, ranks } of tables) {
      const rows = [...page.matchAll(/^\| (\d+) \| \[([\w.-]+)\]\(\.\/(packages\/\w+\/src)\/([\w.-]+)\)/gm)]
      const listed = rows
        .filter(([, , , of]) => of === folder)
        .map(([, rank, name, , path]) => ({ rank: Number(rank), name, path }))
      const enforced = ranks.flatMap((rooms, rank) =>
        rooms.flatMap((room) => {
          const name = existsSync(join(root, folder, room)) ? room : `${room}.ts`
          // Ranks are given before rooms are built.
          return existsSync(join(root, folder, name)) ? [{ rank, name, path: name }] : []
        }),
      )
      expect(listed).toEqual(enforced)
    }
  })
})

/** Each rule is tested on sources that violate it. */
describe('the rules', () => {
  const core: Manifest = { name: '@sweetspot/core' }
  const product: Manifest = { name: 'sweetspot', dependencies: { '@sweetspot/core': '1', kysely: '1' } }
  const house = { 'packages/core': core, 'packages/sweetspot': product }
  const planted = (path: string, text: string) => importViolations([{ path, text }], house)
  const file = 'packages/core/src/space/planted.ts'

  it.each([
    ['a higher room', file, "import { study } from '../study/study.ts'", 'only lower ranks'],
    [
      'a room of the same rank',
      'packages/core/src/pruners/planted.ts',
      "import '../acquisition/log-ei.ts'",
      'only lower ranks',
    ],
    ['a type of a higher room', file, "import type {\n  Study,\n} from '../study/study.ts'", 'only lower ranks'],
    ['a re-export of a higher room', file, "export { study } from '../study/study.ts'", 'only lower ranks'],
    ['a dynamic import of a higher room', file, "const x = await import('../study/study.ts')", 'only lower ranks'],
    [
      'a higher room of the product',
      'packages/sweetspot/src/text/planted.ts',
      "import '../plots/scale.ts'",
      'only lower ranks',
    ],
    [
      'the program from a door',
      'packages/sweetspot/src/index.ts',
      "import { CODE } from './cli/code.ts'",
      'only lower ranks',
    ],
    ['a computed import', file, 'const x = await import(name)', 'depends on nothing'],
    ['a computed import elsewhere', 'packages/sweetspot/src/a.ts', 'const x = await import(name)', 'name is computed'],
    ['an inline import type', file, "type S = import('../study/study.ts').Study", 'only lower ranks'],
    ['a Node module', file, "import { readFileSync } from 'node:fs'", 'depends on nothing'],
    ['a package', file, "import fc from 'fast-check'", 'depends on nothing'],
    ['the core from itself by name', file, "import { space } from '@sweetspot/core'", 'depends on nothing'],
    ['another package by path', 'packages/sweetspot/src/a.ts', "import '../../core/src/index.ts'", 'by name'],
    ['an unranked room', 'packages/core/src/attic/planted.ts', "import '../math/normal.ts'", 'has no rank'],
    ['an undeclared package', 'packages/sweetspot/src/a.ts', "import { z } from 'zod'", 'does not declare'],
    [
      'a package above',
      'packages/sweetspot/src/a.ts',
      "import { RandomSearch } from '@sweetspot/tfjs'",
      'must not depend',
    ],
    ['sources from an example', 'examples/a.ts', "import '../packages/core/src/index.ts'", 'by name'],
    ['a wildcard', 'packages/sweetspot/src/index.ts', "export * from '@sweetspot/core'", 'exports everything'],
    ['a second wildcard', 'packages/sweetspot/src/extend.ts', "export * from './plots.ts'", 'exports everything'],
    ['a named wildcard', 'packages/sweetspot/src/extend.ts', "export * as sql from 'kysely'", 'exports everything'],
  ])('detect an import of %s', (_, path, text, message) => {
    expect(planted(path, text)).toEqual([expect.stringContaining(`${path}:1`)])
    expect(planted(path, text)[0]).toContain(message)
  })

  it.each([
    ['a lower room', "import { normal } from '../math/normal.ts'"],
    ['its own room', "import { lattice } from './lattice.ts'"],
    ['the errors', "import { SweetspotError } from '../errors.ts'"],
    ['text in comments', "// import '../study/a.ts'\n/*\nimport '../study/a.ts'\n*/"],
    ['text in strings', "const a = \"import '../study/a.ts'\"\nconst b = `\nimport '../study/a.ts'\n`"],
    [
      'strings after a regular expression',
      "const quote = /['\"`]/\nconst a = 'it'\nconst b = `x ${a} import '../study/a.ts'`",
    ],
  ])('accept %s', (_, text) => {
    expect(planted(file, text)).toEqual([])
  })

  it('accept the wildcard with a reason', () => {
    expect(planted('packages/sweetspot/src/extend.ts', "export * from '@sweetspot/core'")).toEqual([])
  })

  it('parse strings, templates, comments and regular expressions that look like each other', () => {
    const text = [
      "const a = 'packages/*/src' // it's",
      'const b = /[/"]\\/\\*/.test(`${a ? `{${a}}` : "`"}`)',
      "const c = 1 / 2 /* ' */",
      "import { study } from '../study/study.ts'",
    ].join('\n')
    expect(planted(file, text)).toEqual([expect.stringContaining(`${file}:4`)])
  })

  it('detect import cycles, of types and over several files', () => {
    const circlesOf = (texts: { readonly [name: string]: string }) =>
      importCircles(
        Object.entries(texts).map(([name, text]) => ({ path: `packages/core/src/space/${name}.ts`, text })),
      ).map((circle) => circle.map((path) => path.replace(/.*\/(.*)\.ts$/, '$1')).join(' → '))
    const a = "import type { B } from './b.ts'"
    expect(circlesOf({ a, b: "import { a } from './a.ts'" })).toEqual(['a → b → a'])
    expect(circlesOf({ a, b: "export type { C } from './c.ts'", c: "type A = import('./a.ts').A" })).toEqual([
      'a → b → c → a',
    ])
    expect(circlesOf({ a: "import { a } from './a.ts'" })).toEqual(['a → a'])
    expect(circlesOf({ a: '', b: "import './c.ts'", c: "import './b.ts'\nimport './a.ts'" })).toEqual(['b → c → b'])
    const apart = { a, b: "import './a.ts'", c: "import './d.ts'\nimport './a.ts'", d: "import './c.ts'" }
    expect(circlesOf(apart)).toEqual(['a → b → a', 'c → d → c'])
    expect(circlesOf({ a, b: "import './c.ts'", c: '', d: "import './a.ts'\nimport './c.ts'" })).toEqual([])
  })

  it('detect long files, unused reasons, default exports and vague names', () => {
    const long = { path: 'packages/core/src/math/long.ts', text: 'x\n'.repeat(301) }
    expect(lengthViolations([long], {})).toHaveLength(1)
    expect(lengthViolations([long], { [long.path]: 'One table of constants from the paper.' })).toEqual([])
    expect(lengthViolations([], { [long.path]: 'One table of constants from the paper.' })).toHaveLength(1)
    const named = (path: string, text: string) => nameViolations([{ path, text }], {})
    expect(named('packages/core/src/a.ts', 'export default 1')).toHaveLength(1)
    expect(named('packages/core/src/a.ts', 'const a = 1\nexport { a as default }')).toHaveLength(1)
    expect(named('packages/core/src/math/utils.ts', '')).toHaveLength(1)
    expect(named('packages/core/src/helpers/sort.ts', '')).toHaveLength(1)
    expect(named('packages/core/src/study-manager.ts', '')).toHaveLength(1)
    expect(named('packages/core/src/studyRoom.ts', '')).toHaveLength(1)
    expect(named('packages/core/src/a.ts', 'export class StudyManager {}')).toHaveLength(1)
    expect(named('packages/core/src/a.ts', 'export function sort() {} // a helper, by default')).toEqual([])
  })
})
