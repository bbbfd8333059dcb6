import { unreadable } from '../arguments/unreadable.ts'
import { satisfiesConstraints } from './encode.ts'
import type { Json } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Returns the params of the first trial: the declared defaults; for parameters without one, the middle of a number's
 * range (on its scale) or of an ordinal's list, the first value of a choice, `false` for a boolean.
 *
 * Returns `undefined` if no active parameter declares a default, or if a constraint is violated.
 *
 * @typeParam P - The type of the params.
 */
export function defaultParams<P = Params>(space: SearchSpace<P>): P | undefined {
  try {
    const params: Record<string, Json> = {}
    let declared = false
    for (const { name, parameter, domain, isActive } of space.dimensions) {
      if (!isActive(params)) continue
      const preset = 'default' in parameter ? parameter.default : undefined
      if (preset !== undefined) declared = true
      params[name] = preset === undefined ? domain.fromUnit(domain.ordered ? 0.5 : 0) : preset
    }
    return declared && satisfiesConstraints(space as SearchSpace, params) ? (Object.freeze(params) as P) : undefined
  } catch (thrown) {
    throw unreadable('defaultParams', thrown)
  }
}
