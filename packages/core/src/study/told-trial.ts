import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { formatValue } from '../space/json-value.ts'
import { isFinished } from '../trial/trial-record.ts'

/** A trial whose result is told: an attempt, or without one the latest attempt of a number. */
export interface ToldTrial {
  readonly number: number
  readonly attempt?: number
}

/** Whether a trial has ended, for good or until it goes on, in this attempt or, without one, in its latest. */
export function hasEnded({ trials }: StudySnapshot, { number, attempt }: ToldTrial): boolean {
  const record = trials.get(number)
  if (!record || (attempt !== undefined && record.attempt !== attempt)) return false
  return record.state === 'paused' || isFinished(record)
}

/** What `ask` gave, or as much of it as is needed; callers without types may give anything. */
export function checkedTrial<T extends ToldTrial>(trial: T): T {
  if (isTrial(trial)) return trial
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `A trial is what ask gave, or its number, not ${formatValue(trial)}.`,
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
