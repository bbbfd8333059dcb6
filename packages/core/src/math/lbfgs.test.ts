import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runSync } from './cooperative.ts'
import { minimizeBounded, type Objective } from './lbfgs.ts'
import { keyFromSeed, randomStream } from './random.ts'

/** Rosenbrock (1960), in any dimension: 0 at (1, …, 1). */
const rosenbrock: Objective = (x, gradient) => {
  let value = 0
  gradient.fill(0)
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i]!, x[i + 1]!]
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    gradient[i] = gradient[i]! - 400 * a * (b - a * a) - 2 * (1 - a)
    gradient[i + 1] = gradient[i + 1]! + 200 * (b - a * a)
  }
  return value
}

/** x − log x, which is defined on positive numbers only: the minimum is at 1. */
const logarithmic: Objective = (x, gradient) => {
  gradient[0] = 1 - 1 / x[0]!
  return x[0]! - Math.log(x[0]!)
}

/** x² − 3x, and infinite above 2. */
const bounded: Objective = (x, gradient) => {
  gradient[0] = 2 * x[0]! - 3
  return x[0]! > 2 ? Number.POSITIVE_INFINITY : x[0]! ** 2 - 3 * x[0]!
}

function expectClose(x: Float64Array, expected: ArrayLike<number>, tolerance: number): void {
  x.forEach((xi, i) => {
    expect(Math.abs(xi - expected[i]!)).toBeLessThan(tolerance)
  })
}

const minimized = (...task: Parameters<typeof minimizeBounded>) => runSync(minimizeBounded(...task))

describe('minimizeBounded', () => {
  it('finds the minimum of the Rosenbrock function without bounds', () => {
    const result = minimized(rosenbrock, Float64Array.of(-1.2, 1, -1.2, 1, -0.5, 2), { valueTolerance: 0 })
    expect(result.converged).toBe(true)
    expect(result.iterations).toBeLessThan(100)
    expectClose(result.x, [1, 1, 1, 1, 1, 1], 1e-5)
  })

  it('finds its minimum within bounds', () => {
    // scipy 1.17.1: optimize.minimize(rosen, [.2, 1, 1.5, .3], jac=rosen_der, method='L-BFGS-B', bounds=…, ftol 1e-15).
    const lower = Float64Array.of(-2, -2, -1, -2)
    const upper = Float64Array.of(2, 0.5, 2, 2)
    const start = Float64Array.of(0.2, 1, 1.5, 0.3)
    const result = minimized(rosenbrock, start, { lower, upper, valueTolerance: 0, gradientTolerance: 1e-8 })
    expect(result.value).toBeCloseTo(0.892291204086032, 12)
    expectClose(result.x, [0.7085595037647728, 0.5, 0.2574257425607179, 0.06626801293188976], 1e-6)
    expect(start[0]).toBe(0.2)
  })

  it('finds the projection onto any box', () => {
    const coordinate = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate, coordinate), { minLength: 1 }), (rows) => {
        const lower = Float64Array.from(rows, ([a, b]) => Math.min(a, b))
        const upper = Float64Array.from(rows, ([a, b]) => Math.max(a, b))
        const target = rows.map(([, , c]) => c)
        const objective: Objective = (x, gradient) =>
          x.reduce((sum, xi, i) => {
            const weight = 1 + 10 * i
            gradient[i] = 2 * weight * (xi - target[i]!)
            return sum + weight * (xi - target[i]!) ** 2
          }, 0)
        const start = Float64Array.from(rows, ([, , , d]) => d)
        const { x } = minimized(objective, start, { lower, upper, valueTolerance: 0 })
        expectClose(
          x,
          target.map((t, i) => Math.min(Math.max(t, lower[i]!), upper[i]!)),
          1e-5,
        )
      }),
    )
  })

  it('solves a quadratic of condition 1e6 with active bounds, to stationarity', () => {
    const n = 30
    const stream = randomStream(keyFromSeed(5))
    const direction = Float64Array.from({ length: n }, () => stream.normal())
    const center = Float64Array.from({ length: n }, () => 3 * stream.normal())
    const scale = (i: number) => 10 ** ((6 * i) / (n - 1))
    // Diagonal plus a rank-one term: Σ cᵢ (xᵢ − mᵢ)² / 2 + 100 (uᵀ(x − m))² / 2.
    const objective: Objective = (x, gradient) => {
      const along = x.reduce((sum, xi, i) => sum + direction[i]! * (xi - center[i]!), 0)
      return x.reduce(
        (sum, xi, i) => {
          const r = xi - center[i]!
          gradient[i] = scale(i) * r + 100 * along * direction[i]!
          return sum + (scale(i) * r * r) / 2
        },
        50 * along * along,
      )
    }
    const lower = new Float64Array(n).fill(-1)
    const upper = new Float64Array(n).fill(1)
    const options = { lower, upper, valueTolerance: 0, gradientTolerance: 1e-4, maxIterations: 3000 }
    const result = minimized(objective, new Float64Array(n), options)
    expect(result.converged).toBe(true)
    const gradient = new Float64Array(n)
    objective(result.x, gradient)
    result.x.forEach((xi, i) => {
      // The Karush–Kuhn–Tucker conditions of a box.
      if (xi <= -1) expect(gradient[i]).toBeGreaterThanOrEqual(0)
      else if (xi >= 1) expect(gradient[i]).toBeLessThanOrEqual(0)
      else expect(Math.abs(gradient[i]!)).toBeLessThanOrEqual(1e-4)
    })
  })

  it('avoids regions in which the function is undefined', () => {
    expectClose(minimized(logarithmic, Float64Array.of(50)).x, [1], 1e-5)
    expectClose(minimized(bounded, Float64Array.of(-10)).x, [1.5], 1e-6)
  })

  it('returns the start if it is optimal or no step helps', () => {
    const flat = minimized((_, gradient) => gradient.fill(0).length, Float64Array.of(1, 2))
    expect([...flat.x, flat.iterations, flat.converged]).toEqual([1, 2, 0, true])
    const undefinedAtStart = minimized(() => Number.NaN, Float64Array.of(1))
    expect([...undefinedAtStart.x, undefinedAtStart.converged]).toEqual([1, false])
    const wrongGradient = minimized((x, gradient) => (gradient.fill(-1), x[0]! ** 2), Float64Array.of(0))
    expect([...wrongGradient.x, wrongGradient.converged]).toEqual([0, false])
    const pinned = minimized(rosenbrock, Float64Array.of(9, 9), {
      lower: Float64Array.of(2, 3),
      upper: Float64Array.of(2, 3),
    })
    expect([...pinned.x, pinned.converged]).toEqual([2, 3, true])
  })

  it('returns nothing worse than the start, and obeys the iteration limit', () => {
    fc.assert(
      fc.property(
        fc.float64Array({ min: -3, max: 3, noNaN: true, minLength: 2, maxLength: 6 }),
        fc.nat(8),
        (start, limit) => {
          const result = minimized(rosenbrock, start, { maxIterations: limit })
          expect(result.value).toBeLessThanOrEqual(rosenbrock(start, new Float64Array(start.length)))
          expect(result.iterations).toBeLessThanOrEqual(limit)
          expect(result.value).toBe(rosenbrock(result.x, new Float64Array(start.length)))
        },
      ),
    )
  })
})
