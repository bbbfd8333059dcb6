import type { Posterior, Prediction } from './surrogate.ts'

/** The mixture of posteriors with equal weights; a single posterior is returned unchanged. */
export function mixtureOf(components: readonly Posterior[]): Posterior {
  const [only, ...others] = components as readonly [Posterior, ...Posterior[]]
  if (others.length === 0) return only
  return Object.freeze({
    components,
    predict: (points: Float64Array, count: number) =>
      momentsOf(
        components.map((component) => component.predict(points, count)),
        count,
      ),
    covariance: (points: Float64Array, count: number, point: Float64Array) =>
      covarianceOf(components, points, count, point),
    condition: (point: Float64Array, value: number) =>
      mixtureOf(components.map((component) => component.condition(point, value))),
  })
}

/** Mean and variance of mixtures of Gaussians, by the law of total variance. */
function momentsOf(predictions: readonly Prediction[], count: number): Prediction {
  const weight = 1 / predictions.length
  const mean = new Float64Array(count)
  for (const prediction of predictions)
    for (let i = 0; i < count; i++) mean[i] = mean[i]! + weight * prediction.mean[i]!
  const variance = new Float64Array(count)
  for (const prediction of predictions) {
    for (let i = 0; i < count; i++) {
      variance[i] = variance[i]! + weight * (prediction.variance[i]! + (prediction.mean[i]! - mean[i]!) ** 2)
    }
  }
  return { mean, variance }
}

/** The covariances of a mixture, by the law of total covariance. */
function covarianceOf(
  components: readonly Posterior[],
  points: Float64Array,
  count: number,
  point: Float64Array,
): Float64Array {
  const weight = 1 / components.length
  const here = components.map((component) => component.predict(point, 1).mean[0]!)
  const center = here.reduce((sum, mean) => sum + weight * mean, 0)
  const total = new Float64Array(count)
  components.forEach((component, k) => {
    const { mean } = component.predict(points, count)
    const within = component.covariance(points, count, point)
    // Σ (m − m̄)(m′ − m̄′) = Σ m (m′ − m̄′), as the second factor sums to 0.
    for (let i = 0; i < count; i++) total[i] = total[i]! + weight * (within[i]! + mean[i]! * (here[k]! - center))
  })
  return total
}
