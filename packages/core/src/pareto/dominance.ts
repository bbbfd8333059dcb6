import { unreadable } from '../arguments/unreadable.ts'
import { checkSnapshot } from '../journal/check-snapshot.ts'
import { eligibleTrials } from '../journal/eligible-trials.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { isFeasible } from '../trial/constraint.ts'
import { compareValues, type Directions, isBetter } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'

/** Whether `values` is at least as good as `others` in every metric and better in at least one. */
export function dominates(directions: Directions, values: MetricValues, others: MetricValues): boolean {
  try {
    let better = false
    for (const [metric, direction] of Object.entries(directions)) {
      const [value, other] = [values[metric] as number, others[metric] as number]
      if (isBetter(direction, other, value)) return false
      if (isBetter(direction, value, other)) better = true
    }
    return better
  } catch (thrown) {
    throw unreadable('dominates', thrown)
  }
}

/**
 * Returns the Pareto front: the feasible, completed trials that are not excluded, fit the current declared space and
 * are not dominated by another such trial. Sorted by number; includes ties.
 */
export function paretoFront(snapshot: StudySnapshot): CompletedTrial[] {
  checkSnapshot('paretoFront', snapshot)
  const { directions, metrics, constraints } = snapshot
  const feasible = eligibleTrials(snapshot).filter(({ values }) => isFeasible(constraints, values))
  const front: CompletedTrial[] = []
  for (const trial of feasible.sort((one, other) => compare(directions, one.values, other.values))) {
    // No trial is dominated by a later one; for up to two metrics, the latest trial of the front dominates if any does.
    const rivals = metrics.length > 2 ? front : front.slice(-1)
    if (!rivals.some((rival) => dominates(directions, rival.values, trial.values))) front.push(trial)
  }
  return front.sort((one, other) => one.number - other.number)
}

/** Compares values by the first metric in which they differ, best first. */
function compare(directions: Directions, values: MetricValues, others: MetricValues): number {
  for (const [metric, direction] of Object.entries(directions)) {
    const order = compareValues(direction, values[metric] as number, others[metric] as number)
    if (order !== 0) return order
  }
  return 0
}
