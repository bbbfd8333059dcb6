import { type SpaceJson, spaceFromJson } from '../space/json.ts'
import type { ParameterConstraint, SearchSpace } from '../space/search-space.ts'

/**
 * Returns a declared space with the functions of its constraints, as far as this process knows them. Functions of
 * constraints that the space does not declare are not used: another process may have declared another space.
 *
 * @param json - The space as written in the journal.
 * @param functions - The constraints of the opener with their functions, which are found by their descriptions.
 */
export function declaredSpace(json: SpaceJson, functions: readonly ParameterConstraint[]): SearchSpace {
  const declared = new Set(json.constraints)
  return spaceFromJson(
    json,
    functions.filter(({ description }) => declared.has(description)),
  )
}
