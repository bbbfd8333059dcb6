/**
 * Random neighbours in the unit cube: each dimension changes with probability 1.5/d, and at least one changes. Numbers
 * move by normal steps reflected at the bounds, discrete ones by at least one level; categories are replaced.
 */
import type { RandomStream } from '../math/random.ts'
import type { Domain } from '../space/parameters/domain.ts'

/** Mean number of changed dimensions. */
const MEAN_CHANGES = 1.5

/** Maximum number of changed dimensions: more would leave the neighbourhood in high-dimensional spaces. */
const MAX_CHANGES = 20

/** Samples a neighbour of `unit`, which is not changed; `sigma` is the standard deviation of a step. */
export type UnitMutation = (unit: Float64Array, stream: RandomStream, sigma: number) => Float64Array

/**
 * Returns the mutation of unit-cube points of these domains.
 *
 * A point has a coordinate in [0, 1] for each domain, or NaN if the parameter is inactive. NaN is replaced by a uniform
 * number, so that a parameter activated by the change has a value. Changed coordinates are exact positions of values.
 */
export function unitMutation(domains: readonly Domain[]): UnitMutation {
  const varying = [...domains.keys()].filter((i) => domains[i]!.levels > 1)
  // Called thousands of times per suggestion, hence plain loops.
  return (unit, stream, sigma) => {
    const mutant = unit.slice()
    let inactive = false
    for (let i = 0; i < mutant.length; i++) {
      if (!Number.isNaN(mutant[i]!)) continue
      mutant[i] = stream.uniform()
      inactive = true
    }
    const mutable = inactive ? varying.filter((i) => !Number.isNaN(unit[i]!)) : varying
    if (mutable.length === 0) return mutant
    for (const i of chosen(mutable, stream)) mutant[i] = mutated(mutant[i]!, domains[i]!, stream, sigma)
    return mutant
  }
}

/** Selects at least one of these, each with the same probability. */
function chosen(mutable: readonly number[], stream: RandomStream): number[] {
  const some: number[] = []
  const logOfNone = Math.log1p(-Math.min(1, MEAN_CHANGES / mutable.length))
  // Gaps between selected indices are geometrically distributed: one random number per selected index.
  const gap = () => Math.floor(Math.log(1 - stream.uniform()) / logOfNone)
  for (let at = gap(); at < mutable.length; at += 1 + gap()) some.push(mutable[at]!)
  if (some.length === 0) some.push(mutable[stream.integer(mutable.length)]!)
  if (some.length > MAX_CHANGES) stream.shuffle(some).splice(MAX_CHANGES)
  return some
}

function mutated(x: number, domain: Domain, stream: RandomStream, sigma: number): number {
  if (!domain.ordered) return anotherLevel(x, domain, stream)
  const moved = reflect(x + sigma * stream.normal())
  if (domain.levels === Number.POSITIVE_INFINITY) return moved
  const value = domain.fromUnit(moved)
  const level = domain.indexOf(domain.fromUnit(x))
  if (domain.indexOf(value) !== level) return domain.toUnit(value)
  // The step is too short for this lattice: move by one level, away from a bound.
  const up = level === 0 || (level < domain.levels - 1 && moved >= x)
  return domain.toUnit(domain.valueAt(up ? level + 1 : level - 1))
}

/** A random level other than the current one. */
function anotherLevel(x: number, domain: Domain, stream: RandomStream): number {
  const level = domain.indexOf(domain.fromUnit(x))
  const other = stream.integer(domain.levels - 1)
  return domain.toUnit(domain.valueAt(other < level ? other : other + 1))
}

/** Reflects a number at 0 and 1 into [0, 1]. */
function reflect(x: number): number {
  const phase = Math.abs(x) % 2
  return phase > 1 ? 2 - phase : phase
}
