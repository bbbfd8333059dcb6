import { SweetspotError } from '../../errors.ts'
import { passes } from '../conditions/conditions.ts'
import type { Json } from '../json-value.ts'
import type { Dimension } from '../search-space.ts'
import type { ValueTest } from './parameter-kinds.ts'

/** The values of one dimension in a grid. */
export interface Axis {
  readonly count: number
  valueAt(level: number): Json
  /** The level of a number, if the axis is a full lattice of increasing numbers; otherwise absent. */
  levelOf?(value: Json): number
}

/**
 * The axis of a dimension with all its values.
 *
 * @throws ERR_SPACE_NOT_FINITE
 */
export function wholeAxis({ name, parameter, domain }: Dimension): Axis {
  if (domain.levels === Number.POSITIVE_INFINITY) {
    throw new SweetspotError('ERR_SPACE_NOT_FINITE', `${name} is continuous.`)
  }
  const isNumeric = parameter.kind === 'float' || parameter.kind === 'int'
  return { count: domain.levels, valueAt: domain.valueAt, ...(isNumeric && { levelOf: domain.indexOf }) }
}

/** A run of consecutive levels of an axis whose values pass the same tests. */
export interface Run {
  readonly from: number
  readonly count: number
  /** One of the values. */
  readonly value: Json
  /** The passing tests as text: equal for equivalent runs. */
  readonly signature: string
}

/**
 * Splits an axis at the levels where the outcome of a test changes. For a lattice of numbers, the time is proportional
 * to the number of tests.
 */
export function runsOf(axis: Axis, tests: readonly ValueTest[]): readonly Run[] {
  const cuts = axis.levelOf
    ? testCuts(axis, axis.levelOf, tests)
    : Array.from({ length: axis.count }, (_, level) => level)
  const runs: Run[] = []
  cuts.forEach((from, index) => {
    const count = (cuts[index + 1] ?? axis.count) - from
    const value = axis.valueAt(from)
    const signature = tests.map((test) => (passes(test, value) ? 1 : 0)).join('')
    const last = runs.at(-1)
    if (last?.signature === signature) runs[runs.length - 1] = { ...last, count: last.count + count }
    else runs.push({ from, count, value, signature })
  })
  return runs
}

/** The levels at which the outcome of a test may change, including 0, for increasing numbers. */
function testCuts(axis: Axis, levelOf: (value: Json) => number, tests: readonly ValueTest[]): number[] {
  const cuts = tests.flatMap((test) => {
    if ('in' in test) return test.in.flatMap((value) => [levelOf(value), levelOf(value) + 1])
    if ('atLeast' in test) return [firstLevel(axis, (value) => value >= test.atLeast)]
    return [firstLevel(axis, (value) => value > test.atMost)]
  })
  const inside = cuts.filter((level) => level > 0 && level < axis.count)
  return [...new Set([0, ...inside])].sort((one, other) => one - other)
}

/** The first level at which a monotone predicate is true, by bisection; the number of levels if it never is. */
function firstLevel(axis: Axis, isTrue: (value: number) => boolean): number {
  let [low, high] = [0, axis.count]
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (isTrue(axis.valueAt(middle) as number)) high = middle
    else low = middle + 1
  }
  return low
}
