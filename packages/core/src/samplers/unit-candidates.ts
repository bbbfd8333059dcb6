import type { CandidateSpace } from '../acquisition/candidate-space.ts'
import { unitMutation } from '../acquisition/mutate-unit.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { clamp } from '../math/safe-math.ts'
import type { FeatureColumns } from '../models/features.ts'
import { decodeParams, encodeParams, satisfiesConstraints } from '../space/encode.ts'
import type { Domain } from '../space/parameters/domain.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { isTried } from './distinct.ts'
import { triedPoints } from './tried-points.ts'

/** Params with their point in the unit cube. */
export interface Candidate {
  readonly params: Params
  readonly unit: Float64Array
}

/** A cube within the unit cube. The smaller it is, the more likely each choice equals that of the center. */
export interface Region {
  readonly center: Float64Array
  /** The length of its sides. */
  readonly length: number
}

/**
 * Returns the candidates of an acquisition function: valid params of the search space that satisfy the constraints.
 *
 * @param batch - Params suggested in the same request, which count as tried.
 * @param region - The region of the search. Default: the whole space.
 */
export function unitCandidates(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  batch: readonly Params[],
  known?: Params,
  region?: Region,
): CandidateSpace<Candidate> {
  const { space } = snapshot
  const { dimensions } = space
  const domains = dimensions.map(({ domain }) => domain)
  const plain = known === undefined && isPlain(space)
  const mutateUnit = unitMutation(domains)
  const isPointTried = triedPoints(snapshot, batch)
  const continuous = [...domains.keys()].filter((index) => domains[index]?.levels === Number.POSITIVE_INFINITY)
  const candidateAt = (point: Float64Array): Candidate | undefined => {
    if (plain) return new PlainCandidate(space, snapped(point, domains))
    const params = decodeParams(space, point, known)
    return satisfiesConstraints(space, params) ? candidateOf(space, params) : undefined
  }
  return {
    dimensions: dimensions.length,
    columns: columns.kinds.length,
    sample: (point) => candidateAt(region ? scaledInto(region, point, domains) : point),
    mutate: ({ unit }, stream, sigma) => {
      const mutant = mutateUnit(unit, stream, sigma)
      if (region) return candidateAt(clampedTo(region, mutant, domains))
      return plain ? new PlainCandidate(space, mutant) : candidateAt(mutant)
    },
    writeFeatures: ({ unit }, into, offset) => columns.write(unit, 0, into, offset),
    isTried: (candidate) =>
      continuous.some((index) => !Number.isNaN(candidate.unit[index] as number))
        ? isPointTried(candidate.unit)
        : isTried(snapshot, candidate.params, batch),
  }
}

/** Maps a point of the unit cube into the region. */
function scaledInto({ center, length }: Region, point: Float64Array, domains: readonly Domain[]): Float64Array {
  const share = Math.min(1, length)
  return point.map((x, index) => {
    const middle = center[index] as number
    if (Number.isNaN(middle)) return x
    if (!domains[index]?.ordered) return x < share ? x / share : middle
    const low = Math.max(0, middle - length / 2)
    return low + x * (Math.min(1, middle + length / 2) - low)
  })
}

function clampedTo({ center, length }: Region, point: Float64Array, domains: readonly Domain[]): Float64Array {
  return point.map((x, index) => {
    const middle = center[index] as number
    if (Number.isNaN(middle) || Number.isNaN(x)) return x
    return domains[index]?.ordered ? clamp(x, middle - length / 2, middle + length / 2) : x
  })
}

/** Whether every point of the unit cube decodes to valid params. */
const isPlain = ({ constraints, dimensions }: SearchSpace) =>
  constraints.length === 0 && dimensions.every(({ conditions, optional }) => conditions.length === 0 && !optional)

/** A candidate of a plain space. Creates its params on demand, since only one of thousands becomes a trial. */
class PlainCandidate implements Candidate {
  readonly unit: Float64Array
  readonly #space: SearchSpace

  constructor(space: SearchSpace, unit: Float64Array) {
    this.unit = unit
    this.#space = space
  }

  get params(): Params {
    return decodeParams(this.#space, this.unit)
  }
}

/** Snaps each coordinate to that of the nearest value. */
function snapped(point: Float64Array, domains: readonly Domain[]): Float64Array {
  const unit = new Float64Array(domains.length)
  for (let i = 0; i < unit.length; i += 1) {
    const x = point[i] as number
    const domain = domains[i] as Domain
    unit[i] = domain.levels === Number.POSITIVE_INFINITY ? clamp(x, 0, 1) : domain.toUnit(domain.fromUnit(x))
  }
  return unit
}

/** Returns the candidate of params; undefined if they do not fit the space. */
export function candidateOf(space: SearchSpace, params: Params): Candidate | undefined {
  const unit = encodeParams(space, params)
  return unit && { params, unit }
}
