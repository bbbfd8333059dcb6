import { formatValue } from '../arguments/format-value.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { unreadable } from '../arguments/unreadable.ts'
import { SweetspotError } from '../errors.ts'
import { toTest } from './conditions/conditional.ts'
import type { Condition } from './conditions/conditions.ts'
import type { Declaration } from './declarations.ts'
import { checkName, type Json } from './json-value.ts'
import { parameterFromJson, parameterJson } from './parameters/parameter-json.ts'
import { buildSpace, type ParameterConstraint, type SearchSpace } from './search-space.ts'

export { parameterFromJson } from './parameters/parameter-json.ts'

/** The JSON of a search space. Constraints keep only their descriptions, since functions cannot be stored. */
export type SpaceJson = {
  readonly dimensions: readonly {
    readonly name: string
    readonly parameter: { readonly [key: string]: Json }
    readonly conditions?: readonly { readonly parameter: string; readonly test: { readonly [key: string]: Json } }[]
    readonly optional?: boolean
  }[]
  readonly constraints?: readonly string[]
}

/**
 * Converts a search space to JSON. {@link spaceFromJson} restores an equal space, except for the functions of its
 * constraints.
 */
export function spaceToJson(space: SearchSpace): SpaceJson {
  try {
    const dimensions = space.dimensions.map(({ name, parameter, conditions, optional }) => ({
      name,
      parameter: parameterJson(parameter),
      ...(conditions.length > 0 && {
        conditions: conditions.map(({ parameter: parent, test }) => ({ parameter: parent, test: { ...test } })),
      }),
      ...(optional && { optional }),
    }))
    const constraints = space.constraints.map(({ description }) => description)
    return { dimensions, ...(constraints.length > 0 && { constraints }) }
  } catch (thrown) {
    throw unreadable('spaceToJson', thrown)
  }
}

/**
 * Creates a search space from JSON, with the same checks as in code.
 *
 * @param json - The JSON as written by {@link spaceToJson}.
 * @param constraints - The constraints with their functions, which JSON cannot hold. Default: none.
 * @throws ERR_INVALID_JSON, and the errors of `space` and of the parameters
 */
export function spaceFromJson(json: unknown, constraints: readonly ParameterConstraint[] = []): SearchSpace {
  try {
    if (!isPlainObject(json) || !Array.isArray(json.dimensions)) throw malformed('it has no list of dimensions')
    return buildSpace(Array.from(json.dimensions, declarationFromJson), constraints)
  } catch (thrown) {
    throw unreadable('spaceFromJson', thrown)
  }
}

function declarationFromJson(json: unknown): Declaration {
  if (!isPlainObject(json)) throw malformed(`a dimension is ${formatValue(json)}`)
  const { conditions = [], optional = false } = json
  const name = checkName(json.name, 'A parameter')
  if (!Array.isArray(conditions)) throw malformed(`the conditions of ${name} are not an array`)
  if (typeof optional !== 'boolean') throw malformed(`optional is ${formatValue(optional)} for ${name}`)
  const parameter = parameterFromJson(json.parameter, name)
  return { name, parameter, conditions: Array.from(conditions, conditionFromJson), optional }
}

function conditionFromJson(json: unknown): Condition {
  if (!isPlainObject(json)) throw malformed(`a condition is ${formatValue(json)}`)
  const parameter = checkName(json.parameter, 'The parameter of a condition')
  return { parameter, test: toTest(parameter, json.test) }
}

const malformed = (why: string) =>
  new SweetspotError('ERR_INVALID_JSON', `The JSON of the search space is invalid: ${why}.`)
