import { columnsOf, type Hyperparameters } from '../src/surrogates/gaussian-process/kernel.ts'
import { factorOf, posteriorOf } from '../src/surrogates/gaussian-process/posterior.ts'
import { mixtureOf } from '../src/surrogates/mixture.ts'

/** Returns point i: the fractional parts of multiples of √2 and √3, a category, and those of √5. */
const point = (i: number) => [
  ((i + 1) * Math.sqrt(2)) % 1,
  ((i + 1) * Math.sqrt(3)) % 1,
  i % 3,
  ((i + 1) * Math.sqrt(5)) % 1,
]
const points = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => point(from + i))

const known = points(0, 12)
const values = Float64Array.from(known, ([a, b, c, d]) => Math.sin(5 * a!) + b! ** 2 - (c === 1 ? 1 : 0) + 0.3 * d!)

const hyperparameters: readonly Hyperparameters[] = [
  { lengthScales: Float64Array.of(0.4, 0.9, 1.5, 2), signalVariance: 1.3, linearVariance: 0.2, noiseVariance: 0.01 },
  { lengthScales: Float64Array.of(0.6, 0.5, 1, 3), signalVariance: 0.8, linearVariance: 0.1, noiseVariance: 0.05 },
  { lengthScales: Float64Array.of(1.2, 0.3, 2, 0.7), signalVariance: 1.1, linearVariance: 0.4, noiseVariance: 0.001 },
]

/**
 * A mixture of three Gaussian processes on the same twelve values, and the five points of four columns at which the
 * reference values were computed: numpy 2.4.6 and scipy 1.17.1, with explicit kernel matrices and np.linalg.inv.
 */
export const reference = {
  mixture: mixtureOf(
    hyperparameters.map((h) =>
      posteriorOf(
        factorOf(columnsOf(['number', 'number', 'category', 'number']), h, Float64Array.from(known.flat()), 12),
        values,
      ),
    ),
  ),
  asked: Float64Array.from(points(12, 17).flat()),
  /** The i-th of the five points. */
  at: (i: number): Float64Array => Float64Array.from(point(12 + i)),
}
