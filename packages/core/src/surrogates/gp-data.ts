import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Key } from '../math/random.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import { type FeatureColumns, featuresOf } from './feature-columns.ts'
import { scalarize } from './scalarize.ts'

/** What is learned: one metric, or all of them by random weights. */
export type GpTarget = { readonly metric: string } | { readonly weights: Key }

/** What a Gaussian process learns from: a row for each trial that says something. */
export interface GpData {
  /** Row-major, `values.length × columns`. */
  readonly features: Float64Array
  /** To be minimised, in the objective's own unit but for the sign. */
  readonly values: Float64Array
  /** Numbers of the trials in the rows. */
  readonly numbers: Float64Array
  /** 1 where the objective is minimised and -1 where it is maximised. */
  readonly sign: number
}

/** Above this the cost of a fit, which grows with the cube, outweighs what far and poor trials have to say. */
const MAX_ROWS = 300

/**
 * The training data of a snapshot. A trial that failed counts as bad as the worst that completed, so that the region is
 * left; a pruned one counts with the last value it reported.
 */
export function gpData(snapshot: StudySnapshot, columns: FeatureColumns, target: GpTarget): GpData {
  const { finished, directions } = snapshot
  const sign = 'metric' in target && directions[target.metric] === 'maximize' ? -1 : 1
  const values = 'metric' in target ? metricValues(snapshot, target.metric, sign) : scalarize(snapshot, target.weights)
  const worst = values.reduce((high, value) => (value > high ? value : high), Number.NEGATIVE_INFINITY)
  const rows = [...finished.numbers.keys()].filter((row) => worst > Number.NEGATIVE_INFINITY && row < values.length)
  const filled = rows.map((row) => (Number.isNaN(values[row] as number) ? worst : (values[row] as number)))
  const kept = mostTelling(rows, filled)
  const width = columns.kinds.length
  const features = new Float64Array(kept.length * width)
  kept.forEach((place, index) => columns.write(finished.units, rows[place] as number, features, index * width))
  return {
    features,
    values: Float64Array.from(kept, (place) => filled[place] as number),
    numbers: Float64Array.from(kept, (place) => finished.numbers[rows[place] as number] as number),
    sign,
  }
}

function metricValues({ finished, metrics, trials }: StudySnapshot, metric: string, sign: number): Float64Array {
  const column = metrics.indexOf(metric)
  return finished.numbers.map((number, row) => {
    const value = finished.values[row * metrics.length + column] as number
    if (!Number.isNaN(value)) return sign * value
    const trial = trials.get(number) as FinishedTrial
    const last = trial.state === 'pruned' ? trial.measurements.at(-1)?.values[metric] : undefined
    return last !== undefined && Number.isFinite(last) ? sign * last : Number.NaN
  })
}

/** All rows, or of many the best and the latest: places in `rows`, in their order. */
function mostTelling(rows: readonly number[], values: readonly number[]): number[] {
  const places = [...rows.keys()]
  if (places.length <= MAX_ROWS) return places
  const best = new Set(places.toSorted((a, b) => (values[a] as number) - (values[b] as number)).slice(0, MAX_ROWS / 2))
  const latest = places.filter((place) => !best.has(place)).slice(-MAX_ROWS / 2)
  return [...best, ...latest].sort((a, b) => a - b)
}

/** Features of the trials that are running. */
export function pendingFeatures({ running, space }: StudySnapshot, columns: FeatureColumns): Float64Array[] {
  return running.flatMap(({ params }) => featuresOf(space, columns, params) ?? [])
}
