import { describe, expect, it } from 'vitest'
import { domainOf } from './domain.ts'
import { multiplesWithin } from './multiples.ts'
import { choice, float, int } from './parameter.ts'

describe('multiplesWithin', () => {
  it.each([
    [8, 1024, 8, 8, 1024],
    [100, 500, 30, 120, 480],
    [9.5, 3000.5, 1, 10, 3000],
    [0.3, 0.6, 0.1, 0.3, 0.6],
    [0.7, 0.7, 0.1, 0.7, 0.7],
    [-0.25, 0.25, 0.1, -0.2, 0.2],
    [-1, -0.5, 1, -1, -1],
    [Math.PI, 4 * Math.PI, Math.PI, Math.PI, 4 * Math.PI],
    [0.1 + 0.2, 1, 0.1, 0.3, 1],
    [1e-7, 3e-7, 1e-7, 1e-7, 3e-7],
  ])('from %s to %s by %s are %s to %s', (low, high, factor, first, last) => {
    expect(multiplesWithin(low, high, factor)).toEqual({ first, last })
  })

  it('is undefined if there is none', () => {
    expect(multiplesWithin(1, 2, 3)).toBeUndefined()
    expect(multiplesWithin(-2, -1, 3)).toBeUndefined()
    expect(multiplesWithin(-1, 1, 3)).toEqual({ first: 0, last: 0 })
  })
})

describe('multipleOf', () => {
  /** The share of evenly spaced positions at which each value is found. */
  function shares(parameter: Parameters<typeof domainOf>[0]): Map<unknown, number> {
    const found = new Map<unknown, number>()
    const count = 100_000
    for (let i = 0; i < count; i += 1) {
      const value = domainOf(parameter).fromUnit((i + 0.5) / count)
      found.set(value, (found.get(value) ?? 0) + 1 / count)
    }
    return found
  }

  it('rounds the values of the range to multiples within it', () => {
    // By hand: round(x / 30) · 30 for x uniform from 100 to 500, with 90 and 510 moved to 120 and 480.
    const found = shares(int(100, 500, { multipleOf: 30 }))
    expect([...found.keys()]).toEqual([120, 150, 180, 210, 240, 270, 300, 330, 360, 390, 420, 450, 480])
    expect(found.get(120)).toBeCloseTo(35 / 400, 4)
    expect(found.get(300)).toBeCloseTo(30 / 400, 4)
    expect(found.get(480)).toBeCloseTo(35 / 400, 4)
  })

  it('gives an end that is a multiple half the probability, on any scale', () => {
    const even = shares(float(0, 1, { multipleOf: 0.25 }))
    expect([...even]).toEqual([0, 0.25, 0.5, 0.75, 1].map((at) => [at, expect.closeTo(at % 1 === 0 ? 0.125 : 0.25, 4)]))
    const log = shares(float(9.5, 3000.5, { multipleOf: 1, log: true }))
    expect(log.size).toBe(2991)
    // ln(10.5 / 9.5) / ln(3000.5 / 9.5)
    expect(log.get(10)).toBeCloseTo(Math.log(10.5 / 9.5) / Math.log(3000.5 / 9.5), 4)
    const eights = shares(int(8, 1024, { multipleOf: 8, log: true }))
    expect(eights.get(8)).toBeCloseTo(Math.log(12 / 8) / Math.log(128), 4)
  })

  it('accepts values and a default up to rounding', () => {
    const { contains, snap } = domainOf(float(0, 1, { multipleOf: 0.1 }))
    expect([contains(0.1 + 0.2), snap(0.1 + 0.2), contains(0.35)]).toEqual([true, 0.3, false])
    expect(float(0, 1, { multipleOf: 0.1, default: 0.1 + 0.2 }).default).toBe(0.3)
    expect(domainOf(float(1, 5, { multipleOf: 3 }))).toMatchObject({ levels: 1 })
    expect(domainOf(float(1, 5, { multipleOf: 3 })).fromUnit(0.9)).toBe(3)
  })

  it.each([
    [() => float(1, 2, { multipleOf: 3 }), 'ERR_INVALID_RANGE', 'contains no multiple of 3'],
    [() => float(1, 2, { multipleOf: 0 }), 'ERR_INVALID_RANGE', 'above 0; received 0'],
    [() => float(1, 2, { multipleOf: Number.NaN }), 'ERR_INVALID_RANGE', 'received NaN'],
    [() => float(0, 2, { multipleOf: 1, step: 0.5 }), 'ERR_INVALID_RANGE', 'both step and multipleOf'],
    [() => float(0, 2, { multipleOf: 1e-13 }), 'ERR_INVALID_RANGE', 'too many multiples'],
    [() => int(0, 8, { multipleOf: 0.5 }), 'ERR_INVALID_RANGE', 'must be an integer'],
    [() => int(0, 8, { multipleOf: 4, default: 3 }), 'ERR_INVALID_DEFAULT', '3'],
    [() => float(0, 2, { q: 1 } as never), 'ERR_INVALID_ARGUMENT', 'did you mean "multipleOf"'],
  ])('%s throws', (make, code, text) => {
    expect(make).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }) as Error)
  })
})

describe('weights of a choice', () => {
  it('are the probabilities of its values', () => {
    const { fromUnit, toUnit, unitAt, levelAt } = domainOf(choice([null, 2, 3, 4], { weights: [0.7, 0.1, 0.1, 0.1] }))
    expect([0, 0.35, 0.69, 0.71, 0.85, 0.95, 1, 7, -1].map(fromUnit)).toEqual([null, null, null, 2, 3, 4, 4, 4, null])
    expect([null, 2, 3, 4].map(toUnit)).toEqual([0.35, 0.75, 0.85, 0.95].map((at) => expect.closeTo(at, 12)))
    expect([0, 1, 2, 3].map((level) => levelAt(unitAt(level)))).toEqual([0, 1, 2, 3])
    expect(toUnit('none')).toBeNaN()
  })

  it('are left out if all are equal, and may be given by branch', () => {
    expect(choice(['a', 'b'], { weights: [2, 2] })).toEqual(choice(['a', 'b']))
    const branches = { sgd: { momentum: float(0, 1) }, adam: {} }
    expect(choice(branches, { weights: { adam: 3, sgd: 1 } })).toMatchObject({
      values: ['sgd', 'adam'],
      weights: [1, 3],
    })
    expect(choice(['a', 'b'], { weights: [1e308, 1e300] }).weights).toEqual([1e308, 1e300])
  })

  it.each([
    [[1]],
    [[1, 0]],
    [[1, -1]],
    [[1, Number.NaN]],
    [[1, Number.POSITIVE_INFINITY]],
    [[1, 1e-10]],
    [['1', 2] as never],
    ['ab' as never],
    [{ a: 1, b: 1 } as never],
  ])('throws for %j', (weights) => {
    expect(() => choice(['a', 'b'], { weights })).toThrow('ERR_INVALID_PRIOR')
  })

  it('throws for weights that do not name every branch', () => {
    expect(() => choice({ a: {}, b: {} }, { weights: { a: 1 } as never })).toThrow('ERR_INVALID_PRIOR')
    expect(() => choice({ a: {}, b: {} }, { weights: { a: 1, b: 1, c: 1 } as never })).toThrow('ERR_INVALID_PRIOR')
  })
})
