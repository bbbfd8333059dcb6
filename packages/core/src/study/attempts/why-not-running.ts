import { type SweetspotError, studyError } from '../../errors.ts'
import type { RunningTrial, TrialRecord } from '../../trial/trial-record.ts'

/** The error of an attempt that no longer runs here, by the current state of its trial. */
export function whyNotRunning({ number, attempt }: RunningTrial, now: TrialRecord | undefined): SweetspotError {
  if (!now) return studyError('ERR_TRIAL_NOT_FOUND', `Trial ${number} was deleted.`)
  if (now.state === 'failed' && now.reason === 'cancelled')
    return studyError('ERR_TRIAL_CANCELLED', `Trial ${number} was cancelled.`)
  if (now.attempt === attempt && now.state !== 'waiting')
    return studyError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} was ended by another call or process.`)
  return studyError('ERR_STALE_ATTEMPT', `Trial ${number} was taken over by another process.`)
}
