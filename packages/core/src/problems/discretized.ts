import { SweetspotError } from '../errors.ts'
import { ordinal, type Parameter } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { buildSpace, type Dimension } from '../space/search-space.ts'
import type { Problem } from './problem.ts'

/**
 * Restricts the continuous parameters of a problem to `levels` values, evenly spaced on their scales from end to end.
 * The level nearest to the optimum is moved onto it, so that the optimum does not change.
 *
 * @throws ERR_INVALID_ARGUMENT unless `levels` is an integer of at least 2
 */
export function discretizedProblem(problem: Problem, levels: number): Problem {
  if (!(Number.isSafeInteger(levels) && levels >= 2)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected an integer of at least 2 as levels; received ${levels}.`)
  }
  const { dimensions, constraints } = problem.space
  const kept = problem.optimalParams[0] as Params
  const declarations = dimensions.map((dimension) => ({
    name: dimension.name,
    parameter: latticed(dimension, levels, kept),
    conditions: dimension.conditions,
  }))
  return Object.freeze({
    ...problem,
    name: `${problem.name} on ${levels} levels`,
    space: buildSpace(declarations, constraints),
    optimalParams: Object.freeze([kept]),
  } satisfies Problem)
}

function latticed({ name, parameter, domain, isActive }: Dimension, levels: number, kept: Params): Parameter {
  if (domain.levels !== Number.POSITIVE_INFINITY) return parameter
  const values = Array.from({ length: levels }, (_, level) => domain.fromUnit(level / (levels - 1)) as number)
  if (isActive(kept) && Object.hasOwn(kept, name)) {
    const best = kept[name] as number
    values[Math.round(domain.toUnit(best) * (levels - 1))] = best
  }
  return ordinal(values)
}
