import { unreadable } from '../arguments/unreadable.ts'

/** Whether smaller or larger values of a metric are better. */
export type Direction = 'minimize' | 'maximize'

/** Metrics with their directions, in the order in which they were declared. */
export type Directions = { readonly [metric: string]: Direction }

/** Whether `value` is better than `other`; a value is not better than itself. */
export function isBetter(direction: Direction, value: number, other: number): boolean {
  try {
    return direction === 'minimize' ? value < other : value > other
  } catch (thrown) {
    throw unreadable('isBetter', thrown)
  }
}

/** For sorting, the better first: negative where `value` is better than `other`, positive where it is worse, else 0. */
export function compareValues(direction: Direction, value: number, other: number): number {
  if (isBetter(direction, value, other)) return -1
  return isBetter(direction, other, value) ? 1 : 0
}
