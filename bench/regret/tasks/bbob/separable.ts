/** f1 to f5: separable functions. */
import type { BbobFunction, Ingredients } from './function.ts'
import { asymmetric, conditioned, minus, oscillated, penalty, share, sumOf } from './transformations.ts'

const rastrigin = (z: Float64Array) =>
  10 * (z.length - sumOf(z, (zi) => Math.cos(2 * Math.PI * zi))) + sumOf(z, (zi) => zi * zi)

export function sphere({ xOpt }: Ingredients): BbobFunction {
  return { optimum: xOpt, value: (x) => sumOf(minus(x, xOpt), (zi) => zi * zi) }
}

export function separableEllipsoid({ xOpt, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value: (x) => sumOf(minus(x, xOpt).map(oscillated), (zi, i) => 1e6 ** share(i, dimensions) * zi * zi),
  }
}

export function separableRastrigin({ xOpt }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value: (x) => rastrigin(conditioned(asymmetric(minus(x, xOpt).map(oscillated), 0.2), 10)),
  }
}

export function buecheRastrigin({ xOpt, dimensions }: Ingredients): BbobFunction {
  // Coordinates 1, 3, 5 … counted from 1.
  const odd = (i: number) => i % 2 === 0
  const optimum = xOpt.map((value, i) => (odd(i) ? Math.abs(value) : value))
  return {
    optimum,
    value(x) {
      const z = minus(x, optimum)
        .map(oscillated)
        .map((zi, i) => zi * (zi > 0 && odd(i) ? 10 : 1) * 10 ** (0.5 * share(i, dimensions)))
      return rastrigin(z) + 100 * penalty(x)
    },
  }
}

export function linearSlope({ xOpt, dimensions }: Ingredients): BbobFunction {
  const optimum = xOpt.map((value) => 5 * Math.sign(value))
  const slopes = optimum.map((corner, i) => Math.sign(corner) * 10 ** share(i, dimensions))
  return {
    optimum,
    value: (x) =>
      sumOf(x, (xi, i) => {
        const [corner, slope] = [optimum[i] as number, slopes[i] as number]
        return 5 * Math.abs(slope) - slope * (corner * xi < 25 ? xi : corner)
      }),
  }
}
