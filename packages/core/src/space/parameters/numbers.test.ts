import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FloatOptions, float, type IntOptions, int } from './numbers.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const { MAX_VALUE, MAX_SAFE_INTEGER, MIN_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number

describe('float', () => {
  it('returns frozen plain data', () => {
    expect(float(0, 1)).toEqual({ kind: 'float', low: 0, high: 1, scale: 'linear' })
    expect(float(1e-5, 1e-1, { log: true, default: 1e-3 })).toEqual({
      kind: 'float',
      low: 1e-5,
      high: 1e-1,
      scale: 'log',
      default: 1e-3,
    })
    expect(float(0, 1, { step: 0.1, default: 0.3 })).toEqual({
      kind: 'float',
      low: 0,
      high: 1,
      step: 0.1,
      scale: 'linear',
      default: 0.3,
    })
    expect(float(1, 2, { scale: 'reverse-log' }).scale).toBe('reverse-log')
    expect(float(1, 2, { scale: 'log', log: true }).scale).toBe('log')
    expect(Object.isFrozen(float(0, 1))).toBe(true)
  })

  it('normalizes negative zero', () => {
    const zero = float(-0, 1, { default: -0 })
    expect([zero.low, zero.default].every((value) => Object.is(value, 0))).toBe(true)
  })

  it('accepts the largest and the smallest ranges', () => {
    expect(float(0, MAX_VALUE).high).toBe(MAX_VALUE)
    expect(float(MIN_VALUE, 2 * MIN_VALUE, { log: true }).low).toBe(MIN_VALUE)
    expect(float(3, 3).low).toBe(3)
    expect(float(3, 3, { step: 1 }).step).toBe(1)
    expect(float(0, 1, { step: 1 }).step).toBe(1)
  })

  it.each<[number, number, FloatOptions?]>([
    [1, 0],
    [nan, 1],
    [0, nan],
    [0, infinity],
    [-infinity, 0],
    [-MAX_VALUE, MAX_VALUE],
    [0, 1, { step: 0 }],
    [0, 1, { step: -0.1 }],
    [0, 1, { step: nan }],
    [0, 1, { step: infinity }],
    [1, 2, { step: 1e-17 }],
    [-1e17, 0, { step: 1 }],
    ['0' as never, 1],
    [0n as never, 1],
    [{ toString: 1, valueOf: 1 } as never, 1],
    [Symbol('x') as never, 1],
    [0, 1, { step: '0.1' as never }],
  ])('throws for the range %s … %s %j', (low, high, options) => {
    expect(() => float(low, high, options)).toThrow(code('ERR_INVALID_RANGE'))
  })

  it('accepts ranges that its steps do not reach', () => {
    expect(float(0.9, 1, { step: 0.1 })).toMatchObject({ low: 0.9, high: 1, step: 0.1 })
    expect(float(0, 1, { step: 1.5 }).step).toBe(1.5)
    for (let tenth = -500; tenth < 500; tenth += 1) {
      expect(float(tenth / 10, (tenth + 1) / 10, { step: 0.1 }).step).toBe(0.1)
    }
  })

  it('normalizes a default to the lattice', () => {
    expect(float(0, 1, { step: 0.1, default: 3 * 0.1 }).default).toBe(0.3)
    expect(float(0, Math.PI, { step: Math.PI / 4, default: Math.PI - 1e-12 }).default).toBe(Math.PI)
  })

  it.each<[number, number, FloatOptions | undefined, string]>([
    [-1.7e308, 1.7e308, undefined, 'The distance between its ends is above the largest number'],
    [-MAX_VALUE, 1e300, { step: 1e300 }, 'The distance between its ends is above the largest number'],
    [2, 1, undefined, 'The low end is above the high end.'],
    [0, infinity, undefined, 'Both ends must be finite numbers.'],
    [0, 1, { step: -1 }, 'The step must be a finite number above 0.'],
  ])('explains the invalid range %s … %s %j', (low, high, options, why) => {
    expect(() => float(low, high, options)).toThrow(why)
  })

  it.each<[number, number, FloatOptions]>([
    [0, 1, { log: true }],
    [-1, 1, { scale: 'log' }],
    [0, 1, { scale: 'reverse-log' }],
    [1, 2, { log: true, step: 0.5 }],
    [1, 2, { log: true, scale: 'linear' }],
    [1, 2, { log: true, scale: 'reverse-log' }],
    [1, 2, { scale: 'quadratic' as never }],
    [1, 2, { scale: { toString: 1 } as never }],
    [1, 2, { log: 'yes' as never }],
  ])('throws for the scale of %s … %s %j', (low, high, options) => {
    expect(() => float(low, high, options)).toThrow(code('ERR_INVALID_SCALE'))
  })

  it.each<[number, number, FloatOptions]>([
    [0, 1, { default: 2 }],
    [0, 1, { default: nan }],
    [0, 1, { default: '0.5' as never }],
    [0, 1, { default: null as never }],
    [0, 1, { step: 0.1, default: 0.25 }],
    [0, 1, { step: 0.1, default: 0.3 + 1e-8 }],
    [0, 1, { step: 0.3, default: 1 }],
  ])('throws for the default of %s … %s %j', (low, high, options) => {
    expect(() => float(low, high, options)).toThrow(code('ERR_INVALID_DEFAULT'))
  })
})

describe('int', () => {
  it('returns frozen plain data', () => {
    expect(int(1, 4)).toEqual({ kind: 'int', low: 1, high: 4, step: 1, scale: 'linear' })
    expect(int(32, 256, { step: 32, default: 64 })).toEqual({
      kind: 'int',
      low: 32,
      high: 256,
      step: 32,
      scale: 'linear',
      default: 64,
    })
    expect(Object.isFrozen(int(1, 4))).toBe(true)
    expect(Object.is(int(-0, 4).low, 0)).toBe(true)
  })

  it('accepts every safe integer', () => {
    expect(int(0, MAX_SAFE_INTEGER).high).toBe(MAX_SAFE_INTEGER)
    expect(int(-MAX_SAFE_INTEGER, 0).low).toBe(-MAX_SAFE_INTEGER)
    expect(int(1, 3e12, { log: true }).scale).toBe('log')
  })

  it.each<[number, number, IntOptions?]>([
    [1, 0],
    [0.5, 2],
    [0, 2.5],
    [0, nan],
    [0, infinity],
    [0, 2 ** 53],
    [-MAX_SAFE_INTEGER, 1],
    [0, 4, { step: 0 }],
    [0, 4, { step: -1 }],
    [0, 4, { step: 1.5 }],
    ['0' as never, 1],
    [0, 1n as never],
  ])('throws for the range %s … %s %j', (low, high, options) => {
    expect(() => int(low, high, options)).toThrow(code('ERR_INVALID_RANGE'))
  })

  it.each<[number, number, IntOptions]>([
    [0, 4, { log: true }],
    [-4, 4, { scale: 'reverse-log' }],
    [1, 4, { log: true, scale: 'linear' }],
    [1, 4, { scale: 'ln' as never }],
    [1, 1e14, { log: true }],
    [2 ** 52, 2 ** 52 + 4, { log: true }],
  ])('throws for the scale of %s … %s %j', (low, high, options) => {
    expect(() => int(low, high, options)).toThrow(code('ERR_INVALID_SCALE'))
  })

  it.each<[number, number, IntOptions]>([
    [1, 4, { default: 5 }],
    [1, 4, { default: 2.5 }],
    [0, 8, { step: 2, default: 3 }],
    [1, 4, { default: '2' as never }],
  ])('throws for the default of %s … %s %j', (low, high, options) => {
    expect(() => int(low, high, options)).toThrow(code('ERR_INVALID_DEFAULT'))
  })
})

it('float and int return a parameter or throw a SweetspotError for any argument', () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true })
  const numbers = fc.oneof(fc.double(), fc.integer(), anything)
  fc.assert(
    fc.property(
      numbers,
      numbers,
      fc.record({ step: numbers, scale: anything, default: numbers }),
      (low, high, options) => {
        for (const make of [float, int] as const) {
          try {
            expect(make(low as number, high as number, options as never).kind).toBe(make === float ? 'float' : 'int')
          } catch (error) {
            expect(error).toMatchObject({
              code: expect.stringMatching(/^ERR_INVALID_(RANGE|SCALE|DEFAULT)$/) as string,
            })
          }
        }
      },
    ),
  )
})
