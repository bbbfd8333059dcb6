import { SweetspotError } from '../errors.ts'
import { holds } from './conditions.ts'
import { satisfies } from './encode.ts'
import { type Json, toJson } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Checks params that a person or program gave, and returns a frozen copy.
 *
 * @param options.partial - Accept params in which some parameters are not given yet.
 * @throws ERR_INVALID_PARAMS with every problem found
 */
export function validateParams(space: SearchSpace, given: unknown, options: { partial?: boolean } = {}): Params {
  const params = toJson(given, 'Params') as Params
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new SweetspotError('ERR_INVALID_PARAMS', 'Params are an object with a property for each parameter.')
  }
  const problems: string[] = []
  const active = new Set<string>()
  for (const { name, conditions, domain } of space.dimensions) {
    const undecided = options.partial && conditions.some(({ parameter }) => !Object.hasOwn(params, parameter))
    if (!undecided && !holds(conditions, params)) continue
    const alternatives = undecided ? space.dimensions.filter((other) => other.name === name) : []
    if (active.has(name)) continue
    active.add(name)
    if (!Object.hasOwn(params, name)) {
      if (!options.partial) problems.push(`${name} is missing`)
    } else if (
      !domain.contains(params[name] as Json) &&
      !alternatives.some((other) => other.domain.contains(params[name] as Json))
    ) {
      problems.push(`${name} cannot be ${JSON.stringify(params[name])}`)
    }
  }
  for (const name of Object.keys(params)) {
    if (active.has(name)) continue
    const known = space.dimensions.some((dimension) => dimension.name === name)
    problems.push(known ? `${name} is inactive here` : `${name} is not a parameter`)
  }
  if (problems.length === 0 && !options.partial) {
    for (const { description, holds: allows } of space.constraints) {
      if (!allows(params)) problems.push(`the constraint "${description}" is broken`)
    }
  }
  if (problems.length > 0)
    throw new SweetspotError('ERR_INVALID_PARAMS', `These params do not fit: ${problems.join('; ')}.`)
  return params
}

/** Whether params fit the space and satisfy its constraints. */
export function isValid(space: SearchSpace, params: Params): boolean {
  try {
    return validateParams(space, params) !== undefined && satisfies(space, params)
  } catch {
    return false
  }
}
