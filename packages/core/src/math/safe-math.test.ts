import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamp, log1mexp, logAddExp, logSubExp } from './safe-math.ts'

const { POSITIVE_INFINITY: UP, NEGATIVE_INFINITY: DOWN, NaN: NAN } = Number
const moderate = fc.double({ min: -20, max: 20, noNaN: true })

function expectNear(value: number, exact: number, tolerance = 1e-14): void {
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(tolerance * Math.abs(exact))
}

describe('log1mexp', () => {
  // mpmath, 40 digits: log(1 - exp(x)).
  it.each([
    [-1e-20, -46.051701859880914],
    [-0.1, -2.3521684610440907],
    [-0.7, -0.6863410028083852],
    [-40, -4.248354255291589e-18],
  ])('of %d', (x, exact) => expectNear(log1mexp(x), exact))

  it('has the right limits', () => {
    expect([log1mexp(0), log1mexp(DOWN), log1mexp(1)]).toEqual([DOWN, -0, NAN])
  })
})

describe('logAddExp and logSubExp', () => {
  it('are log(eᵃ ± eᵇ)', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        expect(logAddExp(a, b)).toBeCloseTo(Math.log(Math.exp(a) + Math.exp(b)), 12)
        fc.pre(a - b > 1e-3)
        expect(logSubExp(a, b)).toBeCloseTo(Math.log(Math.exp(a) - Math.exp(b)), 8)
      }),
    )
  })

  it('are inverse to each other, even for large arguments', () => {
    expectNear(logSubExp(logAddExp(5000, 4999), 4999), 5000)
    expectNear(logSubExp(logAddExp(-5000, -5001), -5001), -5000)
  })

  it('accept infinities', () => {
    expect([logAddExp(DOWN, DOWN), logAddExp(DOWN, 3), logAddExp(UP, UP), logAddExp(1, UP)]).toEqual([DOWN, 3, UP, UP])
    expect([logSubExp(3, DOWN), logSubExp(DOWN, DOWN), logSubExp(3, 3)]).toEqual([3, DOWN, DOWN])
  })
})

describe('clamp', () => {
  it('limits a number to its bounds', () => {
    expect([clamp(-1, 0, 2), clamp(1, 0, 2), clamp(3, 0, 2), clamp(NAN, 0, 2)]).toEqual([0, 1, 2, NAN])
  })
})
