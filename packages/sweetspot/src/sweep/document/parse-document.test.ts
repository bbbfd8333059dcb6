import { describe, expect, it } from 'vitest'
import { parseDocument } from './parse-document.ts'

describe('parseDocument', () => {
  it('tells where values are, and how numbers are written', async () => {
    const document = await parseDocument('a:\n  b: [1, 2.0]\n', 'f.yaml')
    expect(document.at(['a', 'b', 1])).toBe('f.yaml:2:10')
    expect(document.at(['a', 'missing'])).toBe('f.yaml:2:3')
    expect([0, 1].map((index) => document.isWrittenAsFloat(['a', 'b', index]))).toEqual([false, true])
    expect(document.root).toEqual({ a: { b: [1, 2] } })
  })

  it('says what YAML 1.1 reads differently, once for each kind', async () => {
    const { root, notices } = await parseDocument('[yes, no, On, 1_000, 1e-4, 2e-4, 15e5, "yes", 1.0e-4]', 'f.yaml')
    expect(root).toEqual(['yes', 'no', 'On', '1_000', 1e-4, 2e-4, 15e5, 'yes', 1e-4])
    expect(notices).toEqual([
      'f.yaml:1:2: YAML 1.2 and Sweetspot read yes as a text, PyYAML as a boolean; write true or false.',
      'f.yaml:1:15: YAML 1.2 and Sweetspot read 1_000 as a text, PyYAML as a number; remove the underscores.',
      'f.yaml:1:22: YAML 1.2 and Sweetspot read 1e-4 as a number, PyYAML as a text; this holds for all like it.',
    ])
    expect((await parseDocument('{"a": 1e-2}', 'f.json')).notices).toEqual([])
  })

  it('reads anchors and merge keys, as PyYAML does', async () => {
    const { root } = await parseDocument('a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n', 'f.yaml')
    expect(root).toEqual({ a: { p: 1, q: 2 }, b: { p: 1, q: 3 }, c: { p: 1, q: 2 } })
  })

  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, index) => {
      const before = 'abcdefgh'[index]
      return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`
    }),
  ].join('\n')

  it.each<[string, string, string]>([
    ['a: [1, 2', 'f.yaml:', 'f.yaml'],
    ['a: 1\na: 2\n', 'f.yaml:2:1: Map keys must be unique', 'f.yaml'],
    ['{"a": }, ', 'f.json:1:', 'f.json'],
    ['a:\n  __proto__: {x: 1}\n', 'f.yaml:2:3: The key __proto__ is not allowed.', 'f.yaml'],
    [`${'['.repeat(60)}${']'.repeat(60)}`, 'nested more than 32 deep', 'f.yaml'],
    ['['.repeat(20_000), 'nested more than 32 deep', 'f.yaml'],
    [`${'a: {'.repeat(40)}${'}'.repeat(40)}`, 'f.yaml', 'f.yaml'],
    [`[${'1,'.repeat(20_001)}]`, 'more than 20000 values', 'f.yaml'],
    ['x'.repeat(250_001), 'more than 250000', 'f.yaml'],
    [bomb, 'alias', 'f.yaml'],
  ])('refuses the text %#', async (text, message, file) => {
    await expect(parseDocument(text, file)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(message) }) as Error,
    )
  })
})
