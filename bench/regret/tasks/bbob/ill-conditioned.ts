/** f10 to f14: functions with high conditioning and one minimum. */
import type { BbobFunction, Ingredients } from './function.ts'
import { asymmetric, conditioned, minus, oscillated, share, sumOf, times } from './transformations.ts'

const square = (zi: number) => zi * zi

export function ellipsoid({ xOpt, r, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value: (x) => sumOf(times(r, minus(x, xOpt)).map(oscillated), (zi, i) => 1e6 ** share(i, dimensions) * zi * zi),
  }
}

export function discus({ xOpt, r }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value: (x) => sumOf(times(r, minus(x, xOpt)).map(oscillated), (zi, i) => (i === 0 ? 1e6 : 1) * zi * zi),
  }
}

/** Its optimum is drawn with a later seed, as in the original code. */
export function bentCigar({ r }: Ingredients, xOpt: Float64Array): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const z = times(r, asymmetric(times(r, minus(x, xOpt)), 0.5))
      return sumOf(z, (zi, i) => (i === 0 ? 1 : 1e6) * zi * zi)
    },
  }
}

export function sharpRidge({ xOpt, r, q }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const z = times(r, conditioned(times(q, minus(x, xOpt)), 10))
      return square(z[0] as number) + 100 * Math.sqrt(sumOf(z.subarray(1), square))
    },
  }
}

export function differentPowers({ xOpt, r, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value: (x) => Math.sqrt(sumOf(times(r, minus(x, xOpt)), (zi, i) => Math.abs(zi) ** (2 + 4 * share(i, dimensions)))),
  }
}
