import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { pickRows } from '../math/matrix-rows.ts'
import { foldIn } from '../math/random.ts'
import type { FeatureColumns } from './feature-columns.ts'
import { type GpRows, type GpTarget, gpData } from './gp-data.ts'
import { type NoiseOption, noiseBelief } from './noise.ts'
import { fitOutputWarp } from './output-warp.ts'
import { posteriorQuantile } from './posterior-quantile.ts'
import { scheduledFit } from './scheduled-fit.ts'
import type { Posterior } from './surrogate.ts'

/** What is expected somewhere, in the objective's own unit. `low` and `high` are one sd to either side of the mean; they
 * are not equally far from it, since the warp bends. */
export interface Expectation {
  readonly mean: number
  readonly sd: number
  readonly low: number
  readonly high: number
}

/** What the finished trials of a study say about its objective: a Gaussian process on warped values. */
export interface StudyModel {
  /** What it has learned from; of many trials the most telling ones. The values are warped, to be minimised. */
  readonly data: GpRows
  /** The merits of all trials that it might learn from, in the order in which they finished. */
  readonly history: Float64Array
  /** Of the warped values; without the trials that are running. */
  readonly posterior: Posterior
  predict(features: Float64Array): Expectation
  /** Where the objective lies with the probability `confidence`, in its own unit: below `low` and above `high` it lies with
   * equal probabilities. Exact, as quantiles go through the warp. */
  interval(features: Float64Array, confidence: number): { readonly low: number; readonly high: number }
}

export interface StudyModelOptions {
  readonly target: GpTarget
  readonly noisy?: NoiseOption
}

/** With fewer trials than two there is nothing to compare. */
const MIN_ROWS = 2

/** Fits the finished trials of a study; undefined where fewer than two of them have values, or nothing varies. */
export function* studyModel(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  { target, noisy = false }: StudyModelOptions,
): Cooperative<StudyModel | undefined> {
  if (columns.kinds.length === 0) return undefined
  const data = gpData(snapshot, columns, target)
  if (data.values.length < MIN_ROWS) return undefined
  const { transformed, rows, posterior } = yield* scheduledFit(snapshot.space, {
    ...data,
    merits: (count) => data.merits.subarray(0, count),
    kinds: columns.kinds,
    transform: fitOutputWarp,
    noise: (features, values, warp) => noiseBelief(noisy, features, values, warp),
    // Random weights are drawn anew for each suggestion, so that draws of hyperparameters would serve one only.
    samples: (rows) => ('metric' in target ? drawsFor(rows, columns.kinds.length) : 0),
    key: foldIn(snapshot.key, 'hyperparameters'),
  })
  const { sign } = data
  return {
    data: {
      features: pickRows(data.features, rows, columns.kinds.length),
      values: transformed.values,
      numbers: pickRows(data.numbers, rows, 1),
      merits: pickRows(data.merits, rows, 1),
    },
    history: data.merits,
    posterior,
    predict(point) {
      const { mean, variance } = posterior.predict(point, 1)
      const [centre, sd] = [mean[0]!, Math.sqrt(variance[0]!)]
      const ends = [sign * transformed.unwarp(centre - sd), sign * transformed.unwarp(centre + sd)] as const
      return {
        mean: sign * transformed.unwarp(centre),
        sd: transformed.unwarpSd(centre, sd),
        low: Math.min(...ends),
        high: Math.max(...ends),
      }
    },
    interval(point, confidence) {
      const tail = (1 - confidence) / 2
      const ends = [tail, 1 - tail].map((p) => sign * transformed.unwarp(posteriorQuantile(posterior, point, p)))
      return { low: Math.min(...ends), high: Math.max(...ends) }
    },
  }
}

/** As long as so few data leave the hyperparameters open, as many draws of them are averaged over. */
const MAX_ROWS_TO_DRAW = 64
const DRAWS = 8
/** Each draw goes through all hyperparameters, one for each column. */
const MAX_COLUMNS_TO_DRAW = 40

function drawsFor(rows: number, columns: number): number {
  return rows <= MAX_ROWS_TO_DRAW && columns <= MAX_COLUMNS_TO_DRAW ? DRAWS : 0
}
