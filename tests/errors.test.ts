import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { causeText, SweetspotError, studyError } from '../packages/core/src/errors.ts'
import { ERRORS, errorsPage, TABLES } from '../scripts/errors-page.ts'
import { maskStrings } from './architecture/imports.ts'

const root = join(import.meta.dirname, '..')
const isTable = (path: string) => /\/src\/(?:errors|product-error|tuner-error)\.ts$/.test(path)

/** The codes that sources outside the tables use, and the files. */
const used = new Map<string, string[]>()
for (const path of globSync('packages/*/src/**/*.ts', { cwd: root })) {
  if (isTable(path.replaceAll('\\', '/')) || /\.(?:test|test-d)\.ts$/.test(path)) continue
  for (const text of maskStrings(readFileSync(join(root, path), 'utf8')).strings) {
    if (/^ERR_[A-Z_]*[A-Z]$/.test(text)) used.set(text, [...(used.get(text) ?? []), path])
  }
}

describe('the tables of errors', () => {
  it('have each code once', () => {
    const codes = TABLES.flatMap((table) => Object.keys(table))
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('have only codes that are used', () => {
    expect(Object.keys(ERRORS).filter((code) => !used.has(code))).toEqual([])
  })

  it('have every used code', () => {
    expect([...used].filter(([code]) => !(code in ERRORS))).toEqual([])
  })

  it.each(Object.entries(ERRORS))('%s has advice in a sentence', (code, advice) => {
    expect(code).toMatch(/^ERR_[A-Z]+(?:_[A-Z]+)*$/)
    expect(advice).toMatch(/^\p{Lu}.{15,}[.}]$/u)
  })

  it('equal docs/errors.md (run npm run generate)', () => {
    expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(errorsPage())
  })

  it('change the page if a code is added', () => {
    expect(errorsPage({ ...ERRORS, ERR_PLANTED: 'Remove it.' })).not.toBe(errorsPage())
  })
})

describe('codes in the docs', () => {
  const pages = globSync('{*.md,docs/**/*.md,packages/*/README.md}', {
    cwd: root,
    exclude: ['**/node_modules/**', 'docs/api/**'],
  })

  it('exist', () => {
    const unknown = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\bERR_[A-Z_]+\b/g)]
        .filter(([code]) => !(code in ERRORS))
        .map(([code]) => `${page} ${code}`),
    )
    expect(unknown).toEqual([])
  })
})

describe('SweetspotError', () => {
  it('needs the advice for codes that the engine does not have advice for', () => {
    // @ts-expect-error The advice is missing.
    const error = new SweetspotError('ERR_USAGE', 'No.')
    expect(error.code).toBe('ERR_USAGE')
    const { message } = new SweetspotError('ERR_USAGE', 'No.', { advice: 'Try again.' })
    expect(message).toBe('No. Try again. [ERR_USAGE]')
  })
})

describe('causeText', () => {
  it.each([
    [studyError('ERR_STORAGE', 'The file cannot be read: EIO.'), 'The file cannot be read: EIO'],
    [new Error('boom.'), 'boom'],
    ['boom', 'boom'],
    [Object.create(null), 'object'],
  ])('is the message of %o without advice, code and final period', (thrown, text) => {
    expect(causeText(thrown)).toBe(text)
  })
})
