/**
 * A random neighbour in the unit cube: each dimension changes with probability 1.5/d, at least one does. Numbers move by
 * normal steps reflected at the bounds, discrete ones by one level at least; categories are drawn anew.
 */
import type { RandomStream } from '../math/random.ts'
import type { Domain } from '../space/domain.ts'

/** How many dimensions change on average. */
const MEAN_CHANGES = 1.5

/** More than this would leave the neighbourhood in spaces of many dimensions. */
const MAX_CHANGES = 20

/**
 * A neighbour of `unit`, which is not changed.
 *
 * @param unit a coordinate in [0, 1] for each domain; NaN where the parameter is not active, which becomes uniform, so
 *   that a parameter that the change makes active has a value.
 * @param sigma the standard deviation of a step.
 */
export function mutateUnit(
  unit: Float64Array,
  domains: readonly Domain[],
  stream: RandomStream,
  sigma: number,
): Float64Array {
  // Called thousands of times for each suggestion, hence plain loops.
  const mutant = unit.slice()
  const mutable: number[] = []
  for (let i = 0; i < unit.length; i++) {
    if (Number.isNaN(unit[i]!)) mutant[i] = stream.uniform()
    else if (domains[i]!.levels > 1) mutable.push(i)
  }
  if (mutable.length === 0) return mutant
  const rate = MEAN_CHANGES / mutable.length
  const chosen: number[] = []
  for (const i of mutable) if (stream.uniform() < rate) chosen.push(i)
  if (chosen.length === 0) chosen.push(mutable[stream.integer(mutable.length)]!)
  if (chosen.length > MAX_CHANGES) stream.shuffle(chosen).splice(MAX_CHANGES)
  for (const i of chosen) mutant[i] = mutated(mutant[i]!, domains[i]!, stream, sigma)
  return mutant
}

function mutated(x: number, domain: Domain, stream: RandomStream, sigma: number): number {
  if (!domain.ordered) return anotherLevel(x, domain, stream)
  const moved = reflect(x + sigma * stream.normal())
  if (domain.levels === Number.POSITIVE_INFINITY) return moved
  const level = domain.indexOf(domain.fromUnit(x))
  if (domain.indexOf(domain.fromUnit(moved)) !== level) return moved
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
