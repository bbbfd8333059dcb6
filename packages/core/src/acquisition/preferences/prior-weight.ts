import { formatValue } from '../../arguments/format-value.ts'
import type { PeakedDensity } from '../../density/density.ts'
import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { FeatureColumns } from '../../models/features.ts'
import { decodeParams } from '../../space/encode.ts'
import type { Dimension, SearchSpace } from '../../space/search-space.ts'
import type { LogWeight } from '../weighted-acquisition.ts'
import { dimensionPrior, type UserPriors } from './user-prior.ts'

/** The prior density of the best position in each dimension of a space; undefined without a prior. */
export type SpacePriors = readonly (PeakedDensity | undefined)[]

/**
 * The prior densities of the dimensions of a study's space. A name that occurs in several branches may have several
 * domains; a prior applies to those that it fits.
 *
 * Throws ERR_INVALID_ARGUMENT if a declared space does not have the parameter, or if a value is out of the parameter's
 * range or of another kind.
 */
export function spacePriors({ space, hasDeclaredSpace }: StudySnapshot, priors: UserPriors): SpacePriors {
  const { dimensions } = space
  const unknown = Object.keys(priors).filter((name) => !dimensions.some((dimension) => dimension.name === name))
  if (hasDeclaredSpace && unknown.length > 0) {
    const names = [...new Set(dimensions.map(({ name }) => name))].join(', ')
    const which = unknown.map(formatValue).join(', ')
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Unknown parameter ${which} in priors; the parameters of the space are ${names}.`,
    )
  }
  const found = dimensions.map(({ name, parameter, domain }) => {
    const prior = Object.hasOwn(priors, name) ? priors[name] : undefined
    return prior && dimensionPrior(domain, parameter.kind === 'float' || parameter.kind === 'int', prior)
  })
  for (const [name, prior] of Object.entries(priors)) {
    const alternatives = [...dimensions.keys()].filter((index) => dimensions[index]?.name === name)
    if (alternatives.length === 0 || alternatives.some((index) => found[index])) continue
    const { parameter } = dimensions[alternatives[0]!] as Dimension
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The prior of ${name}, ${formatValue(prior)}, does not fit the parameter ${formatValue(parameter)}: use "around" within the range of a number, "weights" of values of a choice.`,
    )
  }
  return found
}

/**
 * π(x)^strength as a weight of an acquisition function: Hvarfner et al., "πBO: augmenting acquisition functions with
 * user beliefs for Bayesian optimization" (ICLR 2022), equation 6. Inactive parameters do not count.
 */
export function priorWeight(
  space: SearchSpace,
  columns: FeatureColumns,
  priors: SpacePriors,
  strength: number,
): LogWeight {
  const { dimensions } = space
  const believed = [...priors.keys()].filter((index) => priors[index])
  const always = believed.every((index) => dimensions[index]?.conditions.length === 0 && !dimensions[index]?.optional)
  const unit = new Float64Array(dimensions.length)
  return (points, count) => {
    const logs = new Float64Array(count)
    for (let point = 0; point < count; point += 1) {
      columns.read(points, point, unit)
      const params = always ? {} : decodeParams(space, unit)
      for (const index of believed) {
        const { name, isActive } = dimensions[index]!
        if (!always && !(isActive(params) && Object.hasOwn(params, name))) continue
        logs[point] = logs[point]! + strength * priors[index]!.logRelativeDensity(unit[index]!)
      }
    }
    return logs
  }
}

/** Transforms a uniform point of the unit cube to the distribution of the priors. */
export function drawnFrom(priors: SpacePriors, point: Float64Array): Float64Array {
  return point.map((u, index) => priors[index]?.quantile(u) ?? u)
}
