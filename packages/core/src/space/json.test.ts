import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryKey, drawSpace } from '../../test/arbitrary-space.ts'
import { spaceFingerprint } from './fingerprint.ts'
import { parameterFromJson, spaceFromJson, spaceToJson } from './json.ts'
import { jsonKey } from './json-value.ts'
import { boolean, choice, fixed, float, int, ordinal, when } from './parameters/parameter.ts'
import { parameterJson, parameterKey } from './parameters/parameter-json.ts'
import { sampleParams } from './sample.ts'
import { buildSpace, type SearchSpace, space } from './search-space.ts'
import { isValidParams } from './validate.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const data = ({ dimensions }: SearchSpace) =>
  dimensions.map(({ id, name, parameter, conditions, optional }) => ({ id, name, parameter, conditions, optional }))

describe('a space as JSON', () => {
  it('is short and readable', () => {
    const search = space(
      { model: choice({ net: { layers: int(1, 3) }, tree: {} }), bias: when({ layers: { atLeast: 2 } }, boolean()) },
      { constraints: [{ description: 'anything goes', holds: () => true }] },
    )
    expect(spaceToJson(search)).toEqual({
      dimensions: [
        { name: 'model', parameter: { kind: 'choice', values: ['net', 'tree'] } },
        {
          name: 'layers',
          parameter: { kind: 'int', low: 1, high: 3, step: 1, scale: 'linear' },
          conditions: [{ parameter: 'model', test: { in: ['net'] } }],
        },
        {
          name: 'bias',
          parameter: { kind: 'boolean' },
          conditions: [{ parameter: 'layers', test: { atLeast: 2 } }],
        },
      ],
      constraints: ['anything goes'],
    })
  })

  it('round-trips any space through text', () => {
    fc.assert(
      fc.property(fc.gen(), arbitraryKey, (g, key) => {
        const search = drawSpace(g)
        const again = spaceFromJson(JSON.parse(JSON.stringify(spaceToJson(search))))
        expect(data(again)).toEqual(data(search))
        expect(spaceFingerprint(again)).toBe(spaceFingerprint(search))
        expect(isValidParams(again, sampleParams(search, key))).toBe(true)
        expect(isValidParams(search, sampleParams(again, key))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('restores optional dimensions and given constraints', () => {
    const constraint = { description: 'x is odd', holds: () => true }
    const search = buildSpace([{ name: 'x', parameter: int(1, 2), conditions: [], optional: true }], [constraint])
    const again = spaceFromJson(spaceToJson(search), [constraint])
    expect(data(again)).toEqual(data(search))
    expect(again.constraints).toEqual([constraint])
    expect(spaceFromJson(spaceToJson(search)).constraints).toEqual([])
  })

  it.each([
    ['null', null, 'ERR_INVALID_JSON'],
    ['an array', [], 'ERR_INVALID_JSON'],
    ['no dimensions', {}, 'ERR_INVALID_JSON'],
    ['dimensions that are no list', { dimensions: {} }, 'ERR_INVALID_JSON'],
    ['a dimension that is none', { dimensions: [null] }, 'ERR_INVALID_JSON'],
    ['a hole', { dimensions: Array(1) }, 'ERR_INVALID_JSON'],
    ['no name', { dimensions: [{ parameter: boolean() }] }, 'ERR_INVALID_NAME'],
    ['no parameter', { dimensions: [{ name: 'x' }] }, 'ERR_INVALID_JSON'],
    [
      'conditions that are no list',
      { dimensions: [{ name: 'x', parameter: boolean(), conditions: {} }] },
      'ERR_INVALID_JSON',
    ],
    [
      'a condition that is none',
      { dimensions: [{ name: 'x', parameter: boolean(), conditions: [1] }] },
      'ERR_INVALID_JSON',
    ],
    [
      'a condition without a test',
      { dimensions: [{ name: 'x', parameter: boolean(), conditions: [{ parameter: 'y' }] }] },
      'ERR_INVALID_JSON',
    ],
    [
      'a condition without a parameter',
      { dimensions: [{ name: 'x', parameter: boolean(), conditions: [{ test: { in: [1] } }] }] },
      'ERR_INVALID_NAME',
    ],
    [
      'an unknown parent',
      { dimensions: [{ name: 'x', parameter: boolean(), conditions: [{ parameter: 'y', test: { in: [1] } }] }] },
      'ERR_INVALID_CONDITION',
    ],
    ['optional as text', { dimensions: [{ name: 'x', parameter: boolean(), optional: 'yes' }] }, 'ERR_INVALID_JSON'],
    [
      'a name twice',
      { dimensions: [1, 2].map((high) => ({ name: 'x', parameter: int(0, high) })) },
      'ERR_PARAMETER_CONFLICT',
    ],
  ])('throws for %s', (_, json, expected) => {
    expect(() => spaceFromJson(json)).toThrow(code(expected))
  })
})

describe('a parameter as JSON', () => {
  const parameters = [
    float(0, 1),
    float(1e-5, 1, { log: true, default: 0.1 }),
    float(0, 1, { step: 0.1 }),
    int(1, 9, { step: 2, scale: 'reverse-log' }),
    choice([true, 1, '1', null, { a: [] }], { default: null }),
    ordinal([16, 32]),
    boolean(),
    boolean({ default: false }),
    fixed({ a: null }),
  ]

  it('round-trips', () => {
    for (const parameter of parameters) {
      expect(parameterFromJson(JSON.parse(JSON.stringify(parameterJson(parameter))), 'x')).toEqual(parameter)
    }
  })

  it('leaves out branches', () => {
    expect(parameterJson(choice({ a: { x: int(1, 2) }, b: {} }))).toEqual({ kind: 'choice', values: ['a', 'b'] })
  })

  it('accepts hand-written JSON with the shorthands of code', () => {
    expect(parameterFromJson({ kind: 'float', low: 1, high: 2, log: true }, 'x')).toEqual(float(1, 2, { log: true }))
    expect(parameterFromJson({ kind: 'int', low: 1, high: 2 }, 'x')).toEqual(int(1, 2))
  })

  it.each([
    ['null', null],
    ['text', 'float'],
    ['an array', []],
    ['no kind', {}],
    ['an unknown kind', { kind: 'categorical', values: [1] }],
    ['an inherited kind', { kind: 'constructor' }],
    ['a kind that is no text', { kind: { toString: 1 }, values: [1] }],
    ['a misspelt option', { kind: 'float', low: 0, high: 1, stepp: 0.1 }],
    ['an option of another kind', { kind: 'boolean', low: 0 }],
    ['values that are no list', { kind: 'choice', values: { a: {} } }],
    ['no values', { kind: 'ordinal' }],
    ['no fixed value', { kind: 'fixed' }],
  ])('throws for %s', (_, json) => {
    expect(() => parameterFromJson(json, 'x')).toThrow(code('ERR_INVALID_JSON'))
  })

  it('has equal keys for equal parameters', () => {
    expect(parameterKey(choice([1, '1', true]))).toBe(parameterKey(choice([true, '1', 1])))
    expect(parameterKey(choice(['a', 'b']))).toBe(parameterKey(choice({ b: {}, a: { x: int(1, 2) } })))
    expect(parameterKey(float(1, 2, { log: true }))).toBe(parameterKey(float(1, 2, { scale: 'log' })))
    const apart = [
      ...parameters,
      ordinal([32, 16]),
      choice([16, 32]),
      int(0, 1),
      float(0, 1, { default: 0 }),
      choice([true, 1, '1', { a: [] }]),
      choice(['["a"]']),
      choice([['a']]),
    ]
    expect(new Set(apart.map(parameterKey)).size).toBe(apart.length)
  })
})

describe('malformed JSON', () => {
  /** Valid JSON with one value replaced by any other. */
  const corrupted = fc
    .tuple(
      fc.nat(),
      fc.oneof(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.constantFrom({ toString: 1, valueOf: 1 }, { __proto__: null }, [[]], -0),
      ),
    )
    .map(([which, replacement]) => {
      const search = space(
        {
          lr: float(1e-5, 1, { log: true, default: 0.1 }),
          m: choice({ a: { n: int(1, 9) }, b: { o: ordinal([1, { x: null }]) } }),
          w: when({ n: { atLeast: 2 } }, fixed('x')),
        },
        { constraints: [{ description: 'd', holds: () => true }] },
      )
      let count = 0
      const walk = (value: unknown): unknown => {
        count += 1
        if (count === 1 + (which % 60)) return replacement
        if (Array.isArray(value)) return value.map(walk)
        if (typeof value !== 'object' || value === null) return value
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]))
      }
      return walk(spaceToJson(search))
    })

  it('throws a SweetspotError only, and pollutes no prototype', () => {
    let refused = 0
    const before = Object.getOwnPropertyNames(Object.prototype).length
    fc.assert(
      fc.property(fc.oneof(corrupted, fc.jsonValue()), (json) => {
        try {
          expect(spaceFromJson(json).dimensions.length).toBeLessThan(10)
        } catch (error) {
          refused += 1
          expect(error).toMatchObject({ name: 'SweetspotError' })
          expect((error as Error).message.length).toBeLessThan(1000)
        }
      }),
      { numRuns: 2000 },
    )
    expect(refused).toBeGreaterThan(500)
    expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before)
  })

  it('throws for dangerous keys at every position', () => {
    const texts = [
      '{"dimensions":[{"name":"__proto__","parameter":{"kind":"boolean"}}]}',
      '{"dimensions":[{"name":"x","parameter":{"__proto__":{"kind":"boolean"}}}]}',
      '{"dimensions":[{"name":"x","parameter":{"kind":"fixed","value":{"__proto__":{"polluted":1}}}}]}',
      '{"dimensions":[{"name":"x","parameter":{"kind":"boolean"},"conditions":[{"parameter":"__proto__","test":{"in":[1]}}]}]}',
      '{"__proto__":{"dimensions":[]}}',
    ]
    for (const text of texts) {
      expect(() => spaceFromJson(JSON.parse(text))).toThrow(
        expect.objectContaining({ name: 'SweetspotError' }) as Error,
      )
    }
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined()
    expect(jsonKey({})).toBe('{}')
  })
})
