import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { type Directions, isBetter } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'

/** Whether `values` is at least as good as `others` in every metric and better in one. */
export function dominates(directions: Directions, values: MetricValues, others: MetricValues): boolean {
  let better = false
  for (const [metric, direction] of Object.entries(directions)) {
    const [value, other] = [values[metric] as number, others[metric] as number]
    if (isBetter(direction, other, value)) return false
    if (isBetter(direction, value, other)) better = true
  }
  return better
}

/** The completed trials that no other one dominates, by number; of equal ones all. */
export function paretoFront(snapshot: StudySnapshot): CompletedTrial[] {
  const { directions } = snapshot
  let front: CompletedTrial[] = []
  for (const trial of snapshot.trials) {
    if (trial.state !== 'completed') continue
    if (front.some((other) => dominates(directions, other.values, trial.values))) continue
    front = front.filter((other) => !dominates(directions, trial.values, other.values))
    front.push(trial)
  }
  return front
}
