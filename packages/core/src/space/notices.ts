import { formatValue } from '../arguments/format-value.ts'
import { checkSpace } from './check-space.ts'
import { describeParameter } from './describe.ts'
import { lattice } from './parameters/lattice.ts'
import type { Parameter } from './parameters/parameter-kinds.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Returns a notice for each valid but suspicious part of a search space: a range whose steps do not reach its upper
 * bound. A study emits these notices when it is created or its space changes.
 *
 * @example
 * ```ts
 * spaceNotices(space({ x: float(0, 1, { step: 0.3 }) }))
 * // ['The steps of "x" do not reach 1 (a number from 0 to 1 by 0.3): its last value is 0.9.']
 * ```
 */
export function spaceNotices(space: SearchSpace): readonly string[] {
  checkSpace('spaceNotices', space)
  const texts = space.dimensions.flatMap(({ name, parameter }) => unreachedHigh(name, parameter) ?? [])
  return [...new Set(texts)]
}

/** The notice about a parameter whose steps do not reach its upper bound; undefined if they do. */
export function unreachedHigh(name: string, parameter: Parameter): string | undefined {
  if ((parameter.kind !== 'float' && parameter.kind !== 'int') || parameter.step === undefined) return undefined
  const { low, high, step, multipleOf } = parameter
  if (multipleOf !== undefined) return undefined
  const { reachesHigh, count, valueAt } = lattice(low, high, step)
  if (reachesHigh) return undefined
  const last = count === 1 ? `its only value is ${low}` : `its last value is ${valueAt(count - 1)}`
  return `The steps of ${formatValue(name)} do not reach ${high} (${describeParameter(parameter)}): ${last}.`
}
