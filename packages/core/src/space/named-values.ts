import { type Json, sameJson } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/** Whether params have a value under a name. */
export const hasValue = (params: Partial<Params>, name: string, value: Json): boolean =>
  Object.hasOwn(params, name) && sameJson(params[name] ?? null, value)

/** Whether params have all given values. */
export function hasValues(params: Partial<Params>, values: Params): boolean {
  for (const name of Object.keys(values)) if (!hasValue(params, name, values[name] as Json)) return false
  return true
}

/** The exact value of the space for a value given under a name; undefined if no parameter of that name has it. */
export function snapped({ dimensions }: SearchSpace, name: string, value: Json): Json | undefined {
  return dimensions.find((other) => other.name === name && other.domain.contains(value))?.domain.snap(value)
}
