/** f6 to f9: functions with low or moderate conditioning. */
import type { BbobFunction, Ingredients } from './function.ts'
import { conditioned, minus, oscillated, penalty, share, sumOf, times, timesTransposed } from './transformations.ts'

export function attractiveSector({ xOpt, r, q }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const z = times(r, conditioned(times(q, minus(x, xOpt)), 10))
      const squares = sumOf(z, (zi, i) => ((zi * (xOpt[i] as number) > 0 ? 100 : 1) * zi) ** 2)
      return oscillated(squares) ** 0.9
    },
  }
}

export function stepEllipsoid({ xOpt, r, q, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const smooth = conditioned(times(q, minus(x, xOpt)), 10)
      const steps = smooth.map((zi) => (Math.abs(zi) > 0.5 ? Math.floor(zi + 0.5) : Math.floor(10 * zi + 0.5) / 10))
      const squares = sumOf(times(r, steps), (zi, i) => 100 ** share(i, dimensions) * zi * zi)
      return 0.1 * Math.max(Math.abs(smooth[0] as number) / 1e4, squares) + penalty(x)
    },
  }
}

const valley = (z: Float64Array) =>
  sumOf(z.subarray(0, -1), (zi, i) => 100 * (zi * zi - (z[i + 1] as number)) ** 2 + (zi - 1) ** 2)

export function rosenbrock({ xOpt, dimensions }: Ingredients): BbobFunction {
  const optimum = xOpt.map((value) => 0.75 * value)
  const stretch = Math.max(1, Math.sqrt(dimensions) / 8)
  return { optimum, value: (x) => valley(minus(x, optimum).map((zi) => stretch * zi + 1)) }
}

export function rotatedRosenbrock({ q, dimensions }: Ingredients): BbobFunction {
  const stretch = Math.max(1, Math.sqrt(dimensions) / 8)
  return {
    optimum: timesTransposed(q, new Float64Array(dimensions).fill(0.5 / stretch)),
    value: (x) => valley(times(q, x).map((zi) => stretch * zi + 0.5)),
  }
}
