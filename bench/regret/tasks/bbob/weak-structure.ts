/** f20 to f24: functions with many minima and little structure. */
import type { BbobFunction, Ingredients } from './function.ts'
import { normals, uniforms } from './instance-random.ts'
import { conditioned, minus, oscillated, penalty, share, sumOf, times } from './transformations.ts'

export function schwefel({ dimensions, seed }: Ingredients): BbobFunction {
  const signs = uniforms(dimensions, seed).map((u) => (u < 0.5 ? -1 : 1))
  const optimum = signs.map((sign) => (sign * 4.2096874637) / 2)
  const twice = optimum.map((value) => 2 * Math.abs(value))
  return {
    optimum,
    value(x) {
      const doubled = x.map((xi, i) => 2 * (signs[i] as number) * xi)
      const leaning = doubled.map((xi, i) =>
        i === 0 ? xi : xi + 0.25 * ((doubled[i - 1] as number) - (twice[i - 1] as number)),
      )
      const z = conditioned(minus(leaning, twice), 10).map((zi, i) => 100 * (zi + (twice[i] as number)))
      const waves = sumOf(z, (zi) => zi * Math.sin(Math.sqrt(Math.abs(zi))))
      return 4.189828872724339 - waves / (100 * dimensions) + 100 * penalty(z.map((zi) => zi / 100))
    },
  }
}

/** The parameters in which f21 and f22 differ. */
export interface GallagherPeaks {
  readonly peaks: number
  /** Half the width of the box from which peaks are drawn. */
  readonly reach: number
  /** The condition of the highest peak; those of the others go up to 1000. */
  readonly condition: number
}

export const MANY_PEAKS: GallagherPeaks = { peaks: 101, reach: 5, condition: Math.sqrt(1_000) }
export const FEW_PEAKS: GallagherPeaks = { peaks: 21, reach: 4.9, condition: 1_000 }

export function gallagher({ dimensions, seed, q }: Ingredients, kind: GallagherPeaks): BbobFunction {
  const { peaks, reach, condition } = kind
  const order = orderOf(uniforms(peaks - 1, seed))
  const drawn = uniforms(dimensions * peaks, seed)
  const hills = Array.from({ length: peaks }, (_, peak) => {
    const own = peak === 0 ? condition : 1_000 ** ((order[peak - 1] as number) / (peaks - 2))
    const xOpt = drawn
      .subarray(peak * dimensions, (peak + 1) * dimensions)
      .map((u) => (peak === 0 ? 0.8 : 1) * (2 * reach * u - reach))
    return {
      height: peak === 0 ? 10 : 1.1 + (8 * (peak - 1)) / (peaks - 2),
      xOpt,
      center: times(q, xOpt),
      scales: orderOf(uniforms(dimensions, seed + 1_000 * peak)).map((rank) => own ** (share(rank, dimensions) - 0.5)),
    }
  })
  return {
    optimum: (hills[0] as (typeof hills)[number]).xOpt,
    value(x) {
      const rotated = times(q, x)
      const highest = hills.reduce((most, { height, center, scales }) => {
        const distance = sumOf(rotated, (xi, i) => (scales[i] as number) * (xi - (center[i] as number)) ** 2)
        return Math.max(most, height * Math.exp((-0.5 / dimensions) * distance))
      }, 0)
      return oscillated(10 - highest) ** 2 + penalty(x)
    },
  }
}

/** The indices of values from the smallest to the largest. */
const orderOf = (values: Float64Array): readonly number[] =>
  Array.from(values, (_, index) => index).sort((one, other) => (values[one] as number) - (values[other] as number))

export function katsuura({ xOpt, r, q, dimensions }: Ingredients): BbobFunction {
  return {
    optimum: xOpt,
    value(x) {
      const z = times(r, conditioned(times(q, minus(x, xOpt)), 100))
      const product = z.reduce((all, zi, i) => {
        let sum = 0
        for (let power = 2; power <= 2 ** 32; power *= 2) sum += Math.abs(power * zi - Math.round(power * zi)) / power
        return all * (1 + (i + 1) * sum) ** (10 / dimensions ** 1.2)
      }, 1)
      return (10 / dimensions ** 2) * (product - 1) + penalty(x)
    },
  }
}

export function lunacek({ dimensions, seed, r, q }: Ingredients): BbobFunction {
  const near = 2.5
  const s = 1 - 0.5 / (Math.sqrt(dimensions + 20) - 4.1)
  const far = -Math.sqrt((near * near - 1) / s)
  const signs = normals(dimensions, seed).map((g) => (g < 0 ? -1 : 1))
  return {
    optimum: signs.map((sign) => (sign * near) / 2),
    value(x) {
      const doubled = x.map((xi, i) => 2 * (signs[i] as number) * xi)
      const bowl = (center: number) => sumOf(doubled, (xi) => (xi - center) ** 2)
      const shifted = doubled.map((xi) => xi - near)
      const z = times(r, conditioned(times(q, shifted), 100))
      const waves = 10 * (dimensions - sumOf(z, (zi) => Math.cos(2 * Math.PI * zi)))
      return Math.min(bowl(near), dimensions + s * bowl(far)) + waves + 1e4 * penalty(x)
    },
  }
}
