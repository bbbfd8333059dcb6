import type { Cooperative } from '../math/cooperative.ts'
import { normalCdf } from '../math/normal.ts'
import { foldIn } from '../math/random.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { ModelSource } from './model-source.ts'
import { type TrainingRows, trainingRows } from './training-rows.ts'
import { type Standardized, standardize } from './transforms/standardize.ts'

/** Floor of the success probability, so that no region is excluded for good. */
const LEAST = 1e-4

/**
 * The probability that a trial succeeds: that a surrogate of +1 (success) and −1 (failure) is positive (least-squares
 * classification: Rasmussen & Williams 2006, section 6.5). Undefined while no trial has failed.
 */
export function* successModel({
  snapshot,
  columns,
  surrogate,
}: ModelSource): Cooperative<FeasibilityModel | undefined> {
  const { finishedTrials, trials } = snapshot
  if (columns.kinds.length === 0) return undefined
  const outcomes = finishedTrials.numbers.map((number) => (trials.get(number)?.state === 'failed' ? -1 : 1))
  if (!outcomes.includes(-1)) return undefined
  const rows = yield* trainingRows(snapshot, columns, outcomes)
  const data = { columns: columns.kinds, features: rows.features, values: rows.values }
  const { posterior, transformed } = yield* surrogate.fit(data, {
    losses: (count) => alternating(rows, count),
    transform: standardize,
    noise: () => 'noisy',
    samples: () => 0,
    key: foldIn(snapshot.key, 'success'),
    owner: snapshot.space,
  })
  return modelOf(posterior, transformed)
}

function modelOf(posterior: Posterior, { center, spread }: Pick<Standardized, 'center' | 'spread'>): FeasibilityModel {
  return Object.freeze({
    logProbability(points: Float64Array, count: number) {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) =>
        Math.log(LEAST + (1 - LEAST) * normalCdf((center + spread * m) / (spread * Math.sqrt(variance[i]!)))),
      )
    },
    conditionOnViolation: (point: Float64Array) =>
      modelOf(posterior.condition(point, (-1 - center) / spread), { center, spread }),
  })
}

/** Losses of the first `count` rows that alternate the best successes and the latest failures, so that both have equal
 * shares of the selected rows. */
function alternating({ values, losses }: TrainingRows, count: number): Float64Array {
  const rows = [...values.subarray(0, count).keys()]
  const succeeded = rows.filter((row) => values[row] === 1).sort((a, b) => compare(losses[a]!, losses[b]!) || a - b)
  const failed = rows.filter((row) => values[row] !== 1).reverse()
  const ranks = new Float64Array(count)
  succeeded.forEach((row, rank) => {
    ranks[row] = 2 * rank
  })
  failed.forEach((row, rank) => {
    ranks[row] = 2 * rank + 1
  })
  return ranks
}

/** Compares infinities as equal, although their difference is NaN. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b)
