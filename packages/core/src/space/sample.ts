import { unreadable } from '../arguments/unreadable.ts'
import { SweetspotError } from '../errors.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import { decodeParams, satisfiesConstraints } from './encode.ts'
import { cardinality, enumerateParams, gridOf } from './grid/enumerate.ts'
import { sameJson } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

const ATTEMPTS = 10_000
const ENUMERABLE = 100_000

/** Feasible combinations of spaces that were enumerated, since the next trial will ask for them again. */
const enumerated = new WeakMap<SearchSpace, readonly Params[]>()

/**
 * Params drawn uniformly (each parameter on its own scale) among those that satisfy the constraints, by rejection. A
 * space of up to 100,000 combinations whose feasible part is too small to be hit by chance is enumerated instead.
 *
 * @param known - Values that are given already, valid for the space; the rest is drawn.
 * @throws ERR_INFEASIBLE_SPACE where no combination satisfies the constraints, or 10,000 draws found none
 */
export function sampleParams(space: SearchSpace, key: Key, known: Params = {}): Params {
  try {
    const stream = randomStream(key)
    const unit = new Float64Array(space.dimensions.length)
    const attempts = space.constraints.length === 0 ? 1 : ATTEMPTS
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      for (let index = 0; index < unit.length; index += 1) unit[index] = stream.uniform()
      const params = decodeParams(space, unit, known)
      if (satisfiesConstraints(space, params)) return params
    }
    const feasible = feasibleParams(space)?.filter((params) => agrees(params, known))
    if (feasible && feasible.length > 0) {
      return feasible[randomStream(foldIn(key, 1)).integer(feasible.length)] as Params
    }
    const rules = space.constraints.map(({ description }) => description).join('; ')
    const tried = feasible ? 'No combination satisfies' : `None of ${ATTEMPTS} random combinations satisfies`
    throw new SweetspotError('ERR_INFEASIBLE_SPACE', `${tried} the constraints (${rules}).`)
  } catch (thrown) {
    throw unreadable('sampleParams', thrown)
  }
}

/**
 * The combinations of a space that satisfy its constraints, in the order of its grid; `undefined` for a continuous space
 * and above 100,000 combinations.
 */
export function feasibleParams(space: SearchSpace): readonly Params[] | undefined {
  if (space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY)) return undefined
  const known = enumerated.get(space)
  if (known) return known
  if (cardinality(space) > ENUMERABLE) return undefined
  const grid = gridOf(space)
  const feasible = [...enumerateParams(grid)]
  enumerated.set(space, feasible)
  return feasible
}

/** Whether params have the values that are given already, as far as these are active. */
export function agrees(params: Params, known: Params): boolean {
  return Object.entries(known).every(
    ([name, value]) => !Object.hasOwn(params, name) || sameJson(params[name] ?? null, value),
  )
}
