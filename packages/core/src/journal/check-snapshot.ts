import { invalidArgument } from '../arguments/argument.ts'
import { hasMethods, isList } from '../arguments/shape.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * Checks that an argument is a snapshot, of this or another implementation.
 *
 * @param of - The name of the function that takes it.
 * @throws ERR_INVALID_ARGUMENT if it is not
 */
export function checkSnapshot(of: string, given: StudySnapshot): void {
  if (!isSnapshot(given))
    throw invalidArgument(`the snapshot of ${of}`, given, 'a snapshot of a study, such as study.snapshot')
}

/** Whether a value has the form of a snapshot. False if reading its properties throws. */
export function isSnapshot(given: unknown): given is StudySnapshot {
  try {
    const { metrics, space, trials } = given as StudySnapshot
    return isList(metrics) && isList(space.dimensions) && hasMethods(trials, 'get')
  } catch {
    return false
  }
}
