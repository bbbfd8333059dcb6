/**
 * A random neighbour in the unit cube: each dimension changes with probability 1.5/d, at least one does. Numbers move by
 * normal steps reflected at the bounds, discrete ones by one level at least; categories are replaced by others.
 */
import type { RandomStream } from '../math/random.ts'
import type { Domain } from '../space/parameters/domain.ts'

/** How many dimensions change on average. */
const MEAN_CHANGES = 1.5

/** More than this would leave the neighbourhood in spaces of many dimensions. */
const MAX_CHANGES = 20

/** Draws a neighbour of `unit`, which is not changed; `sigma` is the standard deviation of a step. */
export type UnitMutation = (unit: Float64Array, stream: RandomStream, sigma: number) => Float64Array

/**
 * How points of the unit cube of these domains are mutated.
 *
 * A point has a coordinate in [0, 1] for each domain, NaN where the parameter is not active, which becomes uniform, so that
 * a parameter that the change makes active has a value. Coordinates that change become exactly those of a value.
 */
export function unitMutation(domains: readonly Domain[]): UnitMutation {
  const varying = [...domains.keys()].filter((i) => domains[i]!.levels > 1)
  // Called thousands of times for each suggestion, hence plain loops.
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

/** At least one of these, each with the same probability. */
function chosen(mutable: readonly number[], stream: RandomStream): number[] {
  const some: number[] = []
  const logOfNone = Math.log1p(-Math.min(1, MEAN_CHANGES / mutable.length))
  // How many are passed over is geometrically distributed: one draw for each that is chosen, not for each.
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
  // Too short a step for this lattice: one level, away from the bound if there is one.
  const up = level === 0 || (level < domain.levels - 1 && moved >= x)
  return domain.toUnit(domain.valueAt(up ? level + 1 : level - 1))
}

/** Any level but the one it is at. */
function anotherLevel(x: number, domain: Domain, stream: RandomStream): number {
  const level = domain.indexOf(domain.fromUnit(x))
  const other = stream.integer(domain.levels - 1)
  return domain.toUnit(domain.valueAt(other < level ? other : other + 1))
}

/** Folds the line onto [0, 1], as two mirrors at its ends would. */
function reflect(x: number): number {
  const phase = Math.abs(x) % 2
  return phase > 1 ? 2 - phase : phase
}
