import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import {
  boundsText,
  constraintValue,
  isFeasible,
  type OutcomeConstraint,
  totalViolation,
  unmetConstraints,
} from '../trial/constraint.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'

/**
 * The best completed trial of a study of one metric, of those that meet all constraints, with its value.
 *
 * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS, ERR_MULTIPLE_OBJECTIVES
 */
export function bestTrial(snapshot: StudySnapshot): CompletedTrial & { readonly value: number } {
  const { best, metrics, counts } = snapshot
  if (metrics.length > 1) throw multipleObjectives(snapshot)
  if (!best) throw counts.completed > 0 ? noFeasibleTrials(snapshot) : noCompletedTrials(snapshot)
  return { ...best, value: best.values[metrics[0] as string] as number }
}

/**
 * The completed trials that meet all constraints, by number; at least one.
 *
 * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS
 */
export function feasibleTrials(snapshot: StudySnapshot): CompletedTrial[] {
  const { trials, constraints, counts } = snapshot
  if (counts.completed === 0) throw noCompletedTrials(snapshot)
  const feasible = [...trials].filter(
    (trial) => trial.state === 'completed' && !trial.excluded && isFeasible(constraints, trial.values),
  )
  if (feasible.length === 0) throw noFeasibleTrials(snapshot)
  return feasible as CompletedTrial[]
}

export const multipleObjectives = ({ metrics }: StudySnapshot) =>
  new SweetspotError('ERR_MULTIPLE_OBJECTIVES', `This study has the metrics ${metrics.join(', ')}.`)

const noCompletedTrials = ({ name }: StudySnapshot) =>
  new SweetspotError('ERR_NO_COMPLETED_TRIALS', `No trial of ${name} has completed yet.`)

function noFeasibleTrials({ trials, constraints, counts, name }: StudySnapshot): SweetspotError {
  const [nearest] = [...trials]
    .filter((trial) => trial.state === 'completed')
    .map((trial) => ({ trial, distance: totalViolation(constraints, trial.values) }))
    .sort((one, other) => (one.distance === other.distance ? 0 : one.distance - other.distance))
  const { number, values } = (nearest as NonNullable<typeof nearest>).trial
  const unmet = unmetConstraints(constraints, values).map((constraint) => {
    const value = constraintValue(values, constraint)
    const bounds = constraints[constraint] as OutcomeConstraint
    return `${constraint} ${Number.isNaN(value) ? 'was not measured' : `is ${value}`} and should be ${boundsText(bounds)}`
  })
  return new SweetspotError(
    'ERR_NO_FEASIBLE_TRIALS',
    `None of the ${counts.completed} completed trial(s) of ${name} meets all constraints. ` +
      `Trial ${number} comes nearest: ${unmet.join('; ')}.`,
  )
}
