import { unreadable } from '../arguments/unreadable.ts'
import { SweetspotError } from '../errors.ts'
import { foldIn, type Key, uniformStream } from '../math/random.ts'
import { decodeParams, satisfiesConstraints } from './encode.ts'
import { combinations } from './grid/combinations.ts'
import { sameJson } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

const ATTEMPTS = 10_000
const ENUMERABLE = 100_000

/** Caches the feasible combinations of spaces for later trials. */
const enumerated = new WeakMap<SearchSpace, readonly Params[] | undefined>()

/**
 * Samples params uniformly (each parameter on its own scale) among those that satisfy the constraints, by rejection. If
 * rejection fails and the space has at most 100,000 combinations, it is enumerated instead.
 *
 * @param known - Fixed values, valid for the space; the other parameters are sampled.
 * @throws ERR_INFEASIBLE_SPACE if no combination satisfies the constraints, or none of 10,000 samples does
 */
export function sampleParams(space: SearchSpace, key: Key, known: Params = {}): Params {
  try {
    const stream = uniformStream(key)
    const unit = new Float64Array(space.dimensions.length)
    const attempts = space.constraints.length === 0 ? 1 : ATTEMPTS
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      for (let index = 0; index < unit.length; index += 1) unit[index] = stream.uniform()
      const params = decodeParams(space, unit, known)
      if (satisfiesConstraints(space, params)) return params
    }
    const feasible = feasibleParams(space)?.filter((params) => agrees(params, known))
    if (feasible && feasible.length > 0) {
      return feasible[uniformStream(foldIn(key, 1)).integer(feasible.length)] as Params
    }
    const rules = space.constraints.map(({ description }) => description).join('; ')
    const tried = feasible ? 'No combination satisfies' : `None of ${ATTEMPTS} random combinations satisfies`
    throw new SweetspotError('ERR_INFEASIBLE_SPACE', `${tried} the constraints (${rules}).`)
  } catch (thrown) {
    throw unreadable('sampleParams', thrown)
  }
}

/**
 * The combinations of a space that satisfy its constraints, in grid order; `undefined` for a continuous space or more
 * than 100,000 combinations.
 */
export function feasibleParams(space: SearchSpace): readonly Params[] | undefined {
  if (space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY)) return undefined
  if (!enumerated.has(space)) {
    const all = combinations(space, ENUMERABLE)
    enumerated.set(
      space,
      all?.filter((params) => satisfiesConstraints(space, Object.freeze(params))),
    )
  }
  return enumerated.get(space)
}

/** Whether params agree with the fixed values of active parameters. */
export function agrees(params: Params, known: Params): boolean {
  return Object.entries(known).every(
    ([name, value]) => !Object.hasOwn(params, name) || sameJson(params[name] ?? null, value),
  )
}
