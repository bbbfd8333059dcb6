import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Attributes } from '../../trial/attributes.ts'
import { isFinished, type Outcome } from '../../trial/trial-record.ts'
import { type Decision, write } from './decision.ts'
import { existingTrial } from './existing-trial.ts'

/**
 * Attaches JSON values to the study or to a trial.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function annotate(
  snapshot: StudySnapshot,
  number: number | undefined,
  attributes: Attributes,
  at: number,
): Decision<void> {
  if (number === undefined) return write({ type: 'study-annotated', attributes, at })
  existingTrial(snapshot, number)
  return write({ type: 'trial-annotated', number, attributes, at })
}

/**
 * Replaces the result of a finished trial; the journal keeps the old one.
 *
 * @throws ERR_TRIAL_NOT_FOUND, ERR_INVALID_ARGUMENT if the trial is not finished
 */
export function correct(
  snapshot: StudySnapshot,
  number: number,
  outcome: Outcome,
  reason: string,
  at: number,
): Decision<void> {
  if (isFinished(existingTrial(snapshot, number)))
    return write({ type: 'trial-corrected', number, outcome, reason, at })
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `Trial ${number} is not finished, so it cannot be corrected.`)
}

/**
 * Removes a trial from the study. The journal keeps it.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function remove(snapshot: StudySnapshot, number: number, at: number): Decision<void> {
  existingTrial(snapshot, number)
  return write({ type: 'trial-deleted', number, at })
}
