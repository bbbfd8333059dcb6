import type { CandidateSpace } from '../acquisition/candidate-space.ts'
import { mutateUnit } from '../acquisition/mutate-unit.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { clamp } from '../math/safe-math.ts'
import type { Domain } from '../space/domain.ts'
import { decode, encode, satisfies } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { FeatureColumns } from '../surrogates/feature-columns.ts'
import { isTried } from './distinct.ts'

/** Params with their point in the unit cube. */
export interface Candidate {
  readonly params: Params
  readonly unit: Float64Array
}

/** A cube in the unit cube; of choices, that of the centre is the likelier the smaller the cube. */
export interface Region {
  readonly centre: Float64Array
  /** Of its sides. */
  readonly length: number
}

/**
 * The params of the search space of a study as candidates of an acquisition function: valid, satisfying the constraints,
 * and not tried yet.
 *
 * @param batch - Params suggested in the same request, which count as tried.
 * @param region - Where to stay.
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
  const continuous = [...domains.keys()].filter((index) => domains[index]?.levels === Number.POSITIVE_INFINITY)
  const plain = continuous.length > 0 && known === undefined && isPlain(space)
  const takenUnits = continuous.length > 0 ? unitsTaken(snapshot, batch) : new Set<string>()
  // Keys of params are slow to make, and there are thousands of candidates. Among continuous ones, only those that a
  // mutation or given values have left where they were can have been tried, and these have the very same coordinates.
  const isTaken = (candidate: Candidate) =>
    continuous.some((index) => !Number.isNaN(candidate.unit[index] as number))
      ? takenUnits.has(unitKey(candidate.unit))
      : isTried(snapshot, candidate.params, batch)
  const candidateAt = (point: Float64Array): Candidate | undefined => {
    if (plain) {
      const candidate = plainCandidate(space, domains, point)
      return isTaken(candidate) ? undefined : candidate
    }
    const params = decode(space, point, known)
    const candidate = satisfies(space, params) ? candidateOf(space, params) : undefined
    return candidate && !isTaken(candidate) ? candidate : undefined
  }
  return {
    dimensions: dimensions.length,
    columns: columns.kinds.length,
    sample: (point) => candidateAt(region ? scaledInto(region, point, domains) : point),
    mutate: ({ unit }, stream, sigma) => {
      const mutant = mutateUnit(unit, domains, stream, sigma)
      return candidateAt(region ? clampedTo(region, mutant, domains) : mutant)
    },
    writeFeatures: ({ unit }, into, offset) => columns.write(unit, 0, into, offset),
    key: ({ unit }) => unitKey(unit),
  }
}

/** The point of the region that lies in it as `point` lies in the unit cube. */
function scaledInto({ centre, length }: Region, point: Float64Array, domains: readonly Domain[]): Float64Array {
  const share = Math.min(1, length)
  return point.map((x, index) => {
    const middle = centre[index] as number
    if (Number.isNaN(middle)) return x
    if (!domains[index]?.ordered) return x < share ? x / share : middle
    const low = Math.max(0, middle - length / 2)
    return low + x * (Math.min(1, middle + length / 2) - low)
  })
}

function clampedTo({ centre, length }: Region, point: Float64Array, domains: readonly Domain[]): Float64Array {
  return point.map((x, index) => {
    const middle = centre[index] as number
    if (Number.isNaN(middle) || Number.isNaN(x)) return x
    return domains[index]?.ordered ? clamp(x, middle - length / 2, middle + length / 2) : x
  })
}

/** Whether every point of the unit cube is params. */
const isPlain = ({ constraints, dimensions }: SearchSpace) =>
  constraints.length === 0 && dimensions.every(({ conditions, optional }) => conditions.length === 0 && !optional)

/** A candidate of a plain space. Of thousands one becomes a trial, so only that one's params are made. */
class PlainCandidate implements Candidate {
  readonly unit: Float64Array
  readonly #space: SearchSpace

  constructor(space: SearchSpace, unit: Float64Array) {
    this.unit = unit
    this.#space = space
  }

  get params(): Params {
    return decode(this.#space, this.unit)
  }
}

/** The candidate at a point of a plain space. */
function plainCandidate(space: SearchSpace, domains: readonly Domain[], point: Float64Array): Candidate {
  const unit = new Float64Array(domains.length)
  for (let i = 0; i < unit.length; i += 1) {
    const x = point[i] as number
    const domain = domains[i] as Domain
    unit[i] = domain.levels === Number.POSITIVE_INFINITY ? clamp(x, 0, 1) : domain.toUnit(domain.fromUnit(x))
  }
  return new PlainCandidate(space, unit)
}

/** The candidate of params; undefined where they do not fit the space. */
export function candidateOf(space: SearchSpace, params: Params): Candidate | undefined {
  const unit = encode(space, params)
  return unit && { params, unit }
}

/** Where trials have been, are, or are to be. */
function unitsTaken({ finished, running, space }: StudySnapshot, batch: readonly Params[]): Set<string> {
  const width = space.dimensions.length
  const keys = new Set<string>()
  for (let row = 0; row < finished.count; row += 1) {
    keys.add(unitKey(finished.units.subarray(row * width, (row + 1) * width)))
  }
  for (const params of [...running.map((trial) => trial.params), ...batch]) {
    const unit = encode(space, params)
    if (unit) keys.add(unitKey(unit))
  }
  return keys
}

/**
 * The coordinates as a text of four letters, many times faster than their decimals: two hashes of 32 bits (multiply and
 * rotate, as in Appleby's MurmurHash3). Two places share it with a probability of 2⁻⁶⁴, and then one of them is passed over.
 */
function unitKey(unit: Float64Array): string {
  const words = new Uint32Array(unit.buffer, unit.byteOffset, unit.length * 2)
  let one = 0x9747b28c
  let other = 0x243f6a88
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] as number
    one = Math.imul(rotate(one ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0xe6546b64
    other = Math.imul(rotate(other ^ Math.imul(word, 0x1b873593), 17), 0x85ebca6b) + 0xc2b2ae35
  }
  return String.fromCharCode(one & 0xffff, one >>> 16, other & 0xffff, other >>> 16)
}

const rotate = (bits: number, by: number) => (bits << by) | (bits >>> (32 - by))
