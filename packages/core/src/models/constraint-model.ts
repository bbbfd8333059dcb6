import type { Cooperative } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import { truncatedNormalLogMass } from '../math/truncated-normal.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { ModelSource } from './model-source.ts'
import type { NoiseOption } from './noise.ts'
import { trainingRows } from './training-rows.ts'
import { type BilogValues, bilog } from './transforms/bilog.ts'

/**
 * The probability that a trial satisfies a constraint: a surrogate of its measured values, including those of failed
 * trials (Gardner et al. 2014). Undefined if no trial measured it.
 *
 * @param name - One of `snapshot.constraints`.
 * @param noisy - The noise of the metric: if its values are noisy, those of the constraint are assumed to be noisy,
 *   too.
 */
export function* constraintModel(
  { snapshot, columns, surrogate }: ModelSource,
  name: string,
  noisy: NoiseOption,
): Cooperative<FeasibilityModel | undefined> {
  const { finishedTrials, constraints } = snapshot
  const names = Object.keys(constraints)
  const column = names.indexOf(name)
  const { constraintValues } = finishedTrials
  const measured = finishedTrials.numbers.map((_, row) => constraintValues[row * names.length + column]!)
  const { features, values, losses } = yield* trainingRows(snapshot, columns, measured)
  if (columns.kinds.length === 0 || values.length === 0) return undefined
  const data = { columns: columns.kinds, features, values }
  const { posterior, transformed } = yield* surrogate.fit(data, {
    losses: (count) => losses.subarray(0, count),
    transform: (own) => bilog(constraints[name] as OutcomeConstraint, own),
    noise: () => (noisy ? 'noisy' : 'quiet'),
    samples: () => 0,
    key: foldIn(foldIn(snapshot.key, 'constraint'), name),
    owner: snapshot.space,
  })
  return modelOf(posterior, transformed)
}

function modelOf(posterior: Posterior, { values, low, high }: BilogValues): FeasibilityModel {
  const violating = values.filter((value) => value < low || value > high)
  return Object.freeze({
    logProbability(points: Float64Array, count: number) {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) => truncatedNormalLogMass({ mean: m, sd: Math.sqrt(variance[i]!), low, high }))
    },
    conditionOnViolation(point: Float64Array) {
      const expected = posterior.predict(point, 1).mean[0]!
      const isViolation = expected < low || expected > high
      const value = isViolation ? expected : nearest(violating, expected)
      return modelOf(posterior.condition(point, value), { values, low, high })
    },
  })
}

/** The value nearest to a target; the target itself if there are no values. */
const nearest = (values: Float64Array, target: number) =>
  values.reduce(
    (best, value) => (Math.abs(value - target) < Math.abs(best - target) ? value : best),
    values[0] ?? target,
  )
