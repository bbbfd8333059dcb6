import { invalidArgument } from '../arguments/argument.ts'
import { isList } from '../arguments/shape.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Checks that an argument is a search space.
 *
 * @param of - The function that takes it.
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkSpace(of: string, given: SearchSpace): void {
  if (!isSpace(given)) throw invalidArgument(`the space of ${of}`, given, 'what `space({ … })` returns')
}

/** Whether a value is a search space, as far as can be told at a glance. */
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

/** Spaces that were looked at before, since some functions are called many times with one. */
const known = new WeakSet<object>()

const isDimension = (dimension: unknown) =>
  typeof (dimension as SearchSpace['dimensions'][number]).isActive === 'function'
