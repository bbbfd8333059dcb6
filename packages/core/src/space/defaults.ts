import { holds } from './conditions.ts'
import type { Json } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/** Whether any parameter declares a default. */
export function hasDefaults(space: SearchSpace): boolean {
  return space.dimensions.some(({ parameter }) => defaultOf(parameter) !== undefined)
}

/**
 * The params with every declared default in place. Parameters without one keep their value; where a default makes
 * another branch active, they take the middle of their range.
 */
export function withDefaults(space: SearchSpace, params: Params): Params {
  const result: Record<string, Json> = {}
  for (const { name, parameter, conditions, domain } of space.dimensions) {
    if (!holds(conditions, result)) continue
    const kept = Object.hasOwn(params, name) && domain.contains(params[name] as Json) ? params[name] : domain.fromUnit(0.5)
    result[name] = defaultOf(parameter) ?? (kept as Json)
  }
  return Object.freeze(result)
}

function defaultOf(parameter: object): Json | undefined {
  return 'default' in parameter ? (parameter.default as Json | undefined) : undefined
}
