import { unreadable } from '../arguments/unreadable.ts'

/** The direction of a metric: whether smaller or larger values are better. */
export type Direction = 'minimize' | 'maximize'

/** Directions by metric, in the order of declaration. */
export type Directions = { readonly [metric: string]: Direction }

/** Whether `value` is strictly better than `other`. */
export function isBetter(direction: Direction, value: number, other: number): boolean {
  try {
    return direction === 'minimize' ? value < other : value > other
  } catch (thrown) {
    throw unreadable('isBetter', thrown)
  }
}

/**
 * Compares values for sorting, best first: negative if `value` is better than `other`, positive if it is worse, 0
 * otherwise.
 */
export function compareValues(direction: Direction, value: number, other: number): number {
  if (isBetter(direction, value, other)) return -1
  return isBetter(direction, other, value) ? 1 : 0
}
