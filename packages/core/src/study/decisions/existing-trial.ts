import { formatValue } from '../../arguments/format-value.ts'
import { studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { TrialRecord } from '../../trial/trial-record.ts'

/** @throws ERR_TRIAL_NOT_FOUND */
export function existingTrial({ trials }: StudySnapshot, number: number): TrialRecord {
  // The map would convert other values to a number.
  const trial = Number.isSafeInteger(number) ? trials.get(number) : undefined
  if (!trial) throw studyError('ERR_TRIAL_NOT_FOUND', `Trial ${formatValue(number)} does not exist.`)
  return trial
}
