import { type OptionNames, optionsReader } from '../arguments/options.ts'
import { runSync } from '../math/cooperative.ts'
import { featuresOf } from '../models/features.ts'
import { modelSource } from '../models/model-source.ts'
import { checkNoise, type NoiseOption } from '../models/noise.ts'
import { type Expectation, objectiveModel } from '../models/objective-model.ts'
import type { Params } from '../space/params.ts'
import { validateParams } from '../space/validate.ts'
import { sharedGaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/**
 * Options of {@link prediction}.
 *
 * @typeParam M - The names of the metrics.
 */
export interface PredictionOptions<M extends string = string> extends MetricOption<M> {
  /** Whether repeating a trial gives visibly different values; pass what you passed to the sampler. Default: false. */
  readonly noisy?: NoiseOption
}

/**
 * Returns the prediction of the true value, without measurement noise, for any `params`, in the metric's own unit. It
 * comes from a Gaussian process fitted to the finished trials, with any sampler. Undefined if fewer than two trials
 * have values, or if nothing varies.
 *
 * Throws ERR_INVALID_PARAMS; ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if a standard deviation of the noise is not
 * positive.
 *
 * @param params - All active parameters, and no inactive ones.
 */
export function prediction(
  study: StudyOrSnapshot,
  params: Params,
  options?: PredictionOptions,
): Expectation | undefined {
  const snapshot = snapshotOf(study)
  const read = readOptions(options)
  const { noisy = false } = read
  const { metric } = chosenMetric(snapshot, read)
  checkNoise(noisy)
  const { space } = snapshot
  const valid = validateParams(space, params)
  const source = modelSource(snapshot, sharedGaussianProcess)
  const features = featuresOf(space, source.columns, valid)
  return features && runSync(objectiveModel(source, { target: { metric }, noisy }))?.predict(features)
}

/** The names of {@link PredictionOptions}, for options that contain them. */
export const PREDICTION_NAMES: OptionNames<PredictionOptions> = { ...METRIC_NAMES, noisy: [] }

const readOptions = optionsReader<PredictionOptions>('prediction', PREDICTION_NAMES)
