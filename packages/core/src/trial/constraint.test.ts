import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedConstraints, constraintValue, isFeasible, totalViolation, violation } from './constraint.ts'

describe('violation', () => {
  it('returns the distance to the bounds, in the unit of the value', () => {
    expect(violation({ atMost: 8 }, 9.5)).toBe(1.5)
    expect(violation({ atMost: 8 }, 8)).toBe(0)
    expect(violation({ atLeast: 0.75 }, 0.5)).toBe(0.25)
    expect(violation({ atLeast: -1, atMost: 1 }, -3)).toBe(2)
    expect(violation({ atLeast: -1, atMost: 1 }, 3)).toBe(2)
  })

  it('returns Infinity for infinite values out of bounds, and NaN for NaN', () => {
    expect(violation({ atMost: 8 }, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    expect(violation({ atLeast: 8 }, Number.POSITIVE_INFINITY)).toBe(0)
    expect(violation({ atMost: 8 }, Number.NEGATIVE_INFINITY)).toBe(0)
    expect(violation({ atMost: 8 }, Number.NaN)).toBeNaN()
  })

  it('returns exactly 0 within bounds, and otherwise the distance to the nearer bound', () => {
    const number = fc.integer({ min: -1_000, max: 1_000 })
    fc.assert(
      fc.property(number, number, number, (one, other, value) => {
        const [atLeast, atMost] = [Math.min(one, other), Math.max(one, other)]
        const size = violation({ atLeast, atMost }, value)
        expect(size === 0).toBe(value >= atLeast && value <= atMost)
        expect(value + Math.sign(atLeast - value) * size).toBe(Math.min(Math.max(value, atLeast), atMost))
      }),
    )
  })
})

describe('isFeasible', () => {
  const constraints = { memory: { atMost: 8 }, constructor: { atLeast: 0.9 } }

  it('requires every constraint to be measured and met', () => {
    expect(isFeasible(constraints, { loss: 1, memory: 8, constructor: 0.9 })).toBe(true)
    expect(isFeasible(constraints, { loss: 1, memory: 8.1, constructor: 0.9 })).toBe(false)
    expect(isFeasible(constraints, { loss: 1, memory: 8 })).toBe(false)
    expect(isFeasible(constraints, { loss: 1, memory: Number.NEGATIVE_INFINITY, constructor: 1 })).toBe(false)
    expect(isFeasible({}, { loss: 1 })).toBe(true)
  })

  it('ignores values that are not numbers', () => {
    expect(constraintValue({ loss: 1 }, 'toString')).toBeNaN()
    expect(constraintValue({ memory: Number.POSITIVE_INFINITY }, 'memory')).toBeNaN()
    expect(constraintValue({ memory: -0 }, 'memory')).toBe(-0)
  })
})

describe('totalViolation', () => {
  const constraints = { bytes: { atMost: 4e9 }, recall: { atLeast: 0.8, atMost: 0.9 }, balance: { atLeast: 0 } }

  it('adds violations relative to the bounds', () => {
    const met = { bytes: 1, recall: 0.85, balance: 0 }
    expect(totalViolation(constraints, met)).toBe(0)
    expect(totalViolation(constraints, { ...met, bytes: 5e9 })).toBeCloseTo(0.25, 12)
    expect(totalViolation(constraints, { ...met, recall: 0.4 })).toBeCloseTo(0.5, 12)
    expect(totalViolation(constraints, { ...met, recall: 0.99 })).toBeCloseTo(0.1, 12)
    expect(totalViolation(constraints, { bytes: 5e9, recall: 0.4, balance: -3 })).toBeCloseTo(3.75, 12)
  })

  it('returns Infinity if a value was not measured', () => {
    expect(totalViolation(constraints, { bytes: 1, recall: 0.85 })).toBe(Number.POSITIVE_INFINITY)
  })

  it('returns 0 if feasible, otherwise a positive number that does not increase towards feasibility', () => {
    const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(bound, bound, bound, fc.double({ min: 0, max: 1, noNaN: true }), (low, high, value, share) => {
        const bounds = { a: { atLeast: Math.min(low, high), atMost: Math.max(low, high) } }
        const total = totalViolation(bounds, { a: value })
        expect(total === 0).toBe(isFeasible(bounds, { a: value }))
        const inside = (low + high) / 2
        const nearer = value + share * (inside - value)
        // Rounding moves the nearer value by a few units in the last place of the larger one.
        expect(totalViolation(bounds, { a: nearer })).toBeLessThanOrEqual(total + 1e-9 * (1 + total))
      }),
    )
  })
})

describe('checkedConstraints', () => {
  it('keeps the given bounds, in order', () => {
    const given = { recall: { atLeast: 0.9, atMost: undefined }, memory: { atMost: 8, atLeast: 8 } }
    const checked = checkedConstraints(given, ['loss'])
    expect(checked).toStrictEqual({ recall: { atLeast: 0.9 }, memory: { atMost: 8, atLeast: 8 } })
    expect(Object.keys(checked)).toEqual(['recall', 'memory'])
    expect([checked, checked.recall].every(Object.isFrozen)).toBe(true)
  })

  it.each([
    ['no object', 5, 'ERR_INVALID_ARGUMENT'],
    ['null', null, 'ERR_INVALID_ARGUMENT'],
    ['a list', [{ atMost: 1 }], 'ERR_INVALID_ARGUMENT'],
    ['a bound that is a number', { memory: 8 }, 'ERR_INVALID_ARGUMENT'],
    ['no bound', { memory: {} }, 'ERR_INVALID_ARGUMENT'],
    ['a bound of another name', { memory: { atMost: 8, atleast: 2 } }, 'ERR_INVALID_ARGUMENT'],
    ['an infinite bound', { memory: { atMost: Number.POSITIVE_INFINITY } }, 'ERR_INVALID_ARGUMENT'],
    ['NaN', { memory: { atLeast: Number.NaN } }, 'ERR_INVALID_ARGUMENT'],
    ['a text', { memory: { atMost: '8' } }, 'ERR_INVALID_ARGUMENT'],
    ['bounds the wrong way round', { memory: { atLeast: 9, atMost: 8 } }, 'ERR_INVALID_ARGUMENT'],
    ['the name of a metric', { loss: { atMost: 8 } }, 'ERR_INVALID_ARGUMENT'],
    ['an empty name', { '': { atMost: 8 } }, 'ERR_INVALID_NAME'],
  ])('throws for %s', (_, given, code) => {
    expect(() => checkedConstraints(given, ['loss'])).toThrow(expect.objectContaining({ code }))
  })
})
