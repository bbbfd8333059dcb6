import { SweetspotError } from '../errors.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import { decode, satisfies } from './encode.ts'
import { enumerate, gridOf } from './enumerate.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

const ATTEMPTS = 2_000
const ENUMERABLE = 100_000

/**
 * Params drawn uniformly (each parameter on its own scale) among those that satisfy the constraints, by rejection; a
 * finite space whose feasible part is too small to be hit by chance is enumerated instead.
 *
 * @param known - Values that are given already.
 * @throws ERR_INFEASIBLE_SPACE
 */
export function sampleParams(space: SearchSpace, key: Key, known: Params = {}): Params {
  const stream = randomStream(key)
  const unit = new Float64Array(space.dimensions.length)
  const attempts = space.constraints.length === 0 ? 1 : ATTEMPTS
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (let index = 0; index < unit.length; index += 1) unit[index] = stream.uniform()
    const params = decode(space, unit, known)
    if (satisfies(space, params)) return params
  }
  const grid = finiteGrid(space)
  const feasible = grid ? [...enumerate(grid)].filter((params) => agrees(params, known)) : []
  const chosen = feasible[randomStream(foldIn(key, 1)).integer(Math.max(1, feasible.length))]
  if (chosen) return chosen
  throw new SweetspotError(
    'ERR_INFEASIBLE_SPACE',
    `${ATTEMPTS} random combinations broke the constraints (${space.constraints.map((c) => c.description).join('; ')}).`,
  )
}

function finiteGrid(space: SearchSpace) {
  if (space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY)) return undefined
  const grid = gridOf(space)
  return grid.size <= ENUMERABLE ? grid : undefined
}

const agrees = (params: Params, known: Params) =>
  Object.entries(known).every(([name, value]) => !Object.hasOwn(params, name) || params[name] === value)
