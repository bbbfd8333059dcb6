import { eligibleTrials } from '../journal/eligible-trials.ts'
import { paretoFront } from '../pareto/dominance.ts'
import { isFeasible, type OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import { type CompletedTrial, isFinished } from '../trial/trial-record.ts'
import type { TrialState } from '../trial/trial-state.ts'
import { type FailureGroup, failureGroups } from './failure-groups.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The summary of a study. */
export interface StudySummary {
  readonly study: string
  readonly directions: Directions
  readonly constraints: OutcomeConstraints
  /** The number of all trials. */
  readonly trials: number
  readonly counts: { readonly [state in TrialState]: number }
  /** The number of completed trials that meet all constraints. */
  readonly feasible: number
  /**
   * The number of completed trials that are left out of `best` and `bestTrials`: they are excluded or do not fit the
   * current declared space.
   */
  readonly leftOut: number
  /**
   * The best trial of a study of one metric, among those that meet all constraints; absent if there is none, or if
   * there are several metrics.
   */
  readonly best?: CompletedTrial
  /** The Pareto front: the trials that meet all constraints and are not dominated by another such trial. */
  readonly bestTrials: readonly CompletedTrial[]
  /** The trials that failed, by reason and error, the most frequent first. */
  readonly failures: readonly FailureGroup[]
  readonly durations: {
    /**
     * The time from the first start to the last end, in milliseconds, including pauses; 0 before a trial has finished.
     */
    readonly elapsed: number
    /** The sum of the durations of all finished trials, in milliseconds. */
    readonly total: number
    /** The mean duration of a completed trial, in milliseconds; NaN before one has completed. */
    readonly meanCompleted: number
  }
}

/** Returns the counts, best trials, failures and durations of a study. */
export function studySummary(source: StudyOrSnapshot): StudySummary {
  const snapshot = snapshotOf(source)
  const { name, directions, constraints, counts, best } = snapshot
  const finished = [...snapshot.trials].filter(isFinished)
  const start = finished.reduce((first, { startedAt }) => Math.min(first, startedAt), Number.POSITIVE_INFINITY)
  const end = finished.reduce((last, { finishedAt }) => Math.max(last, finishedAt), Number.NEGATIVE_INFINITY)
  const completed = finished.filter((trial) => trial.state === 'completed')
  return {
    study: name,
    directions,
    constraints,
    trials: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    feasible: completed.filter(({ values }) => isFeasible(constraints, values)).length,
    leftOut: completed.length - eligibleTrials(snapshot).length,
    ...(best && { best }),
    bestTrials: paretoFront(snapshot),
    failures: failureGroups(snapshot),
    durations: {
      elapsed: finished.length > 0 ? end - start : 0,
      total: sumOfDurations(finished),
      meanCompleted: sumOfDurations(completed) / completed.length,
    },
  }
}

const sumOfDurations = (trials: readonly { readonly startedAt: number; readonly finishedAt: number }[]) =>
  trials.reduce((sum, { startedAt, finishedAt }) => sum + finishedAt - startedAt, 0)
