import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { TrialRecord } from '../../trial/trial-record.ts'

/** @throws ERR_TRIAL_NOT_FOUND */
export function existingTrial({ trials }: StudySnapshot, number: number): TrialRecord {
  const trial = trials.get(number)
  if (!trial) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${number}.`)
  return trial
}
