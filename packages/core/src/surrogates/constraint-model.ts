import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import { truncatedNormalLogMass } from '../math/truncated-normal.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import { type BilogValues, bilog } from './bilog.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { FeatureColumns } from './feature-columns.ts'
import { rowsWith } from './gp-data.ts'
import type { NoiseOption } from './noise.ts'
import { scheduledFit } from './scheduled-fit.ts'
import type { Posterior } from './surrogate.ts'

/**
 * A Gaussian process on the values of one constraint, from all trials that measured it, even if they failed (Gardner et
 * al. 2014); undefined where none did.
 *
 * @param name - One of `snapshot.constraints`.
 * @param noisy - What is said about the metric: where its values are noisy, those of constraints will be so too.
 */
export function* constraintModel(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  name: string,
  noisy: NoiseOption,
): Cooperative<FeasibilityModel | undefined> {
  const { finished, constraints } = snapshot
  const names = Object.keys(constraints)
  const column = names.indexOf(name)
  const measured = finished.numbers.map((_, row) => finished.constraintValues[row * names.length + column]!)
  const rows = rowsWith(snapshot, columns, measured)
  if (columns.kinds.length === 0 || rows.values.length === 0) return undefined
  const { posterior, transformed } = yield* scheduledFit(snapshot.space, {
    ...rows,
    merits: (count) => rows.merits.subarray(0, count),
    kinds: columns.kinds,
    transform: (values) => bilog(constraints[name] as OutcomeConstraint, values),
    noise: () => (noisy ? 'noisy' : 'quiet'),
    samples: () => 0,
    key: foldIn(foldIn(snapshot.key, 'constraint'), name),
  })
  return modelOf(posterior, transformed)
}

function modelOf(posterior: Posterior, { values, low, high }: BilogValues): FeasibilityModel {
  const missed = values.filter((value) => value < low || value > high)
  return Object.freeze({
    logProbability(points: Float64Array, count: number) {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) => truncatedNormalLogMass({ mean: m, sd: Math.sqrt(variance[i]!), low, high }))
    },
    missedAt(point: Float64Array) {
      const expected = posterior.predict(point, 1).mean[0]!
      const isMiss = expected < low || expected > high
      const value = isMiss ? expected : nearest(missed, expected)
      return modelOf(posterior.condition(point, value), { values, low, high })
    },
  })
}

/** The value nearest to a target; the target itself of none. */
const nearest = (values: Float64Array, target: number) =>
  values.reduce(
    (best, value) => (Math.abs(value - target) < Math.abs(best - target) ? value : best),
    values[0] ?? target,
  )
