/** Whether smaller or larger values of a metric are better. */
export type Direction = 'minimize' | 'maximize'

/** Metrics with their directions, in the order in which they were declared. */
export type Directions = { readonly [metric: string]: Direction }

/** Whether `value` is better than `other`; a value is not better than itself. */
export function isBetter(direction: Direction, value: number, other: number): boolean {
  return direction === 'minimize' ? value < other : value > other
}
