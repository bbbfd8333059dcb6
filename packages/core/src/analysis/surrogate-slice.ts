/**
 * The picture that explains Bayesian optimisation: along one parameter, with the others as in the best trial, what the
 * Gaussian process expects of the objective, how sure it is, and where it would be most worth trying next.
 */
import { feasibilityWeights, wasOfUse, withPendingMissed } from '../acquisition/feasibility.ts'
import { rankByMean } from '../acquisition/incumbent.ts'
import { logExpectedImprovement } from '../acquisition/log-ei.ts'
import { imaginePending } from '../acquisition/pending-trials.ts'
import { weighted, weightsAlone } from '../acquisition/weighted.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { runAtOnce } from '../math/steps.ts'
import { decodeParams, encodeParams } from '../space/encode.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { FeasibilityModel } from '../surrogates/feasibility-model.ts'
import { feasibilityModelsInSteps } from '../surrogates/feasibility-models.ts'
import { featureColumns, featuresOf } from '../surrogates/feature-columns.ts'
import { pendingFeatures } from '../surrogates/gp-data.ts'
import { checkNoise } from '../surrogates/noise.ts'
import { type StudyModel, studyModel } from '../surrogates/study-model.ts'
import { totalViolation } from '../trial/constraint.ts'
import { isBetter } from '../trial/direction.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'
import { type AnalyzedMetric, chosenMetric } from './chosen-metric.ts'
import { type AxisOfDimension, type ParameterAxis, parameterAxes } from './parameter-axis.ts'
import type { PredictionOptions } from './prediction.ts'
import { type SlicePoint, sliceData } from './slice.ts'

export interface SurrogateSliceOptions extends PredictionOptions {
  /** The name of a parameter with more than one value. */
  readonly parameter: string
  /** How many places along a continuous parameter; 101 unless given. */
  readonly resolution?: number
}

export interface SurrogatePoint {
  /** The value of the parameter, or the index of its category. */
  readonly at: number
  /** What is expected, in the metric's own unit. */
  readonly mean: number
  /** One standard deviation below and above the mean, in the metric's own unit. */
  readonly low: number
  readonly high: number
  /** The logarithm of the expected improvement on the best, of warped values, times the probabilities that a trial
   * succeeds and meets the constraints, or of these alone while none has met them: only differences mean something. */
  readonly acquisition: number
}

export interface SurrogateSlice extends AnalyzedMetric {
  readonly axis: ParameterAxis
  /** By rising position. */
  readonly points: readonly SurrogatePoint[]
  /** The completed trials at their own values of the parameter. The others' values differ from the slice's. */
  readonly trials: readonly SlicePoint[]
  /** The trial whose other parameters the slice goes through: the best, of those that meet all constraints if any do. */
  readonly through: number
}

/**
 * Undefined while there is too little to learn from: before two trials have completed.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT for a parameter that the study does not have or that does not vary, and
 *   for other options out of range
 */
export function surrogateSlice(snapshot: StudySnapshot, options: SurrogateSliceOptions): SurrogateSlice | undefined {
  const { parameter, resolution = 101, noisy = false } = options
  const chosen = chosenMetric(snapshot, options)
  checkNoise(noisy)
  const axes = parameterAxes(snapshot, { parameters: [parameter] })
  if (!axes.some(({ dimension }) => dimension.domain.levels > 1)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${parameter} has one value only, so there is no slice along it.`)
  }
  if (!(Number.isSafeInteger(resolution) && resolution >= 2)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `resolution is an integer from 2 on, not ${resolution}.`)
  }
  const columns = featureColumns(snapshot.space)
  const model = studyModel(snapshot, columns, { target: { metric: chosen.metric }, noisy })
  const found = model && bestOn(snapshot, axes, chosen)
  if (!found) return undefined
  const { best, chosenAxis } = found
  const feasibility = runAtOnce(feasibilityModelsInSteps(snapshot, columns, noisy))
  const acquisition = acquisitionOf(model, feasibility, pendingFeatures(snapshot, columns))
  const points = placesAlong(snapshot.space, chosenAxis, best, resolution).flatMap(({ at, params }) => {
    const features = featuresOf(snapshot.space, columns, params)
    if (!features) return []
    const { mean, low, high } = model.predict(features)
    return [{ at, mean, low, high, acquisition: acquisition.evaluate(features, 1)[0] as number }]
  })
  const trials = sliceData(snapshot, { metric: chosen.metric, parameters: [parameter] }).slices.find(
    ({ axis }) => axis.id === chosenAxis.axis.id,
  )
  return { ...chosen, axis: chosenAxis.axis, points, trials: trials?.points ?? [], through: best.number }
}

/** The best completed trial in which the parameter is active, and the axis that it is active on. One that violates
 * constraints less is better than one that violates them more, whatever their values (Deb 2000). */
function bestOn(snapshot: StudySnapshot, axes: readonly AxisOfDimension[], { metric, direction }: AnalyzedMetric) {
  let best: { readonly trial: CompletedTrial; readonly violated: number; readonly value: number } | undefined
  for (const trial of snapshot.trials) {
    if (trial.state !== 'completed' || !encodeParams(snapshot.space, trial.params)) continue
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

/** As the sampler would see it now: trials that are running count as done, and places where trials are of no use count
 * for little. */
function acquisitionOf(
  { data, posterior }: StudyModel,
  feasibility: readonly FeasibilityModel[],
  pending: readonly Float64Array[],
) {
  const { best, order } = rankByMean(posterior, data.features, data.values.length, wasOfUse(data))
  if (order.length === 0) {
    return weightsAlone('feasibility', feasibilityWeights(runAtOnce(withPendingMissed(feasibility, pending))))
  }
  const improvement = logExpectedImprovement(runAtOnce(imaginePending(posterior, pending, best)), best)
  return weighted(improvement, feasibilityWeights(feasibility))
}

/** Params along one dimension, by rising position, each position once; a parameter that becomes active on the way
 * stands in the middle of its range. */
function placesAlong(
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
