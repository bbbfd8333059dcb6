import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePythonJson, pythonJson } from './python-json.ts'

/** JSON values with numbers that are not finite, and with texts that look like them. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('NaN', 'x Infinity', '"NaN"', '\u0000NaN', '\u0000\u0000', '\\', '\\u0000NaN'),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('NaN', '\u0000NaN', '__proto__')), tie('value')),
  ),
}))

describe('parsePythonJson', () => {
  it('reads what pythonJson writes', () => {
    const check = fc.property(value, (each) => {
      expect(parsePythonJson(pythonJson(each))).toEqual(each)
    })
    fc.assert(check)
  })

  it.each([
    [
      '{"a": NaN, "b": [Infinity, -Infinity]}',
      { a: Number.NaN, b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] },
    ],
    ['{"NaN": "NaN"}', { NaN: 'NaN' }],
    ['"\\u0000NaN"', '\u0000NaN'],
    ['-0.0', -0],
  ])('reads %s', (text, expected) => {
    expect(parsePythonJson(text)).toEqual(expected)
  })

  it.each(['', '{', 'nan', '[NaNN]', '"NaN'])('rejects %o', (text) => {
    expect(() => parsePythonJson(text)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_JSON' }))
  })

  it('reads long texts and many escapes', () => {
    const value = { a: Number.NaN, b: 'x'.repeat(20_000_000), c: '"'.repeat(5_000_000) }
    const text = `{"a":NaN,"b":"${value.b}","c":${JSON.stringify(value.c)}}`
    const read = parsePythonJson(text) as typeof value
    expect([read.a, read.b === value.b, read.c === value.c]).toEqual([Number.NaN, true, true])
  })

  it('leaves the prototype alone', () => {
    const parsed = parsePythonJson('{"__proto__": {"polluted": NaN}}')
    expect(Object.hasOwn(parsed as object, '__proto__')).toBe(true)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('pythonJson', () => {
  it('is ASCII', () => {
    expect(pythonJson({ ü: '💥' })).toBe(String.raw`{"\u00fc":"\ud83d\udca5"}`)
  })
})
