import { formatValue } from '../../arguments/format-value.ts'
import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { isFinished } from '../../trial/trial-record.ts'

/** Identifies a trial whose result is told. Default of `attempt`: the latest. */
export interface ToldTrial {
  readonly number: number
  readonly attempt?: number
}

/** Whether the attempt, by default the latest, has finished or been paused. */
export function hasEnded({ trials }: StudySnapshot, { number, attempt }: ToldTrial): boolean {
  const record = trials.get(number)
  if (!record || (attempt !== undefined && record.attempt !== attempt)) return false
  return record.state === 'paused' || isFinished(record)
}

/** Checks that an argument of an untyped caller has the properties of a trial returned by `ask`. */
export function checkedTrial<T extends ToldTrial>(trial: T): T {
  if (isTrial(trial)) return trial
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected a trial returned by ask(), or its number; received ${formatValue(trial)}.`,
  )
}

function isTrial(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  try {
    const { number, attempt } = given as { readonly number?: unknown; readonly attempt?: unknown }
    return typeof number === 'number' && (attempt === undefined || typeof attempt === 'number')
  } catch {
    return false
  }
}
