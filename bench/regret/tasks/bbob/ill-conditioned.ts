/** f10 to f14: functions with high conditioning and one minimum. */
import type { BbobFunction, Ingredients } from './function.ts'
import { asymmetric, conditioned, minus, oscillated, share, sumOf, times } from './transformations.ts'

const square = (zi: number) => zi * zi

export function ellipsoid({ place, r, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: place,
    value: (x) => sumOf(times(r, minus(x, place)).map(oscillated), (zi, i) => 1e6 ** share(i, dimensions) * zi * zi),
  }
}

export function discus({ place, r }: Ingredients): BbobFunction {
  return {
    optimum: place,
    value: (x) => sumOf(times(r, minus(x, place)).map(oscillated), (zi, i) => (i === 0 ? 1e6 : 1) * zi * zi),
  }
}

/** Its optimum is where that of a later seed would be, as in the original code. */
export function bentCigar({ r }: Ingredients, place: Float64Array): BbobFunction {
  return {
    optimum: place,
    value(x) {
      const z = times(r, asymmetric(times(r, minus(x, place)), 0.5))
      return sumOf(z, (zi, i) => (i === 0 ? 1 : 1e6) * zi * zi)
    },
  }
}

export function sharpRidge({ place, r, q }: Ingredients): BbobFunction {
  return {
    optimum: place,
    value(x) {
      const z = times(r, conditioned(times(q, minus(x, place)), 10))
      return square(z[0] as number) + 100 * Math.sqrt(sumOf(z.subarray(1), square))
    },
  }
}

export function differentPowers({ place, r, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: place,
    value: (x) =>
      Math.sqrt(sumOf(times(r, minus(x, place)), (zi, i) => Math.abs(zi) ** (2 + 4 * share(i, dimensions)))),
  }
}
