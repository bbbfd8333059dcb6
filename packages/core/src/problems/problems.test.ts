import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { mean, standardDeviation } from '../math/statistics.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import { validateParams } from '../space/validate.ts'
import { ackley } from './ackley.ts'
import { branin } from './branin.ts'
import { delayedProblem } from './delayed.ts'
import { discretizedProblem } from './discretized.ts'
import { failingProblem } from './failing.ts'
import { hartmann3, hartmann6 } from './hartmann.ts'
import { levy } from './levy.ts'
import { networkProblem } from './network.ts'
import { noisyProblem } from './noisy.ts'
import type { Problem } from './problem.ts'
import { rastrigin } from './rastrigin.ts'
import { rosenbrock } from './rosenbrock.ts'
import { shiftedProblem } from './shifted.ts'
import { styblinskiTang } from './styblinski-tang.ts'
import { treeProblem } from './tree.ts'

const key = keyFromSeed(7)
const steepLeft = (params: Params) => (params.x1 as number) < -4

const PROBLEMS: readonly Problem[] = [
  branin(),
  hartmann3(),
  hartmann6(),
  ...[2, 5].map((d) => rosenbrock(d)),
  ...[1, 2, 5].flatMap((d) => [rastrigin(d), ackley(d), levy(d), styblinskiTang(d)]),
  treeProblem(),
  networkProblem(),
  ...[branin(), hartmann6(), ackley(3), treeProblem(), networkProblem()].flatMap((problem) => [
    shiftedProblem(problem, key),
    discretizedProblem(problem, 6),
    noisyProblem(problem, 0.1),
    delayedProblem(problem, 100),
    discretizedProblem(shiftedProblem(problem, foldIn(key, 1)), 9),
  ]),
  failingProblem(branin(), steepLeft),
]

describe.each(PROBLEMS.map((problem) => [problem.name, problem] as const))('%s', (_, problem) => {
  it('has its optimum at optimalParams', () => {
    expect(problem.optimalParams.length).toBeGreaterThan(0)
    for (const params of problem.optimalParams) {
      validateParams(problem.space, params)
      // Ackley's function rises like a cone, so that rounding errors of wrapped coordinates are visible.
      expect(problem.evaluate(params)).toBeCloseTo(problem.optimum, 11)
    }
  })

  it('has no better value, near the optimum or far from it', () => {
    const slack = 1e-11 * Math.max(1, Math.abs(problem.optimum))
    for (let draw = 0; draw < 3_000; draw += 1) {
      const params = sampleParams(problem.space, foldIn(key, draw))
      const value = problem.evaluate(params)
      if (!Number.isNaN(value)) expect(value).toBeGreaterThanOrEqual(problem.optimum - slack)
      const [best] = problem.optimalParams as [Params]
      const near = Object.fromEntries(
        Object.entries(best).map(([name, at]) => {
          const domain = problem.space.dimensions.find((dimension) => dimension.name === name)?.domain
          if (domain?.levels !== Number.POSITIVE_INFINITY) return [name, at]
          const step = 1e-3 * (((draw * 2_654_435_761) % 1_000) / 500 - 1)
          return [name, domain.fromUnit(domain.toUnit(at) + step)]
        }),
      )
      expect(problem.evaluate(near)).toBeGreaterThanOrEqual(problem.optimum - slack)
    }
  })
})

/** Computed by hand from the formulas, at points where they are simple. */
describe('the formulas', () => {
  const at = (...x: number[]): Params => Object.fromEntries(x.map((value, index) => [`x${index + 1}`, value]))

  it('Branin', () => {
    // (0 − 0 + 0 − 6)² + 10 (1 − 1/8π) + 10
    expect(branin().evaluate(at(0, 0))).toBeCloseTo(56 - 10 / (8 * Math.PI), 12)
    expect(branin().optimum).toBeCloseTo(0.397887, 6)
  })

  it('Hartmann', () => {
    expect(hartmann3().optimum).toBeCloseTo(-3.86278, 5)
    expect(hartmann6().optimum).toBeCloseTo(-3.32237, 5)
    expect(hartmann3().evaluate(at(0.114614, 0.555649, 0.852547))).toBeCloseTo(-3.86278, 5)
    expect(hartmann6().evaluate(at(0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573))).toBeCloseTo(-3.32237, 5)
  })

  it('Rosenbrock', () => {
    expect(rosenbrock(3).evaluate(at(0, 0, 0))).toBe(2)
    expect(rosenbrock(3).evaluate(at(2, 1, 1))).toBe(100 * 9 + 1)
  })

  it('Rastrigin', () => {
    expect(rastrigin(2).evaluate(at(0.5, 0))).toBeCloseTo(20.25, 12)
    expect(rastrigin(2).evaluate(at(2, -1))).toBeCloseTo(5, 12)
  })

  it('Ackley', () => {
    // −20 exp(−0.2) − e + 20 + e, since the cosines are 1.
    expect(ackley(2).evaluate(at(1, -1))).toBeCloseTo(20 - 20 * Math.exp(-0.2), 12)
  })

  it('Levy', () => {
    // w = 2: sin²(2π) + 1 · (1 + sin²(4π)) = 1, and for the coordinates before the last 1 + 10 sin²(2π + 1).
    expect(levy(1).evaluate(at(5))).toBeCloseTo(1, 12)
    expect(levy(2).evaluate(at(5, 1))).toBeCloseTo(1 + 10 * Math.sin(1) ** 2, 12)
  })

  it('Styblinski–Tang', () => {
    expect(styblinskiTang(2).evaluate(at(1, 2))).toBeCloseTo((1 - 16 + 5) / 2 + (16 - 64 + 10) / 2, 12)
    expect(styblinskiTang(3).optimum).toBeCloseTo(-39.16617 * 3, 4)
  })

  it('Tree', () => {
    expect(treeProblem().evaluate({ x1: 'left', r8: 0.5, x2: 'right', x5: 0.5 })).toBeCloseTo(0.95, 12)
    expect(treeProblem().evaluate({ x1: 'right', r9: 0, x3: 'left', x6: 0 })).toBeCloseTo(0.3, 12)
    expect(treeProblem().evaluate({ x1: 'right', r9: 0, x3: 'right', x7: 0 })).toBeCloseTo(0.4, 12)
  })
})

describe('the wrappers', () => {
  it('noisyProblem: noise depends on the key alone, has the given deviation, and needs a key', () => {
    const problem = noisyProblem(branin(), 2)
    const [params] = problem.optimalParams as [Params]
    const values = Array.from({ length: 2_000 }, (_, draw) => problem.evaluate(params, foldIn(key, draw)))
    expect(values[3]).toBe(problem.evaluate(params, foldIn(key, 3)))
    expect(Math.abs(mean(values) - problem.optimum)).toBeLessThan(0.2)
    expect(Math.abs(standardDeviation(values) - 2)).toBeLessThan(0.15)
  })

  it('shiftedProblem: the shift is a bijection of the space and depends on its key', () => {
    const [one, other] = [shiftedProblem(ackley(2), foldIn(key, 1)), shiftedProblem(ackley(2), foldIn(key, 2))]
    expect(one.optimalParams).not.toEqual(other.optimalParams)
    expect(one.evaluate({ x1: 0, x2: 0 })).toBeGreaterThan(0.1)
    // Corners stay corners.
    for (const corner of [-32.768, 32.768]) {
      expect(one.evaluate({ x1: corner, x2: corner })).toBeCloseTo(ackley(2).evaluate({ x1: corner, x2: corner }), 9)
    }
  })

  it('discretizedProblem: the space is finite, and values equal those of the problem', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), (levels, draw) => {
        const problem = discretizedProblem(hartmann3(), levels)
        expect(problem.space.dimensions.map(({ domain }) => domain.levels)).toEqual([levels, levels, levels])
        const params = sampleParams(problem.space, foldIn(key, draw))
        expect(problem.evaluate(params)).toBe(hartmann3().evaluate(params))
      }),
    )
    expect(() => discretizedProblem(branin(), 1)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('failingProblem: gives NaN in the region only, which must not contain the optimum', () => {
    const problem = failingProblem(branin(), steepLeft)
    expect(problem.evaluate({ x1: -4.5, x2: 3 })).toBeNaN()
    expect(problem.evaluate({ x1: -3.5, x2: 3 })).toBe(branin().evaluate({ x1: -3.5, x2: 3 }))
    expect(() => failingProblem(branin(), () => true)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('delayedProblem: durations depend on the key and have the given median', () => {
    const problem = delayedProblem(branin(), 100, 0.5)
    const durations = Array.from({ length: 1_001 }, (_, draw) => problem.duration({}, foldIn(key, draw)))
    expect(durations[5]).toBe(problem.duration({}, foldIn(key, 5)))
    expect(durations.filter((duration) => duration < 100).length).toBeGreaterThan(440)
    expect(durations.filter((duration) => duration < 100).length).toBeLessThan(560)
    expect(Math.min(...durations)).toBeGreaterThan(0)
    expect(() => delayedProblem(branin(), 0)).toThrow('ERR_INVALID_ARGUMENT')
  })
})
