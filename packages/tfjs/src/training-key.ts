import { foldIn, type Key, type StudySnapshot } from '@sweetspot/core'

/**
 * Returns the random key of the trainings of a trial. An interrupted attempt runs again with the same numbers. A retry
 * after an error gets others, since the same numbers could fail again.
 */
export function trainingKey({ key, trials }: StudySnapshot, number: number): Key {
  const retries = trials.get(number)?.requeues?.retry ?? 0
  return foldIn(foldIn(foldIn(key, 'training'), number), retries)
}
