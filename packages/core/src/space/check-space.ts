import { invalidArgument } from '../arguments/argument.ts'
import { isList } from '../arguments/shape.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Checks that an argument is a search space.
 *
 * @param of - The name of the function that takes it.
 * @throws ERR_INVALID_ARGUMENT if it is not
 */
export function checkSpace(of: string, given: SearchSpace): void {
  if (!isSpace(given)) throw invalidArgument(`the space of ${of}`, given, 'a search space returned by `space({ … })`')
}

/** Whether a value has the form of a search space. */
export function isSpace(given: unknown): given is SearchSpace {
  if (typeof given !== 'object' || given === null) return false
  if (known.has(given)) return true
  try {
    const { dimensions, constraints } = given as SearchSpace
    if (!isList(dimensions) || !isList(constraints) || !dimensions.every(isDimension)) return false
  } catch {
    return false
  }
  known.add(given)
  return true
}

/** Caches checked spaces, since some functions are called many times with the same one. */
const known = new WeakSet<object>()

const isDimension = (dimension: unknown) =>
  typeof (dimension as SearchSpace['dimensions'][number]).isActive === 'function'
