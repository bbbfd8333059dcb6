import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import type { PointValues } from '../surrogates/surrogate.ts'
import { type FinishedTrial, isFinished } from '../trial/trial-record.ts'
import type { ModelSource } from './model-source.ts'
import { trainingRows } from './training-rows.ts'
import { standardize } from './transforms/standardize.ts'

/** The cost of a trial: its duration in milliseconds, or one of its attributes, in any unit. */
export type CostSource = 'duration' | { readonly attribute: string }

/** The cost of a trial; NaN unless it is a finite number above 0. */
export function costOf({ startedAt, finishedAt, attributes }: FinishedTrial, source: CostSource): number {
  const own = (name: string) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined)
  const cost: unknown = source === 'duration' ? finishedAt - startedAt : own(source.attribute)
  return typeof cost === 'number' && cost > 0 && Number.isFinite(cost) ? cost : Number.NaN
}

/** The total cost of all finished trials, in any state, including those that do not fit the search space. */
export function spentOn({ trials }: StudySnapshot, source: CostSource): number {
  let spent = 0
  for (const trial of trials) if (isFinished(trial)) spent += costOf(trial, source) || 0
  return spent
}

/**
 * The expected logarithm of the cost of a trial: a surrogate of the logarithms of costs (Snoek, Larochelle & Adams,
 * "Practical Bayesian optimization of machine learning algorithms", NIPS 2012, section 3.2). Undefined if fewer than
 * two trials have a cost.
 */
export function* costModel(
  { snapshot, columns, surrogate }: ModelSource,
  cost: CostSource,
): Cooperative<PointValues | undefined> {
  const { finishedTrials, trials } = snapshot
  const logs = finishedTrials.numbers.map((number) => Math.log(costOf(trials.get(number) as FinishedTrial, cost)))
  const { features, values, losses } = yield* trainingRows(snapshot, columns, logs)
  if (columns.kinds.length === 0 || values.length < 2) return undefined
  const data = { columns: columns.kinds, features, values }
  const { posterior, transformed } = yield* surrogate.fit(data, {
    losses: (count) => losses.subarray(0, count),
    transform: standardize,
    noise: () => 'noisy',
    samples: () => 0,
    key: foldIn(snapshot.key, 'cost'),
    owner: snapshot.space,
  })
  const { center, spread } = transformed
  return (points, count) => posterior.predict(points, count).mean.map((mean) => center + spread * mean)
}
