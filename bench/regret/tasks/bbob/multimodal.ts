/** f15 to f19: functions with many minima and an overall structure. */
import type { BbobFunction, Ingredients } from './function.ts'
import {
  asymmetric,
  conditioned,
  minus,
  oscillated,
  penalty,
  sumOf,
  times,
  timesTransposed,
} from './transformations.ts'

export function rastrigin({ xOpt, r, q }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const bent = asymmetric(times(r, minus(x, xOpt)).map(oscillated), 0.2)
      const z = times(r, conditioned(times(q, bent), 10))
      return 10 * (z.length - sumOf(z, (zi) => Math.cos(2 * Math.PI * zi))) + sumOf(z, (zi) => zi * zi)
    },
  }
}

const OCTAVES = Array.from({ length: 12 }, (_, k) => [2 ** -k, 3 ** k] as const)
const weierstrassSum = (zi: number) =>
  OCTAVES.reduce((sum, [height, pace]) => sum + height * Math.cos(2 * Math.PI * pace * (zi + 0.5)), 0)
const LEAST = weierstrassSum(0)

export function weierstrass({ xOpt, r, q, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const bent = times(r, minus(x, xOpt)).map(oscillated)
      const z = times(r, conditioned(times(q, bent), 0.01))
      return 10 * (sumOf(z, weierstrassSum) / dimensions - LEAST) ** 3 + (10 / dimensions) * penalty(x)
    },
  }
}

/** @param condition - 10 for f17, 1000 for f18. */
export function schaffers({ xOpt, r, q }: Ingredients, condition: number): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const z = conditioned(times(q, asymmetric(times(r, minus(x, xOpt)), 0.5)), condition)
      const terms = sumOf(z.subarray(0, -1), (zi, i) => {
        const s = Math.hypot(zi, z[i + 1] as number)
        return Math.sqrt(s) * (1 + Math.sin(50 * s ** 0.2) ** 2)
      })
      return (terms / (z.length - 1)) ** 2 + 10 * penalty(x)
    },
  }
}

export function griewankRosenbrock({ q, dimensions }: Ingredients): BbobFunction {
  const stretch = Math.max(1, Math.sqrt(dimensions) / 8)
  return {
    optimum: timesTransposed(q, new Float64Array(dimensions).fill(0.5 / stretch)),
    value(x) {
      const z = times(q, x).map((zi) => stretch * zi + 0.5)
      const terms = sumOf(z.subarray(0, -1), (zi, i) => {
        const s = 100 * (zi * zi - (z[i + 1] as number)) ** 2 + (zi - 1) ** 2
        return s / 4_000 - Math.cos(s)
      })
      return (10 / (dimensions - 1)) * terms + 10
    },
  }
}
