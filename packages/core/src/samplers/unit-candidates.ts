import type { CandidateSpace } from '../acquisition/candidate-space.ts'
import { mutateUnit } from '../acquisition/mutate-unit.ts'
import { decode, encode, satisfies } from '../space/encode.ts'
import { jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { FeatureColumns } from '../surrogates/feature-columns.ts'

/** Params with their point in the unit cube. */
export interface Candidate {
  readonly params: Params
  readonly unit: Float64Array
}

/**
 * The params of a search space as candidates of an acquisition function: valid, satisfying the constraints, and not
 * tried yet.
 */
export function unitCandidates(
  space: SearchSpace,
  columns: FeatureColumns,
  tried: (params: Params) => boolean,
  known?: Params,
): CandidateSpace<Candidate> {
  const domains = space.dimensions.map(({ domain }) => domain)
  const candidateAt = (unit: Float64Array): Candidate | undefined => {
    const params = decode(space, unit, known)
    return satisfies(space, params) && !tried(params) ? candidateOf(space, params) : undefined
  }
  return {
    dimensions: space.dimensions.length,
    columns: columns.kinds.length,
    sample: candidateAt,
    mutate: ({ unit }, stream, sigma) => candidateAt(mutateUnit(unit, domains, stream, sigma)),
    writeFeatures: ({ unit }, into, offset) => columns.write(unit, 0, into, offset),
    key: ({ params }) => jsonKey(params),
  }
}

/** The candidate of params; undefined where they do not fit the space. */
export function candidateOf(space: SearchSpace, params: Params): Candidate | undefined {
  const unit = encode(space, params)
  return unit && { params, unit }
}
