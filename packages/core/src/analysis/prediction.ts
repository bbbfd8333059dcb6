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

export interface PredictionOptions<M extends string = string> extends MetricOption<M> {
  /** Whether repeating a trial gives visibly different values: as the sampler was told. Default: false. */
  readonly noisy?: NoiseOption
}

/**
 * The prediction for `params`, tried or not, of a Gaussian process that has learned from the finished trials, whatever the
 * sampler was: of the true value, without the noise of a measurement, in the metric's own unit. Undefined while fewer than
 * two trials have values, or if nothing varies.
 *
 * Throws ERR_INVALID_PARAMS, ERR_UNKNOWN_METRIC, or ERR_INVALID_ARGUMENT for an sd of noise that is not positive.
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

/** The names of {@link PredictionOptions}, for the lists of functions that have them. */
export const PREDICTION_NAMES: OptionNames<PredictionOptions> = { ...METRIC_NAMES, noisy: [] }

const readOptions = optionsReader<PredictionOptions>('prediction', PREDICTION_NAMES)
