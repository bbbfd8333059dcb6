import type { Cooperative } from '../math/cooperative.ts'
import { pickRows } from '../math/matrix-rows.ts'
import { foldIn } from '../math/random.ts'
import { posteriorQuantile } from '../surrogates/posterior-quantile.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { ModelSource } from './model-source.ts'
import { type NoiseOption, noiseBelief } from './noise.ts'
import { type ObjectiveTarget, objectiveRows, type TrainingRows } from './training-rows.ts'
import { fitOutputWarp } from './transforms/output-warp.ts'

/**
 * The prediction at a point, in the objective's own unit. The bounds are one standard deviation from the mean in warped
 * values, so in the metric's own unit their distances from the mean differ.
 */
export interface Expectation {
  readonly mean: number
  /** The standard deviation. */
  readonly sd: number
  readonly low: number
  readonly high: number
}

/** The model of a study's objective: a surrogate of warped values, fitted to the finished trials. */
export interface ObjectiveModel {
  /** The selected training rows. The values are warped, to be minimised. */
  readonly data: TrainingRows
  /** The losses of all candidate trials, in the order in which they finished. */
  readonly history: Float64Array
  /** The posterior of the warped values, without pending trials. */
  readonly posterior: Posterior
  /** Predicts the value at a point, in the objective's own unit. */
  predict(features: Float64Array): Expectation
  /** The interval that contains the objective with probability `confidence`, in its own unit, with equal probabilities
   * below `low` and above `high`. Exact, since the warp preserves quantiles. */
  interval(features: Float64Array, confidence: number): { readonly low: number; readonly high: number }
}

export interface ObjectiveModelOptions {
  readonly target: ObjectiveTarget
  /** Default: false. */
  readonly noisy?: NoiseOption
}

/** Minimum number of rows: a single value cannot be compared. */
const MIN_ROWS = 2

/** Fits the objective; undefined if fewer than two finished trials have values, or nothing varies. */
export function* objectiveModel(
  { snapshot, columns, surrogate }: ModelSource,
  { target, noisy = false }: ObjectiveModelOptions,
): Cooperative<ObjectiveModel | undefined> {
  const width = columns.kinds.length
  if (width === 0) return undefined
  const all = yield* objectiveRows(snapshot, columns, target)
  const { features, values, losses, sign } = all
  if (values.length < MIN_ROWS) return undefined
  const data = { columns: columns.kinds, features, values }
  const { transformed, rows, posterior } = yield* surrogate.fit(data, {
    losses: (count) => losses.subarray(0, count),
    transform: fitOutputWarp,
    noise: (own, before, warp) => noiseBelief(noisy, own, before, warp),
    // Random weights change with each suggestion, so samples of hyperparameters could not be reused.
    samples: (count) => ('metric' in target ? samplesFor(count, width) : 0),
    key: foldIn(snapshot.key, 'hyperparameters'),
    owner: snapshot.space,
  })
  const unwarped = (value: number) => sign * transformed.unwarp(value)
  const between = (one: number, other: number) => ({ low: Math.min(one, other), high: Math.max(one, other) })
  return {
    data: {
      features: pickRows(features, rows, width),
      values: transformed.values,
      numbers: pickRows(all.numbers, rows, 1),
      losses: pickRows(losses, rows, 1),
    },
    history: losses,
    posterior,
    predict(point) {
      const { mean, variance } = posterior.predict(point, 1)
      const [center, sd] = [mean[0]!, Math.sqrt(variance[0]!)]
      return {
        mean: unwarped(center),
        sd: transformed.unwarpSd(center, sd),
        ...between(unwarped(center - sd), unwarped(center + sd)),
      }
    },
    interval(point, confidence) {
      const tail = (1 - confidence) / 2
      const quantile = (p: number) => unwarped(posteriorQuantile(posterior, point, p))
      return between(quantile(tail), quantile(1 - tail))
    },
  }
}

/** Maximum number of rows for sampling hyperparameters: more rows determine them. */
const MAX_ROWS_TO_SAMPLE = 64
/** Number of samples of the hyperparameters. */
const SAMPLES = 8
/** Maximum number of columns for sampling, since a sweep visits the hyperparameters of all columns. */
const MAX_COLUMNS_TO_SAMPLE = 40

function samplesFor(rows: number, columns: number): number {
  return rows <= MAX_ROWS_TO_SAMPLE && columns <= MAX_COLUMNS_TO_SAMPLE ? SAMPLES : 0
}
