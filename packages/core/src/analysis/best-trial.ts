import { type SweetspotError, studyError } from '../errors.ts'
import { eligibleTrials } from '../journal/eligible-trials.ts'
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
 * Returns the best completed trial of a study of one metric, with its value, among those that meet all constraints and
 * fit the current declared space.
 *
 * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS, ERR_MULTIPLE_OBJECTIVES
 */
export function bestTrial(snapshot: StudySnapshot): CompletedTrial & { readonly value: number } {
  const { best, metrics } = snapshot
  if (metrics.length > 1) throw multipleObjectives(snapshot)
  if (!best) throw noBestTrial(snapshot)
  return best as typeof best & { readonly value: number }
}

/**
 * Returns the completed trials that meet all constraints and fit the current declared space, by number; at least one.
 *
 * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS
 */
export function feasibleTrials(snapshot: StudySnapshot): CompletedTrial[] {
  const { constraints } = snapshot
  const feasible = eligibleTrials(snapshot).filter(({ values }) => isFeasible(constraints, values))
  if (feasible.length === 0) throw noBestTrial(snapshot)
  return feasible
}

/** The error of a call that needs a single metric. */
export const multipleObjectives = ({ metrics }: StudySnapshot) =>
  studyError('ERR_MULTIPLE_OBJECTIVES', `This study has the metrics ${metrics.join(', ')}.`)

/** The error that says why no trial is the best. */
function noBestTrial(snapshot: StudySnapshot): SweetspotError {
  const { name, counts } = snapshot
  const eligible = eligibleTrials(snapshot)
  if (eligible.length > 0) return noFeasibleTrials(snapshot, eligible)
  const why =
    counts.completed === 0
      ? `No trial of ${name} has completed yet.`
      : `All completed trials of ${name} (${counts.completed}) are excluded or do not fit the current space; see study.trials.`
  return studyError('ERR_NO_COMPLETED_TRIALS', why)
}

function noFeasibleTrials({ constraints, name }: StudySnapshot, eligible: readonly CompletedTrial[]): SweetspotError {
  const [nearest] = eligible
    .map((trial) => ({ trial, distance: totalViolation(constraints, trial.values) }))
    .sort((one, other) => (one.distance === other.distance ? 0 : one.distance - other.distance))
  const { number, values } = (nearest as NonNullable<typeof nearest>).trial
  const unmet = unmetConstraints(constraints, values).map((constraint) => {
    const value = constraintValue(values, constraint)
    const bounds = constraints[constraint] as OutcomeConstraint
    return `${constraint} ${Number.isNaN(value) ? 'was not measured' : `is ${value}`} and should be ${boundsText(bounds)}`
  })
  return studyError(
    'ERR_NO_FEASIBLE_TRIALS',
    `No completed trial of ${name} meets all constraints. Trial ${number} comes nearest: ${unmet.join('; ')}.`,
  )
}
