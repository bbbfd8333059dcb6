import { SweetspotError } from '../errors.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import type { Condition } from './conditions.ts'
import { isPlainObject, type Json, jsonKey } from './json-value.ts'
import { boolean, choice, fixed, float, int, ordinal, type Parameter, type ValueTest, when } from './parameter.ts'
import { buildSpace, type Constraint, type Dimension, parameterJson, type SearchSpace } from './search-space.ts'

/** A search space as JSON. Constraints keep their description only: functions cannot be stored. */
export type SpaceJson = {
  readonly dimensions: readonly {
    readonly name: string
    readonly parameter: { readonly [key: string]: Json }
    readonly conditions?: readonly { readonly parameter: string; readonly test: { readonly [key: string]: Json } }[]
  }[]
  readonly constraints?: readonly string[]
}

/** A search space as JSON, from which {@link spaceFromJson} makes an equal one. */
export function spaceToJson(space: SearchSpace): SpaceJson {
  const dimensions = space.dimensions.map(({ name, parameter, conditions }) => ({
    name,
    parameter: parameterJson(parameter),
    ...(conditions.length > 0
      ? { conditions: conditions.map(({ parameter: parent, test }) => ({ parameter: parent, test: { ...test } })) }
      : {}),
  }))
  const constraints = space.constraints.map(({ description }) => description)
  return { dimensions, ...(constraints.length > 0 ? { constraints } : {}) }
}

/**
 * A search space from JSON, checked like one that is declared in code.
 *
 * @param constraints - The functions of the constraints, which JSON cannot hold; without them the space has none.
 * @throws ERR_INVALID_JSON and every error of `space` and the parameters
 */
export function spaceFromJson(json: unknown, constraints: readonly Constraint[] = []): SearchSpace {
  if (!isPlainObject(json) || !Array.isArray(json.dimensions)) throw malformed('it has no dimensions')
  const declarations = json.dimensions.map((dimension: unknown) => {
    if (!isPlainObject(dimension) || typeof dimension.name !== 'string') throw malformed('a dimension has no name')
    const { name, parameter, conditions = [] } = dimension
    if (!Array.isArray(conditions)) throw malformed(`the conditions of ${name} are not an array`)
    return { name, parameter: parameterFromJson(parameter, name), conditions: conditions.flatMap(conditionFromJson) }
  })
  return buildSpace(declarations, constraints)
}

/** A parameter from JSON, as {@link spaceToJson} writes it. */
export function parameterFromJson(json: unknown, name: string): Parameter {
  if (!isPlainObject(json)) throw malformed(`the parameter ${name} is not an object`)
  // Each constructor checks what it is given, so that it is enough to call the right one.
  const { kind, low, high, values, value, ...options } = json as {
    kind: unknown
    low: number
    high: number
    values: unknown
    value: Json
  }
  if (kind === 'float') return float(low, high, options)
  if (kind === 'int') return int(low, high, options)
  if (kind === 'boolean') return boolean(options)
  if (kind === 'fixed') return fixed(value)
  if (!Array.isArray(values))
    throw malformed(`the parameter ${name} is of the unknown kind ${String(kind)} or has no values`)
  if (kind === 'ordinal') return ordinal(values as Json[], options)
  if (kind === 'choice') return choice(values as readonly Json[], options)
  throw malformed(`the parameter ${name} is of the unknown kind ${String(kind)}`)
}

function conditionFromJson(json: unknown): Condition[] {
  if (!isPlainObject(json) || typeof json.parameter !== 'string') throw malformed('a condition has no parameter')
  const { tests } = when({ [json.parameter]: json.test as ValueTest }, boolean())
  return Object.entries(tests).map(([parameter, test]) => ({ parameter, test }))
}

const malformed = (why: string) => new SweetspotError('ERR_INVALID_JSON', `This is not a search space: ${why}.`)

/**
 * Sixteen hexadecimal digits that spaces share when they mean the same: the order of independent declarations and of
 * choices' defaults counts, functions of constraints count by their description.
 */
export function fingerprint(space: SearchSpace): string {
  const words = foldIn(keyFromSeed(0), jsonKey(spaceToJson(space) as unknown as Json))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** What differs between two spaces, one sentence for each difference; empty where they mean the same. */
export function spaceChanges(before: SearchSpace, after: SearchSpace): string[] {
  const old = new Map(before.dimensions.map((dimension) => [dimension.id, dimension]))
  const changes: string[] = []
  for (const dimension of after.dimensions) {
    const former = old.get(dimension.id)
    old.delete(dimension.id)
    const now = dimensionText(dimension)
    if (!former) changes.push(`${dimension.id} was added: ${now}`)
    else if (dimensionText(former) !== now)
      changes.push(`${dimension.id} was ${dimensionText(former)} and is now ${now}`)
  }
  for (const { id } of old.values()) changes.push(`${id} was removed`)
  const rules = (space: SearchSpace) => space.constraints.map(({ description }) => description).join('; ') || 'none'
  if (rules(before) !== rules(after)) changes.push(`constraints were ${rules(before)} and are now ${rules(after)}`)
  return changes
}

function dimensionText({ parameter, conditions }: Dimension): string {
  const { kind, ...rest } = parameterJson(parameter)
  const condition = conditions.length > 0 ? ` if ${jsonKey(conditions as unknown as Json)}` : ''
  return `${String(kind)} ${jsonKey(rest as Json)}${condition}`
}
