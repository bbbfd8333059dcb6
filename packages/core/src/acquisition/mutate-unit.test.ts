import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../math/random.ts'
import { standardDeviation } from '../math/statistics.ts'
import { domainOf } from '../space/parameters/domain.ts'
import { choice, fixed, float, int } from '../space/parameters/parameter.ts'
import { unitMutation } from './mutate-unit.ts'

const real = domainOf(float(0, 1))
const layers = domainOf(int(1, 5))
const power = domainOf(int(1, 1000, { log: true }))
const color = domainOf(choice(['red', 'green', 'blue']))
const still = domainOf(fixed(7))
const stream = () => randomStream(keyFromSeed(1))

describe('unitMutation', () => {
  it('changes at least one dimension, one and a half on average, and stays in the cube', () => {
    const random = stream()
    const d = 30
    const mutate = unitMutation(Array.from({ length: d }, () => real))
    const rounds = 10_000
    let changes = 0
    for (let round = 0; round < rounds; round++) {
      const unit = Float64Array.from({ length: d }, () => random.uniform())
      const before = unit.slice()
      const mutant = mutate(unit, random, 0.3)
      expect(unit).toEqual(before)
      expect(mutant.every((x) => x >= 0 && x <= 1)).toBe(true)
      const changed = mutant.filter((x, i) => x !== unit[i]).length
      expect(changed).toBeGreaterThan(0)
      changes += changed
    }
    // The mean of Binomial(30, 0.05) with 0 replaced by 1, within 4 standard errors; a mean of 1.55 changes is 0.04
    // off.
    expect(Math.abs(changes / rounds - (1.5 + 0.95 ** d))).toBeLessThan(0.037)
  })

  it('moves numbers by steps of the given length', () => {
    const random = stream()
    const steps = Array.from({ length: 5000 }, () => unitMutation([real])(Float64Array.of(0.5), random, 0.05)[0]! - 0.5)
    expect(Math.abs(standardDeviation(steps) - 0.05)).toBeLessThan(0.002)
  })

  it('moves discrete values by at least one level, and samples another category', () => {
    for (const domain of [layers, power, color]) {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (x, seed) => {
          const [mutant] = unitMutation([domain])(Float64Array.of(x), randomStream(keyFromSeed(seed)), 1e-9)
          const moved = Math.abs(domain.indexOf(domain.fromUnit(mutant!)) - domain.indexOf(domain.fromUnit(x)))
          expect(moved).toBeGreaterThan(0)
          if (domain.ordered) expect(moved).toBe(1)
        }),
      )
    }
    const random = stream()
    const draw = () => color.fromUnit(unitMutation([color])(Float64Array.of(0.1), random, 0.1)[0]!)
    expect(new Set(Array.from({ length: 50 }, draw))).toEqual(new Set(['green', 'blue']))
  })

  it('keeps fixed values, and samples values for inactive parameters', () => {
    const random = stream()
    for (let round = 0; round < 50; round++) {
      const mutant = unitMutation([still, real, real])(Float64Array.of(0.5, Number.NaN, 0.2), random, 0.1)
      expect(mutant[0]).toBe(0.5)
      expect(mutant[1]! >= 0 && mutant[1]! < 1).toBe(true)
      expect(mutant[2]).not.toBe(0.2)
    }
    expect([...unitMutation([still])(Float64Array.of(0.5), random, 0.1)]).toEqual([0.5])
  })

  it('changes twenty dimensions at most', () => {
    const random = { ...stream(), uniform: () => 0 }
    const mutant = unitMutation(Array.from({ length: 100 }, () => real))(new Float64Array(100).fill(0.5), random, 0.1)
    expect(mutant.filter((x) => x !== 0.5)).toHaveLength(20)
  })
})
