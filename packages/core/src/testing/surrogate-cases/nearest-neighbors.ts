import type { Cooperative } from '../../math/cooperative.ts'
import { squaredFeatureDistance } from '../../surrogates/feature-distance.ts'
import type {
  Fit,
  FitOptions,
  Posterior,
  Surrogate,
  TrainingData,
  TransformedValues,
} from '../../surrogates/surrogate.ts'

/**
 * The mean of the k nearest values, weighted by distance; their variance, plus a term that grows with their distance.
 */
export function nearestNeighbors(k: number): Surrogate {
  const posteriorOf = (width: number, features: Float64Array, values: Float64Array): Posterior => {
    const predictAt = (points: Float64Array, at: number) => {
      const neighbors = [...values.keys()]
        .map((row) => ({ row, square: squaredFeatureDistance(points, at * width, features, row * width, width) }))
        .sort((a, b) => a.square - b.square || a.row - b.row)
        .slice(0, k)
        .map(({ row, square }) => ({ value: values[row]!, weight: 1 / (square + 1e-6), square }))
      const total = neighbors.reduce((sum, { weight }) => sum + weight, 0)
      const mean = neighbors.reduce((sum, { value, weight }) => sum + (weight / total) * value, 0)
      const scatter = neighbors.reduce((sum, { value, weight }) => sum + (weight / total) * (value - mean) ** 2, 0)
      return { mean, variance: scatter + Math.min(1, 4 * (neighbors[0]?.square ?? 1)) + 1e-9 }
    }
    const posterior: Posterior = {
      get components() {
        return [posterior]
      },
      predict(points, count) {
        const all = Array.from({ length: count }, (_, at) => predictAt(points, at))
        return {
          mean: Float64Array.from(all, ({ mean }) => mean),
          variance: Float64Array.from(all, ({ variance }) => variance),
        }
      },
      // Neighbours do not define the covariance of two points.
      covariance: (_, count) => new Float64Array(count),
      condition: (point, value) =>
        posteriorOf(width, Float64Array.of(...features, ...point), Float64Array.of(...values, value)),
    }
    return posterior
  }
  return {
    name: 'nearest-neighbors',
    *fit<T extends TransformedValues>(
      { columns, features, values }: TrainingData,
      { transform }: FitOptions<T>,
    ): Cooperative<Fit<T>> {
      const transformed = transform(values)
      yield
      const posterior = posteriorOf(columns.length, features, transformed.values)
      return { posterior, rows: Int32Array.from(values.keys()), transformed }
    },
  }
}
