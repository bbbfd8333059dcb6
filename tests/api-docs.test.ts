import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { undocumented } from '../docs/api-doc-comments.ts'
import { API_MODULES, readApi } from '../docs/api-modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'api-docs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the doc comments of a module with this source lack. */
async function missingIn(source: string): Promise<string[]> {
  const entry = join(folder, 'index.ts')
  const tsconfig = join(folder, 'tsconfig.json')
  writeFileSync(entry, source)
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { noEmit: true, types: [] }, files: ['index.ts'] }))
  return undocumented(await readApi([entry], { tsconfig, name: 'fixture' }))
}

const COMPLETE = `
/**
 * Returns its argument. Its type stays the same.
 *
 * @typeParam T - The type of the argument.
 */
export function same<T>(value: T): T {
  return value
}

/**
 * A box for one value.
 *
 * @typeParam T - The type of the value.
 */
export interface Box<T> {
  /**
   * Converts the value.
   *
   * @typeParam R - The type of the result.
   */
  map<R>(convert: (value: T) => R): R
}

/** A name, e.g. of a study. */
export type Name = string
`

describe('undocumented', () => {
  it('finds nothing in complete doc comments', async () => {
    expect(await missingIn(COMPLETE)).toEqual([])
  })

  it.each([
    ['a function without a comment', '/**\n * Returns', '/*\n * Returns', ['same: a summary', 'same: @typeParam T']],
    ['a type without a comment', '/** A name, e.g. of a study. */', '', ['Name: a summary']],
    ['a summary without a period', 'e.g. of a study.', 'e.g. of a study', ['Name: a summary']],
    ['a type parameter of a function', ' * @typeParam T - The type of the argument.', ' *', ['same: @typeParam T']],
    ['a type parameter of an interface', ' * @typeParam T - The type of the value.', ' *', ['Box: @typeParam T']],
    ['a type parameter of a method', '   * @typeParam R - The type of the result.', '   *', ['Box.map: @typeParam R']],
  ])('names %s', async (_, text, replacement, expected) => {
    const missing = await missingIn(COMPLETE.replace(text, replacement))
    expect(missing.map((line) => line.replace(' that ends with a period', ''))).toEqual(expected)
  })
})

describe('the public API', () => {
  it('has a summary for each export and a description of each type parameter', { timeout: 300_000 }, async () => {
    expect(undocumented(await readApi(API_MODULES.map(({ entry }) => entry)))).toEqual([])
  })
})
