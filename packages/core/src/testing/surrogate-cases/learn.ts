import { runSync } from '../../math/cooperative.ts'
import { type Key, keyFromSeed, randomStream } from '../../math/random.ts'
import { type Standardized, standardize } from '../../models/transforms/standardize.ts'
import type { ColumnKind, Fit, FitOptions, Posterior, Surrogate, TrainingData } from '../../surrogates/surrogate.ts'

/** Numbers x and y and a category of −1, 0 and 1, where −1 is an inactive parameter. */
const COLUMNS: readonly ColumnKind[] = ['number', 'number', 'category']
const CATEGORIES = 3

/** Options in which the fits of a case differ. */
export interface Learning {
  readonly owner?: object
  /** Number of hyperparameter samples to average over. Default: 0. */
  readonly samples?: number
  readonly key?: Key
}

/** Random points with the columns of {@link smoothData}. */
export function randomPoints(seed: number, count: number): Float64Array {
  const random = randomStream(keyFromSeed(seed))
  const rows = Array.from({ length: count }, () => [random.uniform(), random.uniform(), random.integer(CATEGORIES) - 1])
  return Float64Array.from(rows.flat())
}

/** Values of a smooth function at `count` random points; a larger count extends the data of a smaller one. */
export function smoothData(count: number, seed = 1): TrainingData {
  const features = randomPoints(seed, count)
  const values = Float64Array.from({ length: count }, (_, row) => {
    const [x, y, category] = pointAt(features, row) as unknown as [number, number, number]
    return 10 * ((x - 0.3) ** 2 + 0.5 * (y - 0.6) ** 2) + category
  })
  return { columns: COLUMNS, features, values }
}

/** The first rows of data. */
export const firstRows = ({ columns, features, values }: TrainingData, count: number): TrainingData => ({
  columns,
  features: features.slice(0, count * columns.length),
  values: values.slice(0, count),
})

/** A row of points with the columns of {@link smoothData}. */
export const pointAt = (points: Float64Array, row: number): Float64Array =>
  points.slice(row * COLUMNS.length, (row + 1) * COLUMNS.length)

/** The options of a fit to data. */
export function optionsOf(
  { values }: TrainingData,
  { owner = {}, samples = 0, key = keyFromSeed(5) }: Learning = {},
): FitOptions<Standardized> {
  return {
    transform: standardize,
    losses: (count) => values.slice(0, count),
    noise: () => 'quiet',
    samples: () => samples,
    key,
    owner,
  }
}

/** Fits a surrogate to data. */
export const learn = (surrogate: Surrogate, data: TrainingData, learning?: Learning): Fit<Standardized> =>
  runSync(surrogate.fit(data, optionsOf(data, learning)))

const POINTS = randomPoints(2, 12)

/** The predictions of a posterior at some points, as plain values to compare bit for bit. */
export function allPredictions(posterior: Posterior): object {
  const { mean, variance } = posterior.predict(POINTS, 12)
  const covariance = posterior.covariance(POINTS, 12, pointAt(POINTS, 0))
  return { mean: [...mean], variance: [...variance], covariance: [...covariance] }
}

/** The result of a fit, as plain values. */
export const contents = ({ posterior, rows, transformed }: Fit<Standardized>): object => ({
  ...allPredictions(posterior),
  rows: [...rows],
  transformed: [...transformed.values],
})

/** The mean and the variance at one point. */
export function momentsAt(posterior: Posterior, point: Float64Array): { mean: number; variance: number } {
  const { mean, variance } = posterior.predict(point, 1)
  return { mean: mean[0] as number, variance: variance[0] as number }
}
