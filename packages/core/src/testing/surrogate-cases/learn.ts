import { runSync } from '../../math/cooperative.ts'
import { type Key, keyFromSeed, randomStream } from '../../math/random.ts'
import { type Standardized, standardize } from '../../models/transforms/standardize.ts'
import type { ColumnKind, Fit, FitOptions, Posterior, Surrogate, TrainingData } from '../../surrogates/surrogate.ts'

/** Numbers x and y and a category of −1, 0 and 1, where the parameter of −1 is not active. */
const COLUMNS: readonly ColumnKind[] = ['number', 'number', 'category']
const CATEGORIES = 3

/** How the fits of a case differ from each other. */
export interface Learning {
  readonly owner?: object
  /** Samples of hyperparameters to average over; 0 unless given. */
  readonly samples?: number
  readonly key?: Key
}

/** So many random points of the columns of {@link smoothData}. */
export function randomPoints(seed: number, count: number): Float64Array {
  const random = randomStream(keyFromSeed(seed))
  const rows = Array.from({ length: count }, () => [random.uniform(), random.uniform(), random.integer(CATEGORIES) - 1])
  return Float64Array.from(rows.flat())
}

/** Values of a smooth function at so many random points, the first ones of which are those of fewer. */
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

/** A row of points of the columns of {@link smoothData}. */
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

/** The fit of a surrogate to data. */
export const learn = (surrogate: Surrogate, data: TrainingData, learning?: Learning): Fit<Standardized> =>
  runSync(surrogate.fit(data, optionsOf(data, learning)))

const PLACES = randomPoints(2, 12)

/** All that a posterior says of some places, as plain values that can be compared bit for bit. */
export function sayings(posterior: Posterior): object {
  const { mean, variance } = posterior.predict(PLACES, 12)
  const covariance = posterior.covariance(PLACES, 12, pointAt(PLACES, 0))
  return { mean: [...mean], variance: [...variance], covariance: [...covariance] }
}

/** What a fit gives, as plain values. */
export const contents = ({ posterior, rows, transformed }: Fit<Standardized>): object => ({
  ...sayings(posterior),
  rows: [...rows],
  transformed: [...transformed.values],
})

/** The mean and the variance at one point. */
export function momentsAt(posterior: Posterior, point: Float64Array): { mean: number; variance: number } {
  const { mean, variance } = posterior.predict(point, 1)
  return { mean: mean[0] as number, variance: variance[0] as number }
}
