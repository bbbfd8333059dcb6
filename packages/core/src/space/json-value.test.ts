import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryJson } from '../../test/arbitrary-space.ts'
import { formatValue } from '../arguments/format-value.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { checkName, type Json, jsonKey, sameJson, toJson } from './json-value.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const MEGABYTE = 2 ** 20

/** A value with the keys of every object in reverse order. */
function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, reversed(item)] as const)
      .reverse(),
  )
}

function frozen(value: Json): boolean {
  return typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
}

describe('toJson', () => {
  it('copies and freezes deeply', () => {
    fc.assert(
      fc.property(arbitraryJson, (value) => {
        const copy = toJson(value, 'It')
        expect(copy).toEqual(JSON.parse(JSON.stringify(value)))
        expect(frozen(copy)).toBe(true)
      }),
    )
  })

  it('keeps unusual keys, and throws for __proto__', () => {
    const copy = toJson({ constructor: 1, toString: { prototype: 2 } }, 'It')
    expect(copy).toEqual({ constructor: 1, toString: { prototype: 2 } })
    expect(() => toJson(JSON.parse('{"a":{"__proto__":{"polluted":1}}}'), 'It')).toThrow(code('ERR_INVALID_JSON'))
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined()
  })

  it('converts negative zero to zero', () => {
    expect(Object.is((toJson([-0], 'It') as number[])[0], 0)).toBe(true)
  })

  it('accepts objects of other realms and without a prototype', () => {
    const foreign = Object.create(Object.create(null) as object) as { a: number }
    foreign.a = 1
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    expect([toJson(foreign, 'It'), toJson(bare, 'It')]).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('throws for values that JSON does not have', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    const values = [undefined, () => 1, Symbol('x'), 1n, Number.NaN, Number.POSITIVE_INFINITY, new Date(0), new Map()]
    for (const value of [...values, new (class {})(), cycle, Array(2), [undefined], '\ud800', { '\udc00': 1 }]) {
      expect(() => toJson(value, 'It')).toThrow(code('ERR_INVALID_JSON'))
      expect(() => toJson({ a: [value] }, 'It')).toThrow(code('ERR_INVALID_JSON'))
    }
  })

  it('accepts 32 levels', () => {
    const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])
    expect(toJson(nested(32), 'It')).toEqual(nested(32))
    expect(() => toJson(nested(33), 'It')).toThrow(code('ERR_INVALID_JSON'))
  })

  it('throws SweetspotErrors only', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        try {
          toJson(value, 'It')
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_INVALID_JSON' })
        }
      }),
    )
  })
})

describe('jsonKey', () => {
  it('ignores the order of keys', () => {
    fc.assert(
      fc.property(arbitraryJson, (value) => {
        expect(jsonKey(reversed(value))).toBe(jsonKey(value))
        expect(sameJson(reversed(value), value)).toBe(true)
      }),
    )
    expect(jsonKey({ b: [1], a: { d: null, c: true } })).toBe('{"a":{"c":true,"d":null},"b":[1]}')
  })

  it('is JSON text of the value, so different values have different keys', () => {
    fc.assert(
      fc.property(arbitraryJson, (value) => {
        expect(JSON.parse(jsonKey(value))).toEqual(toJson(value, 'It'))
      }),
    )
  })

  it('agrees with sameJson', () => {
    fc.assert(
      fc.property(arbitraryJson, arbitraryJson, (one, other) => {
        expect(sameJson(one, other)).toBe(jsonKey(one) === jsonKey(other))
      }),
    )
    const apart: Json[] = [true, 1, '1', null, 'null', [], {}, [null], '[]', false, 0, '']
    for (const one of apart) for (const other of apart) expect(sameJson(one, other)).toBe(one === other)
  })
})

describe('isPlainObject', () => {
  it('returns true for plain objects only', () => {
    expect([{}, Object.create(null), { a: 1 }].every(isPlainObject)).toBe(true)
    const others = [
      null,
      undefined,
      1,
      'x',
      [],
      new Date(0),
      new Map(),
      () => 1,
      Object.create({ a: 1 }),
      new (class {})(),
    ]
    expect(others.some(isPlainObject)).toBe(false)
  })
})

describe('formatValue', () => {
  it('returns a short text and never throws', () => {
    expect([1, Number.NaN, 'a', [1, null], { a: 1 }, undefined, 1n, Symbol('x')].map(formatValue)).toEqual([
      '1',
      'NaN',
      '"a"',
      '[1,null]',
      '{"a":1}',
      'undefined',
      '1n',
      'Symbol(x)',
    ])
    expect(formatValue('x'.repeat(MEGABYTE)).length).toBe(80)
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        expect(formatValue(value).length).toBeLessThanOrEqual(80)
      }),
    )
    const angry = {
      toJSON: () => {
        throw new TypeError('no')
      },
    }
    expect(formatValue(angry)).toBe('object')
    // Does not cut an emoji.
    expect(formatValue(`${'x'.repeat(77)}😀😀`).isWellFormed()).toBe(true)
  })
})

describe('checkName', () => {
  it.each([
    'x',
    'learning rate',
    '学習率',
    'שלום',
    'مرحبا',
    '👩‍👩‍👧',
    'constructor',
    'toString',
    'a.b',
    '0',
    '-',
    'x'.repeat(200),
  ])('accepts %j', (name) => {
    expect(checkName(name, 'A parameter')).toBe(name)
  })

  it.each([
    ['nothing', ''],
    ['a dangerous key', '__proto__'],
    ['a line feed', 'a\nb'],
    ['NUL', '\0'],
    ['a C1 control', 'a\u0085'],
    ['a lone surrogate', 'a\ud800'],
    ['a lone low surrogate', '\udc00'],
    ['201 characters', 'x'.repeat(201)],
    ['a megabyte', 'x'.repeat(MEGABYTE)],
    ['a number', 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
    ['null', null],
  ])('throws for %s, with a short message', (_, name) => {
    expect(() => checkName(name, 'A parameter')).toThrow(code('ERR_INVALID_NAME'))
    try {
      checkName(name, 'A parameter')
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(400)
    }
  })
})
