/**
 * The slice of the surrogate: along one parameter, with the others as in the best trial, the Gaussian process's
 * prediction of the objective, its uncertainty, and the acquisition function of the next trial.
 */
import { type CostOption, checkCost } from '../acquisition/preferences/cost-option.ts'
import { preferenceWeights } from '../acquisition/preferences/preference-weights.ts'
import { checkUserPriors, type UserPriors } from '../acquisition/preferences/user-prior.ts'
import { searchGoal } from '../acquisition/search-goal.ts'
import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { SweetspotError } from '../errors.ts'
import { eligibleTrials } from '../journal/eligible-trials.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { runSync } from '../math/cooperative.ts'
import { featuresOf } from '../models/features.ts'
import { modelSource } from '../models/model-source.ts'
import { checkNoise } from '../models/noise.ts'
import { searchModels } from '../models/search-models.ts'
import { pendingFeatures } from '../models/training-rows.ts'
import { decodeParams, encodeParams } from '../space/encode.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { sharedGaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { totalViolation } from '../trial/constraint.ts'
import { isBetter } from '../trial/direction.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'
import { type AnalyzedMetric, chosenMetric } from './chosen-metric.ts'
import { type AxisOfDimension, type ParameterAxis, parameterAxes } from './parameter-axis.ts'
import { PREDICTION_NAMES, type PredictionOptions } from './prediction.ts'
import { type SlicePoint, sliceData } from './slice.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** Options of {@link surrogateSlice}. */
export interface SurrogateSliceOptions extends PredictionOptions {
  /** The name of a parameter with more than one value. */
  readonly parameter: string
  /** The number of points along a continuous parameter. Default: 101. */
  readonly resolution?: number
  /** The priors passed to the sampler; they weight the acquisition function. */
  readonly priors?: UserPriors
  /** The cost passed to the sampler; it weights the acquisition function. */
  readonly cost?: CostOption
}

/** The surrogate at one value of the parameter. */
export interface SurrogatePoint {
  /** The value of the parameter, or the index of its category. */
  readonly at: number
  /** The expected value, in the metric's own unit. */
  readonly mean: number
  /** One standard deviation below and above the mean, in the metric's own unit. */
  readonly low: number
  readonly high: number
  /**
   * The value of the acquisition function. Only differences are meaningful. `log-ei` and `feasibility` are logarithms.
   */
  readonly acquisition: number
}

/** The prediction and the acquisition function along one parameter, with the trials. */
export interface SurrogateSlice extends AnalyzedMetric {
  readonly axis: ParameterAxis
  /**
   * The name of the acquisition function of the Gaussian-process sampler for the next trial of the study: `log-ei`, the
   * logarithm of the expected improvement on the best, of warped values; `ucb` for every tenth trial; sometimes
   * `exploration`, with many pending trials; `feasibility` while no trial is feasible. It is weighted by the
   * probabilities that a trial succeeds and satisfies the constraints, and by priors and cost. In a study of several
   * metrics, which the sampler combines, it is the function for this metric alone.
   */
  readonly acquisitionFunction: string
  /** Sorted by position. */
  readonly points: readonly SurrogatePoint[]
  /** The completed trials at their own values of the parameter. Their other params differ from those of the slice. */
  readonly trials: readonly SlicePoint[]
  /**
   * The number of the trial through which the slice passes: the best trial, among those that meet all constraints if
   * any do.
   */
  readonly through: number
}

/**
 * Returns the prediction and the acquisition function along one parameter, as in the Gaussian-process sampler with the
 * same `noisy`, `priors` and `cost` for the next trial of the study. Undefined if there are too few data: before two
 * trials have completed.
 *
 * Throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if the study does not have the parameter, the parameter does not
 * vary, or another option is invalid.
 */
export function surrogateSlice(study: StudyOrSnapshot, options: SurrogateSliceOptions): SurrogateSlice | undefined {
  const snapshot = snapshotOf(study)
  const read = readOptions(options)
  const { parameter, resolution = 101, noisy = false, priors = {}, cost } = read
  const chosen = chosenMetric(snapshot, read)
  checkNoise(noisy)
  checkUserPriors(priors)
  if (cost !== undefined) checkCost(cost)
  const axes = parameterAxes(snapshot, { parameters: [parameter] })
  if (!axes.some(({ dimension }) => dimension.domain.levels > 1)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a parameter that varies; ${parameter} has a single value.`,
    )
  }
  const isCount = Number.isSafeInteger(resolution) && resolution >= 2 && resolution <= MAX_RESOLUTION
  checkArgument('resolution', resolution, isCount, `an integer from 2 to ${MAX_RESOLUTION}`)
  const source = modelSource(snapshot, sharedGaussianProcess)
  const models = runSync(searchModels(source, { target: { metric: chosen.metric }, noisy }))
  const model = models?.metricModel
  const found = bestOn(snapshot, axes, chosen)
  if (!models || !model || !found) return undefined
  const { best, chosenAxis } = found
  const { acquisition } = runSync(
    searchGoal({
      models,
      pending: pendingFeatures(snapshot, source.columns),
      number: snapshot.trials.next,
      preferences: runSync(preferenceWeights(source, { priors, cost })),
    }),
  )
  const points = pointsAlong(snapshot.space, chosenAxis, best, resolution).flatMap(({ at, params }) => {
    const features = featuresOf(snapshot.space, source.columns, params)
    if (!features) return []
    const { mean, low, high } = model.predict(features)
    return [{ at, mean, low, high, acquisition: acquisition.evaluate(features, 1)[0] as number }]
  })
  const trials = sliceData(snapshot, { metric: chosen.metric, parameters: [parameter] }).slices.find(
    ({ axis }) => axis.id === chosenAxis.axis.id,
  )
  return {
    ...chosen,
    axis: chosenAxis.axis,
    acquisitionFunction: acquisition.name,
    points,
    trials: trials?.points ?? [],
    through: best.number,
  }
}

/**
 * The best completed trial in which the parameter is active, and its axis. A trial with less violation is better,
 * whatever the values (Deb 2000).
 */
function bestOn(snapshot: StudySnapshot, axes: readonly AxisOfDimension[], { metric, direction }: AnalyzedMetric) {
  let best: { readonly trial: CompletedTrial; readonly violated: number; readonly value: number } | undefined
  for (const trial of eligibleTrials(snapshot)) {
    if (!encodeParams(snapshot.space, trial.params)) continue
    if (!axes.some(({ position }) => position(trial.params) !== undefined)) continue
    const violated = totalViolation(snapshot.constraints, trial.values)
    const value = trial.values[metric] as number
    const isBetterTrial =
      !best || violated < best.violated || (violated === best.violated && isBetter(direction, value, best.value))
    if (isBetterTrial) best = { trial, violated, value }
  }
  const trial = best?.trial
  const chosenAxis = trial && axes.find(({ position }) => position(trial.params) !== undefined)
  return trial && chosenAxis && { best: trial, chosenAxis }
}

/**
 * The distinct params along one dimension, sorted by position. Parameters that become active on the way are in the
 * middle of their range.
 */
function pointsAlong(
  space: SearchSpace,
  { dimension, position }: AxisOfDimension,
  best: CompletedTrial,
  resolution: number,
) {
  const { domain } = dimension
  const { levels } = domain
  const own = space.dimensions.indexOf(dimension)
  const base = (encodeParams(space, best.params) as Float64Array).map((unit, index) =>
    Number.isNaN(unit) && !space.dimensions[index]?.optional ? 0.5 : unit,
  )
  const all = levels <= resolution
  const places = Array.from({ length: all ? levels : resolution }, (_, place) => {
    base[own] = all ? domain.toUnit(domain.valueAt(place)) : place / (resolution - 1)
    const params = decodeParams(space, base)
    return { at: position(params), params }
  })
  return places.flatMap(({ at, params }, place) =>
    at === undefined || at === places[place - 1]?.at ? [] : [{ at, params }],
  )
}

/** Maximum resolution: more points are a mistake and take very long. */
const MAX_RESOLUTION = 100_000

const readOptions = optionsReader<SurrogateSliceOptions>('surrogateSlice', {
  ...PREDICTION_NAMES,
  parameter: ['param', 'params', 'parameters'],
  resolution: [],
  priors: [],
  cost: [],
})
