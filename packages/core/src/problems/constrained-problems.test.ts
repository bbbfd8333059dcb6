import { describe, expect, it } from 'vitest'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { sampleParams } from '../space/sample.ts'
import { isFeasible } from '../trial/constraint.ts'
import { gardner } from './gardner.ts'
import { gramacy } from './gramacy.ts'

const key = keyFromSeed(7)

describe.each([gramacy(), gardner()].map((problem) => [problem.name, problem] as const))('%s', (_, problem) => {
  it('has a feasible optimum at optimalParams', () => {
    for (const params of problem.optimalParams) {
      expect(isFeasible(problem.constraints, problem.measure(params))).toBe(true)
      expect(problem.evaluate(params)).toBeCloseTo(problem.optimum, 13)
    }
  })

  it('has no better feasible value, near the optimum or far from it', () => {
    const [best] = problem.optimalParams as [{ x1: number; x2: number }]
    let feasible = 0
    for (let draw = 0; draw < 20_000; draw += 1) {
      const far = sampleParams(problem.space, foldIn(key, draw)) as { x1: number; x2: number }
      const share = draw % 2 === 0 ? 1 : 1e-3
      const params = { x1: best.x1 + share * (far.x1 - best.x1), x2: best.x2 + share * (far.x2 - best.x2) }
      if (!isFeasible(problem.constraints, problem.measure(params))) continue
      feasible += 1
      expect(problem.evaluate(params)).toBeGreaterThanOrEqual(problem.optimum)
    }
    expect(feasible).toBeGreaterThan(1_000)
  })
})

it('follows the formulas at points where they are simple', () => {
  // By hand: 3/2 − 1/2 − 1 − sin(2π (1/4 − 1))/2 = −1/2, and 1/4 + 1/4 − 3/2.
  expect(gramacy().measure({ x1: 0.5, x2: 0.5 })).toEqual({
    wave: expect.closeTo(-0.5, 14),
    disc: -1,
  })
  expect(gramacy().evaluate({ x1: 0.5, x2: 0.25 })).toBe(0.75)
  expect(gardner().measure({ x1: Math.PI / 2, x2: Math.PI / 6 })).toEqual({ product: expect.closeTo(0.5, 14) })
  expect(gardner().evaluate({ x1: Math.PI / 2, x2: 3 })).toBe(4)
})
