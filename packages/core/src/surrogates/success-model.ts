import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { normalCdf } from '../math/normal.ts'
import { foldIn } from '../math/random.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { FeatureColumns } from './feature-columns.ts'
import { type GpRows, rowsWith } from './gp-data.ts'
import { scheduledFit } from './scheduled-fit.ts'
import { type Standardised, standardise } from './standardised.ts'
import type { Posterior } from './surrogate.ts'

/** No place is ruled out for good: where everything nearby has failed, what else is hoped for decides. */
const LEAST = 1e-4

/**
 * Where trials succeed, as learned from those that failed: a Gaussian process on +1 for success and −1 for failure, whose
 * sign decides (least-squares classification: Rasmussen & Williams 2006, section 6.5). Undefined while none has failed.
 */
export function* successModel(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
): Cooperative<FeasibilityModel | undefined> {
  const { finished, trials } = snapshot
  if (columns.kinds.length === 0) return undefined
  const outcomes = finished.numbers.map((number) => (trials.get(number)?.state === 'failed' ? -1 : 1))
  if (!outcomes.includes(-1)) return undefined
  const rows = rowsWith(snapshot, columns, outcomes)
  const { posterior, transformed } = yield* scheduledFit(snapshot.space, {
    ...rows,
    merits: (count) => takingTurns(rows, count),
    kinds: columns.kinds,
    transform: standardise,
    noise: () => 'noisy',
    samples: () => 0,
    key: foldIn(snapshot.key, 'success'),
  })
  return modelOf(posterior, transformed)
}

function modelOf(posterior: Posterior, { centre, spread }: Pick<Standardised, 'centre' | 'spread'>): FeasibilityModel {
  return Object.freeze({
    logProbability(points: Float64Array, count: number) {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) =>
        Math.log(LEAST + (1 - LEAST) * normalCdf((centre + spread * m) / (spread * Math.sqrt(variance[i]!)))),
      )
    },
    missedAt: (point: Float64Array) => modelOf(posterior.condition(point, (-1 - centre) / spread), { centre, spread }),
  })
}

/** Of the first so many: the best that succeeded and the latest that failed have equal shares, in turns. */
function takingTurns({ values, merits }: GpRows, count: number): Float64Array {
  const places = [...values.subarray(0, count).keys()]
  const succeeded = places.filter((row) => values[row] === 1).sort((a, b) => compare(merits[a]!, merits[b]!) || a - b)
  const failed = places.filter((row) => values[row] !== 1).reverse()
  const turns = new Float64Array(count)
  succeeded.forEach((row, rank) => {
    turns[row] = 2 * rank
  })
  failed.forEach((row, rank) => {
    turns[row] = 2 * rank + 1
  })
  return turns
}

/** Infinities are equal, though their difference is not zero. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b)
