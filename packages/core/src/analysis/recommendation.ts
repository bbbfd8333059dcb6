/**
 * The recommended trial. With noisy results, the best of many values is the luckiest of many good ones: its true value
 * is worse than measured, and often worse than that of another trial (the winner's curse). A model of all trials can
 * separate luck from quality.
 */
import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { runSync } from '../math/cooperative.ts'
import { type FeatureColumns, featuresOf } from '../models/features.ts'
import { modelSource } from '../models/model-source.ts'
import { checkNoise, type NoiseOption } from '../models/noise.ts'
import { type ObjectiveModel, objectiveModel } from '../models/objective-model.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { sharedGaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { probabilityBetter } from '../surrogates/probability-better.ts'
import { isBetter } from '../trial/direction.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'
import { feasibleTrials, multipleObjectives } from './best-trial.ts'
import { type AnalyzedMetric, chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/**
 * Options of {@link recommendation}.
 *
 * @typeParam M - The names of the metrics.
 */
export interface RecommendationOptions<M extends string = string> extends MetricOption<M> {
  /**
   * The noise of the values when a trial is repeated, preferably as a standard deviation. Default: `'unknown'`, so it
   * is inferred from the values.
   */
  readonly noisy?: NoiseOption
  /**
   * The probability of the intervals, and the confidence with which a trial counts as worse than the recommended one:
   * between 0 and 1, exclusive. Default: 0.95.
   */
  readonly confidence?: number
}

/**
 * A trial with its prediction by the model.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface JudgedTrial<P = Params, M extends string = string, C extends string = never> {
  /** The first trial with these params. */
  readonly trial: CompletedTrial<P, M, C>
  /** The numbers of all trials with these params. */
  readonly numbers: readonly number[]
  /** The expected true value, without measurement noise, in the metric's own unit. */
  readonly mean: number
  /**
   * The bounds of the credible interval: the true value is between `low` and `high` with probability `confidence`, and
   * equally likely to be below or above. −Infinity and Infinity if there is nothing to compare with.
   */
  readonly low: number
  readonly high: number
}

/**
 * A trial that cannot be distinguished from the recommended one.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface TiedTrial<P = Params, M extends string = string, C extends string = never>
  extends JudgedTrial<P, M, C> {
  /** The probability that its true value is better than that of the recommended trial. */
  readonly probabilityBetter: number
}

/**
 * The recommended trial and its ties.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface Recommendation<P = Params, M extends string = string, C extends string = never>
  extends AnalyzedMetric,
    JudgedTrial<P, M, C> {
  readonly confidence: number
  /**
   * The other trials that cannot be distinguished from the recommended one: those whose true value is better with a
   * probability of at least 1 − `confidence`, most probable first. Choose among them by other criteria.
   */
  readonly tied: readonly TiedTrial<P, M, C>[]
}

/** The trials at one point. */
interface TriedPoint {
  readonly features: Float64Array
  readonly trials: readonly [CompletedTrial, ...CompletedTrial[]]
}

/**
 * Returns the completed trial with the best expected true value, among those that meet all constraints. The expectation
 * comes from a Gaussian process fitted to all finished trials, with any sampler. Trials that do not fit the current
 * declared space are left out. If the model cannot be fitted (fewer than two trials have values, nothing varies, or no
 * trial fits a define-by-run space), the trial with the best value is returned, with an infinite interval.
 *
 * Throws ERR_MULTIPLE_OBJECTIVES if the study has several metrics and none is chosen; ERR_INVALID_ARGUMENT if an option
 * is invalid; ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS, ERR_UNKNOWN_METRIC.
 */
export function recommendation(study: StudyOrSnapshot, options?: RecommendationOptions): Recommendation {
  const snapshot = snapshotOf(study)
  const read = readOptions(options)
  const { confidence = 0.95, noisy = 'unknown' } = read
  if (read.metric === undefined && snapshot.metrics.length > 1) throw multipleObjectives(snapshot)
  const chosen = chosenMetric(snapshot, read)
  checkNoise(noisy)
  const isConfidence = typeof confidence === 'number' && confidence > 0 && confidence < 1
  checkArgument('confidence', confidence, isConfidence, 'a number between 0 and 1')
  const source = modelSource(snapshot, sharedGaussianProcess)
  const { columns } = source
  const trials = feasibleTrials(snapshot)
  const points = pointsOf(trials, snapshot.space, columns)
  const model = runSync(objectiveModel(source, { target: { metric: chosen.metric }, noisy }))
  const [first] = points
  if (!model || !first) {
    return { ...chosen, confidence, ...unmodelled(first?.trials ?? [bestOf(trials, chosen)], chosen.metric), tied: [] }
  }

  const count = points.length
  const features = new Float64Array(count * columns.kinds.length)
  points.forEach((point, index) => features.set(point.features, index * columns.kinds.length))
  const { mean } = model.posterior.predict(features, count)
  const best = mean.indexOf(mean.reduce((least, value) => Math.min(least, value)))
  const probabilities = probabilityBetter(model.posterior, features, count, (points[best] as TriedPoint).features)
  const tied = points.flatMap((point, index): TiedTrial[] => {
    const probability = probabilities[index] as number
    const isWorse = index === best || probability < 1 - confidence
    return isWorse ? [] : [{ ...judged(point, model, confidence), probabilityBetter: probability }]
  })
  tied.sort((a, b) => b.probabilityBetter - a.probabilityBetter)
  return { ...chosen, confidence, ...judged(points[best] as TriedPoint, model, confidence), tied }
}

/** The distinct points of the trials that fit the space, by the first trial at each. */
function pointsOf(
  trials: readonly CompletedTrial[],
  space: SearchSpace,
  columns: FeatureColumns,
): readonly TriedPoint[] {
  const points = new Map<string, { features: Float64Array; trials: [CompletedTrial, ...CompletedTrial[]] }>()
  for (const trial of trials) {
    const features = featuresOf(space, columns, trial.params)
    const point = features && points.get(features.join())
    if (point) point.trials.push(trial)
    else if (features) points.set(features.join(), { features, trials: [trial] })
  }
  return [...points.values()]
}

const bestOf = (trials: readonly CompletedTrial[], { metric, direction }: AnalyzedMetric) =>
  trials.reduce((best, trial) =>
    isBetter(direction, trial.values[metric] as number, best.values[metric] as number) ? trial : best,
  )

function judged({ features, trials }: TriedPoint, model: ObjectiveModel, confidence: number): JudgedTrial {
  const { mean } = model.predict(features)
  return {
    trial: trials[0],
    numbers: trials.map(({ number }) => number),
    mean,
    ...model.interval(features, confidence),
  }
}

function unmodelled(trials: TriedPoint['trials'], metric: string): JudgedTrial {
  return {
    trial: trials[0],
    numbers: trials.map(({ number }) => number),
    mean: trials.reduce((sum, { values }) => sum + (values[metric] as number) / trials.length, 0),
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  }
}

const readOptions = optionsReader<RecommendationOptions>(
  'recommendation',
  {
    ...METRIC_NAMES,
    noisy: [],
    confidence: ['level'],
  },
  { notes: { alpha: 'Write { confidence: 1 - alpha }.' } },
)
