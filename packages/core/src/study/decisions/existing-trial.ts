import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { formatValue } from '../../space/json-value.ts'
import type { TrialRecord } from '../../trial/trial-record.ts'

/** @throws ERR_TRIAL_NOT_FOUND */
export function existingTrial({ trials }: StudySnapshot, number: number): TrialRecord {
  // Anything else would be turned into a number on the way.
  const trial = Number.isSafeInteger(number) ? trials.get(number) : undefined
  if (!trial) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${formatValue(number)}.`)
  return trial
}
