import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scaleLine } from './scale.ts'

const units = fc.double({ min: 0, max: 1, noNaN: true })
// Beyond a ratio of 1e280, positions near 0 would underflow.
const positive = fc.tuple(
  fc.double({ min: 1e-140, max: 1e140, noNaN: true }),
  fc.double({ min: 1e-140, max: 1e140, noNaN: true }),
)

describe('a scale line', () => {
  it('is uniform on its own scale', () => {
    expect(scaleLine('linear', -2, 6).fromUnit(0.25)).toBe(0)
    const log = scaleLine('log', 1e-4, 1)
    expect(log.fromUnit(0.5)).toBeCloseTo(1e-2, 15)
    expect(log.toUnit(1e-3)).toBeCloseTo(0.25, 15)
    const reverse = scaleLine('reverse-log', 1e-4, 1)
    // KerasTuner's formula for reverse_log: min + max − min · (max / min)^(1 − p).
    expect(reverse.fromUnit(0.25)).toBeCloseTo(1e-4 + 1 - 1e-4 * 1e4 ** 0.75, 15)
    expect(reverse.toUnit(1 + 1e-4 - 1e-2)).toBeCloseTo(0.5, 12)
  })

  it('is exact at both ends, and stays within the range', () => {
    for (const scale of ['linear', 'log', 'reverse-log'] as const) {
      const line = scaleLine(scale, 0.1, 0.7)
      expect([-1, 0, 1, 2].map(line.fromUnit)).toEqual([0.1, 0.1, 0.7, 0.7])
      expect([0.1, 0.7].map(line.toUnit)).toEqual([0, 1])
      expect(line.fromUnit(Number.NaN)).toBe(0.1)
    }
    fc.assert(
      fc.property(positive, units, fc.constantFrom('linear', 'log', 'reverse-log'), ([low, length], unit, scale) => {
        fc.pre(low + length > low)
        const value = scaleLine(scale, low, low + length).fromUnit(unit)
        expect(value >= low && value <= low + length).toBe(true)
      }),
    )
  })

  it('is strictly increasing', () => {
    fc.assert(
      fc.property(
        positive,
        units,
        units,
        fc.constantFrom('linear', 'log', 'reverse-log'),
        ([low, length], a, b, scale) => {
          fc.pre(low + length > low && a < b)
          const line = scaleLine(scale, low, low + length)
          expect(line.fromUnit(a)).toBeLessThanOrEqual(line.fromUnit(b))
        },
      ),
    )
  })

  it('round-trips every value, relative to the value on a log scale and to the range on a linear one', () => {
    fc.assert(
      fc.property(positive, units, ([low, length], fraction) => {
        const high = low + length
        fc.pre(high > low)
        // Values near both ends and between them.
        for (const value of [low + fraction * (high - low), low * (high / low) ** fraction, high - fraction * low]) {
          if (!(value >= low && value <= high)) continue
          for (const scale of ['log', 'reverse-log'] as const) {
            const line = scaleLine(scale, low, high)
            expect(Math.abs(line.fromUnit(line.toUnit(value)) - value)).toBeLessThanOrEqual(1e-12 * value)
          }
          const line = scaleLine('linear', low, high)
          expect(Math.abs(line.fromUnit(line.toUnit(value)) - value)).toBeLessThanOrEqual(1e-12 * high)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps the precision of small distances', () => {
    // Between 1 and 1 + 4e-16 there are three doubles.
    const narrow = scaleLine('log', 1, 1 + 4 * Number.EPSILON)
    for (let step = 0; step <= 4; step += 1) {
      const value = 1 + step * Number.EPSILON
      expect(narrow.fromUnit(narrow.toUnit(value))).toBe(value)
    }
    const line = scaleLine('reverse-log', 1e-10, 1)
    for (const value of [1e-10 + 1e-16, 2e-10, 1e-9, 0.5, 1 - 1e-10, 1 - 2 ** -53]) {
      expect(Math.abs(line.fromUnit(line.toUnit(value)) - value)).toBeLessThanOrEqual(1e-12 * value)
    }
    const wide = scaleLine('log', 5e-324, 1.7e308)
    expect(wide.fromUnit(wide.toUnit(1))).toBeCloseTo(1, 11)
  })

  it('mirrors log in reverse-log', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        fc.double({ min: 0.1, max: 1e3, noNaN: true }),
        units,
        (low, length, unit) => {
          const high = low + length
          const [log, reverse] = [scaleLine('log', low, high), scaleLine('reverse-log', low, high)]
          const mirrored = low + high - log.fromUnit(1 - unit)
          expect(Math.abs(reverse.fromUnit(unit) - mirrored)).toBeLessThanOrEqual(1e-12 * high)
        },
      ),
    )
  })
})
