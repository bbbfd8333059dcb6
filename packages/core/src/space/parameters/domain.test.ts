import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arbitraryContinuous,
  arbitraryInt,
  arbitraryIntWithPrior,
  arbitraryJson,
  arbitraryMultiples,
  arbitraryStepped,
  arbitraryWeighted,
} from '../../../test/arbitrary-space.ts'
import { keyFromSeed, randomStream } from '../../math/random.ts'
import { jsonKey } from '../json-value.ts'
import { domainOf } from './domain.ts'
import { boolean, choice, fixed, float, int, ordinal, type Parameter } from './parameter.ts'

/** Checks that every level round-trips through its position. */
function roundTrips(parameter: Parameter): void {
  const domain = domainOf(parameter)
  for (let index = 0; index < domain.levels; index += 1) {
    const value = domain.valueAt(index)
    const unit = domain.toUnit(value)
    expect(unit >= 0 && unit <= 1).toBe(true)
    expect(domain.fromUnit(unit)).toBe(value)
    expect(domain.indexOf(value)).toBe(index)
    expect(domain.contains(value)).toBe(true)
    expect(domain.levelAt(unit)).toBe(index)
    expect(domain.fromUnit(domain.unitAt(index))).toBe(value)
  }
}

describe('a domain', () => {
  it('counts its values', () => {
    const levels = (parameter: Parameter) => domainOf(parameter).levels
    expect(levels(float(0, 1, { step: 0.1 }))).toBe(11)
    expect(levels(float(0, 1))).toBe(Number.POSITIVE_INFINITY)
    expect(levels(float(2, 2))).toBe(1)
    expect(levels(int(32, 256, { step: 32 }))).toBe(8)
    expect(levels(int(-3, 3))).toBe(7)
    expect(levels(choice(['a', 'b', 'c']))).toBe(3)
    expect(levels(boolean())).toBe(2)
    expect(levels(fixed({ a: 1 }))).toBe(1)
  })

  it('tells whether positions are ordered', () => {
    const ordered = [float(0, 1), int(1, 2, { scale: 'log' }), ordinal([1, 2])]
    expect(ordered.every((parameter) => domainOf(parameter).ordered)).toBe(true)
    expect([choice([1, 2]), boolean(), fixed(1)].some((parameter) => domainOf(parameter).ordered)).toBe(false)
  })

  it('round-trips every level of a lattice', () => {
    fc.assert(
      fc.property(
        fc.oneof(arbitraryInt, arbitraryStepped, arbitraryMultiples, arbitraryIntWithPrior, arbitraryWeighted),
        roundTrips,
      ),
    )
  })

  it('round-trips the largest lattices', () => {
    const huge = [
      int(0, Number.MAX_SAFE_INTEGER),
      int(-(2 ** 52), 2 ** 52 - 1),
      int(0, Math.floor(0.93 * 2 ** 53)),
      int(1, 3e12, { scale: 'log' }),
      int(1, 3e12, { scale: 'reverse-log' }),
      int(1e15, 1e15 + 100, { scale: 'log' }),
      int(2 ** 50, 2 ** 50 + 10, { scale: 'reverse-log' }),
      float(0, 1, { step: 1e-15 }),
      float(1e15, 2e15, { step: 0.5 }),
    ]
    const stream = randomStream(keyFromSeed(1))
    for (const parameter of huge) {
      const domain = domainOf(parameter)
      const last = domain.levels - 1
      const some = Array.from({ length: 2000 }, () => Math.floor(stream.uniform() * last))
      for (const index of [0, 1, last - 1, last, Math.floor(last / 2), ...some]) {
        const value = domain.valueAt(index)
        expect(domain.fromUnit(domain.toUnit(value))).toBe(value)
        expect(domain.indexOf(value)).toBe(index)
      }
    }
  })

  it('round-trips continuous values up to rounding', () => {
    fc.assert(
      fc.property(arbitraryContinuous, fc.double({ min: 0, max: 1, noNaN: true }), (parameter, unit) => {
        const domain = domainOf(parameter)
        const value = domain.fromUnit(unit) as number
        expect(domain.contains(value)).toBe(true)
        const tolerance = 1e-12 * (parameter.scale === 'linear' ? parameter.high - parameter.low : value)
        expect(Math.abs((domain.fromUnit(domain.toUnit(value)) as number) - value)).toBeLessThanOrEqual(tolerance)
      }),
    )
  })

  it('is monotone in the position and clamps positions outside', () => {
    fc.assert(
      fc.property(
        fc.oneof(arbitraryInt, arbitraryStepped, arbitraryContinuous, arbitraryMultiples, arbitraryIntWithPrior),
        fc.tuple(fc.double({ min: -0.5, max: 1.5, noNaN: true }), fc.double({ min: -0.5, max: 1.5, noNaN: true })),
        (parameter, [a, b]) => {
          const domain = domainOf(parameter)
          const [low, high] = [domain.fromUnit(Math.min(a, b)), domain.fromUnit(Math.max(a, b))] as [number, number]
          expect(low).toBeLessThanOrEqual(high)
          expect(domain.fromUnit(-1)).toBe(domain.fromUnit(0))
          if (parameter.multipleOf === undefined && !parameter.prior) expect(domain.fromUnit(-1)).toBe(parameter.low)
          expect(domain.contains(domain.fromUnit(2))).toBe(true)
          expect(domain.contains(domain.fromUnit(Number.NaN))).toBe(true)
        },
      ),
    )
  })

  it('samples every level equally often', () => {
    // χ² with 10 degrees of freedom is above 29.59 with probability 0.001 (scipy 1.17, chi2.isf(0.001, 10)).
    const stream = randomStream(keyFromSeed(7))
    for (const parameter of [
      float(0, 1, { step: 0.1 }),
      int(5, 15),
      ordinal(Array.from({ length: 11 }, (_, i) => i)),
    ]) {
      const domain = domainOf(parameter)
      const counts = new Float64Array(domain.levels)
      const draws = 11_000
      for (let draw = 0; draw < draws; draw += 1) {
        const index = domain.indexOf(domain.fromUnit(stream.uniform()))
        counts[index] = (counts[index] as number) + 1
      }
      const expected = draws / domain.levels
      const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      expect(statistic).toBeLessThan(29.59)
    }
  })

  it('gives integers on a log scale the probability of their interval', () => {
    const domain = domainOf(int(1, 8, { scale: 'log' }))
    // From the border of k − ½ and k + ½ on the log line from ½ to 8½.
    const border = (value: number) => (Math.log(value) - Math.log(0.5)) / (Math.log(8.5) - Math.log(0.5))
    for (let value = 1; value <= 8; value += 1) {
      expect(domain.fromUnit(border(value - 0.5) + 1e-9)).toBe(value)
      expect(domain.fromUnit(border(value + 0.5) - 1e-9)).toBe(value)
    }
  })

  it('mirrors a log lattice exactly in reverse', () => {
    fc.assert(
      fc.property(
        arbitraryInt.filter(({ scale }) => scale === 'log'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (log, unit) => {
          const [one, other] = [
            domainOf(log),
            domainOf(int(log.low, log.high, { step: log.step, scale: 'reverse-log' })),
          ]
          const end = one.valueAt(one.levels - 1) as number
          expect(other.fromUnit(unit)).toBe(log.low + end - (one.fromUnit(1 - unit) as number))
          for (let level = 0; level < one.levels; level += 1) {
            const mirrored = other.toUnit(other.valueAt(one.levels - 1 - level))
            expect(mirrored + one.toUnit(one.valueAt(level))).toBeCloseTo(1, 14)
          }
        },
      ),
    )
  })

  it('distinguishes JSON values', () => {
    const values = [
      true,
      1,
      '1',
      null,
      'null',
      [],
      {},
      [1],
      ['1'],
      { a: 1, b: 2 },
      '{"a":1,"b":2}',
      '',
      0,
      false,
      '[1]',
    ]
    const domain = domainOf(choice(values))
    values.forEach((value, index) => {
      expect(domain.indexOf(value)).toBe(index)
      expect(domain.fromUnit(domain.toUnit(value))).toEqual(value)
    })
    expect(domain.indexOf({ b: 2, a: 1 })).toBe(9)
    expect(domain.indexOf(-0)).toBe(12)
    expect([2, 'true', [1, 1], { a: 1 }, { a: 1, b: '2' }].map(domain.indexOf)).toEqual([-1, -1, -1, -1, -1])
    expect(domain.toUnit('absent')).toBeNaN()
  })

  it('distinguishes any JSON values', () => {
    fc.assert(
      fc.property(fc.uniqueArray(arbitraryJson, { minLength: 1, selector: jsonKey }), (values) => {
        const domain = domainOf(choice(values))
        values.forEach((value, index) => {
          expect(domain.indexOf(JSON.parse(JSON.stringify(value)))).toBe(index)
        })
      }),
    )
  })

  it('does not contain nearby values or values of another type', () => {
    const tenths = domainOf(float(0, 1, { step: 0.1 }))
    expect(tenths.contains(0.3)).toBe(true)
    expect([0.30000001, '0.3', null, Number.NaN, 1.1, -0.1, [0.3]].some(tenths.contains)).toBe(false)
    const reals = domainOf(float(0, 1))
    expect([0, 0.5, 1].every(reals.contains)).toBe(true)
    expect([-1e-9, 1.0000001, '0', Number.NaN, true].some(reals.contains)).toBe(false)
    expect([1.5, '1', true].some(domainOf(int(1, 2)).contains)).toBe(false)
    expect([0, 'false', null].some(domainOf(boolean()).contains)).toBe(false)
  })
})
