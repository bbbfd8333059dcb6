import { invalidArgument } from '../arguments/argument.ts'
import { hasMethods, isList } from '../arguments/shape.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * Checks that an argument is a snapshot, made here or elsewhere.
 *
 * @param of - The function that takes it.
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkSnapshot(of: string, given: StudySnapshot): void {
  if (!isSnapshot(given))
    throw invalidArgument(`the snapshot of ${of}`, given, 'that of a study, such as study.snapshot')
}

/** Whether a value has the form of a snapshot; whatever its getters do. */
export function isSnapshot(given: unknown): given is StudySnapshot {
  try {
    const { metrics, space, trials } = given as StudySnapshot
    return isList(metrics) && isList(space.dimensions) && hasMethods(trials, 'get')
  } catch {
    return false
  }
}
