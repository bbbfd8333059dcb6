import { checkArgument } from '../arguments/argument.ts'
import { formatValue } from '../arguments/format-value.ts'
import { nearestName } from '../arguments/nearest-name.ts'
import { optionsReader } from '../arguments/options.ts'
import { isPlainObject, plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { checkSpace } from './check-space.ts'
import { passes } from './conditions/conditions.ts'
import { describeParameter } from './describe.ts'
import { encodeParams, satisfiesConstraints } from './encode.ts'
import { type Json, toJson } from './json-value.ts'
import { obeys } from './obeys.ts'
import type { Params } from './params.ts'
import type { Dimension, SearchSpace } from './search-space.ts'

/**
 * Checks params and returns a frozen copy. Values on a lattice become its exact values: 0.3 for `3 * 0.1`.
 *
 * @param options.partial - Accept incomplete params. A parameter may then be given before those that it depends on, as
 *   long as they can still take the values that it needs; constraints are not checked. Default: false.
 * @throws ERR_INVALID_PARAMS if params are invalid; the message lists all problems
 */
export function validateParams(space: SearchSpace, given: unknown, options: { partial?: boolean } = {}): Params {
  checkSpace('validateParams', space)
  const { partial = false } = readOptions(options)
  checkArgument('partial', partial, typeof partial === 'boolean', 'true or false')
  const problems: string[] = []
  const params = copyOf(given, problems)
  const candidates = possiblyActive(space, params)
  for (const [name, { dimensions, certain }] of candidates) {
    const [first] = dimensions as [Dimension]
    if (!Object.hasOwn(params, name)) {
      // A value that is not JSON has been reported already.
      if (Object.hasOwn(given as object, name)) continue
      if (!partial && certain && !first.optional)
        problems.push(`${name} is missing (${describeParameter(first.parameter)})`)
    } else if (!dimensions.some(({ domain }) => domain.contains(params[name] as Json))) {
      const words = dimensions.map(({ parameter }) => describeParameter(parameter)).join(' or ')
      problems.push(`${name} cannot be ${formatValue(params[name])} (${words})`)
    }
  }
  for (const name of Object.keys(params)) {
    if (candidates.has(name)) continue
    const known = space.dimensions.some((dimension) => dimension.name === name)
    problems.push(known ? `${name} is inactive here` : unknownName(space, params, name))
  }
  if (problems.length === 0 && !partial) {
    for (const constraint of space.constraints) {
      if (!obeys(constraint, params)) problems.push(`the constraint "${constraint.description}" is violated`)
    }
  }
  if (problems.length === 0) return Object.freeze(params)
  throw new SweetspotError('ERR_INVALID_PARAMS', `These params do not fit: ${problems.join('; ')}.`)
}

function unknownName({ dimensions }: SearchSpace, params: Params, name: string): string {
  const others = dimensions.map((dimension) => dimension.name).filter((other) => !Object.hasOwn(params, other))
  const near = nearestName(name, others)
  return `${formatValue(name)} is not a parameter${near === undefined ? '' : ` (did you mean ${near}?)`}`
}
const readOptions = optionsReader<{ partial?: boolean }>('validateParams', { partial: [] })

/** Whether params fit the space and satisfy its constraints. */
export function isValidParams(space: SearchSpace, params: Params): boolean {
  checkSpace('isValidParams', space)
  return isPlainObject(params) && encodeParams(space, params) !== undefined && satisfiesConstraints(space, params)
}

/** Copies the JSON values, and adds a problem for each other value. */
function copyOf(given: unknown, problems: string[]): Record<string, Json> {
  const values = plainCopy(given)
  if (!values) {
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `Expected params to be an object of values by parameter name; received ${formatValue(given)}.`,
    )
  }
  const params: Record<string, Json> = {}
  for (const [name, value] of Object.entries(values)) {
    try {
      if (name !== '__proto__') params[name] = toJson(value, name)
      else problems.push('"__proto__" is not a parameter')
    } catch {
      problems.push(`${formatValue(name)} cannot be ${formatValue(value)}, which is not a JSON value`)
    }
  }
  return params
}

/**
 * The dimensions that are or may become active, by name. A condition is undecided if its parameter is not given or has
 * an impossible value. Normalizes values to their domains, since conditions test these.
 */
function possiblyActive(space: SearchSpace, params: Record<string, Json>) {
  const active = new Map<string, { dimensions: Dimension[]; certain: boolean }>()
  for (const dimension of space.dimensions) {
    let certain = true
    const possible = dimension.conditions.every(({ parameter, test }) => {
      const parent = active.get(parameter)
      if (!parent) return false
      const value = Object.hasOwn(params, parameter) ? (params[parameter] as Json) : undefined
      const fits = value !== undefined && parent.dimensions.some(({ domain }) => domain.contains(value))
      if (fits && parent.certain) return passes(test, value)
      certain = false
      return !fits || passes(test, value)
    })
    if (!possible) continue
    const given = Object.hasOwn(params, dimension.name) ? (params[dimension.name] as Json) : undefined
    if (given !== undefined && dimension.domain.contains(given)) params[dimension.name] = dimension.domain.snap(given)
    const others = active.get(dimension.name)?.dimensions ?? []
    active.set(dimension.name, { dimensions: [...others, dimension], certain })
  }
  return active
}
