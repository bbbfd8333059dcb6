import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import { type FinishedTrial, isFinished } from '../trial/trial-record.ts'
import type { FeatureColumns } from './feature-columns.ts'
import { rowsWith } from './gp-data.ts'
import { scheduledFit } from './scheduled-fit.ts'
import { standardise } from './standardised.ts'
import type { PointValues } from './surrogate.ts'

/** What a trial costs: its duration in milliseconds, or an attribute that it was given, in any unit. */
export type CostSource = 'duration' | { readonly attribute: string }

/** The cost of a trial, above 0; NaN where it has none that is a finite number above 0. */
export function costOf({ startedAt, finishedAt, attributes }: FinishedTrial, source: CostSource): number {
  const own = (name: string) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined)
  const cost: unknown = source === 'duration' ? finishedAt - startedAt : own(source.attribute)
  return typeof cost === 'number' && cost > 0 && Number.isFinite(cost) ? cost : Number.NaN
}

/** The cost of all trials that finished, however they did, and whether they fit the search space or not. */
export function spentOn({ trials }: StudySnapshot, source: CostSource): number {
  let spent = 0
  for (const trial of trials) if (isFinished(trial)) spent += costOf(trial, source) || 0
  return spent
}

/**
 * A Gaussian process on the logarithms of costs (Snoek, Larochelle & Adams, "Practical Bayesian optimization of machine
 * learning algorithms", NIPS 2012, section 3.2); undefined where fewer than two trials have a cost.
 */
export function* costModel(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  source: CostSource,
): Cooperative<PointValues | undefined> {
  const { finished, trials } = snapshot
  const logs = finished.numbers.map((number) => Math.log(costOf(trials.get(number) as FinishedTrial, source)))
  const rows = rowsWith(snapshot, columns, logs)
  if (columns.kinds.length === 0 || rows.values.length < 2) return undefined
  const { posterior, transformed } = yield* scheduledFit(snapshot.space, {
    ...rows,
    merits: (count) => rows.merits.subarray(0, count),
    kinds: columns.kinds,
    transform: standardise,
    noise: () => 'noisy',
    samples: () => 0,
    key: foldIn(snapshot.key, 'cost'),
  })
  const { centre, spread } = transformed
  return (points, count) => posterior.predict(points, count).mean.map((mean) => centre + spread * mean)
}
