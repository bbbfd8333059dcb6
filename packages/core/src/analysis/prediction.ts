import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { runSync } from '../math/cooperative.ts'
import type { Params } from '../space/params.ts'
import { validateParams } from '../space/validate.ts'
import { featureColumns, featuresOf } from '../surrogates/feature-columns.ts'
import { checkNoise, type NoiseOption } from '../surrogates/noise.ts'
import { type Expectation, studyModel } from '../surrogates/study-model.ts'
import { chosenMetric, type MetricOption } from './chosen-metric.ts'

export interface PredictionOptions<M extends string = string> extends MetricOption<M> {
  /** Say it where it was said to the sampler: repeating a trial gives visibly different values. */
  readonly noisy?: NoiseOption
}

/**
 * What a Gaussian process that has learned from the finished trials expects of the metric at `params`, tried or not,
 * whatever the sampler was: the true value, without the noise of a measurement, in the metric's own unit. Undefined while
 * fewer than two trials have values, and where nothing varies.
 *
 * @param params - All active parameters, and none that are inactive.
 * @throws ERR_INVALID_PARAMS, ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT for an sd of noise that is not positive
 */
export function prediction(
  snapshot: StudySnapshot,
  params: Params,
  options: PredictionOptions = {},
): Expectation | undefined {
  const { noisy = false } = options
  const { metric } = chosenMetric(snapshot, options)
  checkNoise(noisy)
  const { space } = snapshot
  const valid = validateParams(space, params)
  const columns = featureColumns(space)
  const features = featuresOf(space, columns, valid)
  return features && runSync(studyModel(snapshot, columns, { target: { metric }, noisy }))?.predict(features)
}
