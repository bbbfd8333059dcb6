import type { CandidateSpace } from '../acquisition/candidate-space.ts'
import { mutateUnit } from '../acquisition/mutate-unit.ts'
import { decode, encode, satisfies } from '../space/encode.ts'
import { jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { ColumnKind } from '../surrogates/surrogate.ts'

/** Params with their point in the unit cube. */
export interface Candidate {
  readonly params: Params
  readonly unit: Float64Array
}

/** What a surrogate sees of a search space: a column for each dimension that has more than one value. */
export interface FeatureColumns {
  readonly kinds: readonly ColumnKind[]
  /** Writes the features of the unit-cube point at `row` of `units` (NaN where inactive) to `into` from `offset` on. */
  write(units: Float64Array, row: number, into: Float64Array, offset: number): void
}

/** Inactive numbers stand in the middle and inactive categories for themselves: the parameter that made them inactive
 * carries the difference. */
const INACTIVE_NUMBER = 0.5
const INACTIVE_CATEGORY = -1

export function featureColumns(space: SearchSpace): FeatureColumns {
  const width = space.dimensions.length
  const varying = [...space.dimensions.keys()].filter((index) => (space.dimensions[index]?.domain.levels ?? 0) > 1)
  const levels = varying.map((index) => {
    const { domain } = space.dimensions[index] as SearchSpace['dimensions'][number]
    return domain.ordered ? 0 : domain.levels
  })
  return {
    kinds: levels.map((count) => (count === 0 ? 'number' : 'category')),
    write(units, row, into, offset) {
      for (let column = 0; column < varying.length; column += 1) {
        const unit = units[row * width + (varying[column] as number)] as number
        const count = levels[column] as number
        if (count === 0) into[offset + column] = Number.isNaN(unit) ? INACTIVE_NUMBER : unit
        else
          into[offset + column] = Number.isNaN(unit) ? INACTIVE_CATEGORY : Math.min(count - 1, Math.floor(unit * count))
      }
    },
  }
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
