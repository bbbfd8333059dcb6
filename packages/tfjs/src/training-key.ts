import { foldIn, type Key, type StudySnapshot } from '@sweetspot/core'

/**
 * The key of everything random in the trainings of a trial. An interrupted attempt is made again with the same numbers;
 * one that threw and is tried again gets others, since it may have been unlucky.
 */
export function trainingKey({ key, trials }: StudySnapshot, number: number): Key {
  const retries = trials.get(number)?.requeues?.retry ?? 0
  return foldIn(foldIn(foldIn(key, 'training'), number), retries)
}
