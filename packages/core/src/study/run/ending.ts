import { type ErrorCode, isErrorOf, SweetspotError } from '../../errors.ts'
import {
  type CheckedOutcome,
  checkedOutcome,
  type OutcomeNames,
  outcomeOfReturned,
  outcomeOfThrown,
} from '../results/outcome.ts'
import type { Execution } from './executor.ts'
import { FailedTrialError, FatalError } from './objective-errors.ts'

/** The outcome of an attempt, and the error of the objective unless it is a `TrialPruned`. */
export interface Ending {
  readonly outcome: CheckedOutcome
  readonly thrown?: unknown
}

/** @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC for an invalid outcome made by the executor */
export function endingOf(execution: Execution, names: OutcomeNames): Ending {
  if ('outcome' in execution) return { outcome: checkedOutcome(execution.outcome, names) }
  if ('thrown' in execution) return thrownEnding(execution.thrown)
  try {
    return { outcome: outcomeOfReturned(execution.returned, names) }
  } catch (error) {
    return thrownEnding(error)
  }
}

/** Whether a retry after this error is pointless. */
export const isFinal = (thrown: unknown) =>
  isErrorOf(thrown, SweetspotError) || isErrorOf(thrown, FailedTrialError) || isErrorOf(thrown, FatalError)

/** Whether the reason of a signal is the timeout of the trial. */
export const isTimeout = (reason: unknown): boolean =>
  isErrorOf(reason, SweetspotError) && reason.code === 'ERR_TRIAL_TIMEOUT'

/** The ending of an attempt whose objective threw. */
export function thrownEnding(thrown: unknown): Ending {
  const outcome = outcomeOfThrown(thrown)
  const threw = outcome.state === 'failed' && outcome.reason === 'error'
  return threw ? { outcome, thrown } : { outcome }
}

/** Codes of a result that is dropped, which is not an error: another process ended or took over the trial. */
const TAKEN_AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_STALE_ATTEMPT',
  'ERR_TRIAL_CANCELLED',
  'ERR_TRIAL_NOT_RUNNING',
  'ERR_TRIAL_NOT_FOUND',
  'ERR_RESULT_CONFLICT',
])

/** Whether a result is dropped because another process ended or took over the trial. */
export const isTakenAway = (error: unknown): error is SweetspotError =>
  isErrorOf(error, SweetspotError) && TAKEN_AWAY.has(error.code)
