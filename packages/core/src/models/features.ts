import { encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { ColumnKind } from '../surrogates/surrogate.ts'

/** The features of a search space: one column for each dimension with more than one value. */
export interface FeatureColumns {
  readonly kinds: readonly ColumnKind[]
  /** Writes the features of the unit-cube point at `row` of `units` (NaN where inactive) to `into` from `offset` on. */
  write(units: Float64Array, row: number, into: Float64Array, offset: number): void
  /**
   * Writes the unit-cube point for `row` of `features` to `into`: the inverse of `write`, except that inactive numbers
   * and dimensions with only one value are 0.5. Inactive categories are NaN.
   */
  read(features: Float64Array, row: number, into: Float64Array): void
}

/** Inactive numbers are 0.5, and inactive categories are a category of their own: the choice that deactivates them
 * carries the difference. */
const INACTIVE_NUMBER = 0.5
const INACTIVE_CATEGORY = -1

export function featureColumns(space: SearchSpace): FeatureColumns {
  const width = space.dimensions.length
  const varying = [...space.dimensions.keys()].filter((index) => (space.dimensions[index]?.domain.levels ?? 0) > 1)
  const domains = varying.map((index) => (space.dimensions[index] as SearchSpace['dimensions'][number]).domain)
  const domainAt = (column: number) => domains[column] as (typeof domains)[number]
  const levels = domains.map((domain) => (domain.ordered ? 0 : domain.levels))
  return {
    kinds: levels.map((count) => (count === 0 ? 'number' : 'category')),
    write(units, row, into, offset) {
      for (let column = 0; column < varying.length; column += 1) {
        const unit = units[row * width + (varying[column] as number)] as number
        const count = levels[column] as number
        if (count === 0) into[offset + column] = Number.isNaN(unit) ? INACTIVE_NUMBER : unit
        else into[offset + column] = Number.isNaN(unit) ? INACTIVE_CATEGORY : domainAt(column).levelAt(unit)
      }
    },
    read(features, row, into) {
      into.fill(0.5)
      for (let column = 0; column < varying.length; column += 1) {
        const feature = features[row * varying.length + column] as number
        const count = levels[column] as number
        if (count === 0) into[varying[column] as number] = feature
        else
          into[varying[column] as number] =
            feature === INACTIVE_CATEGORY ? Number.NaN : domainAt(column).unitAt(feature)
      }
    },
  }
}

/** The features of params; undefined if they do not fit the space. */
export function featuresOf(space: SearchSpace, columns: FeatureColumns, params: Params): Float64Array | undefined {
  const unit = encodeParams(space, params)
  if (!unit) return undefined
  const features = new Float64Array(columns.kinds.length)
  columns.write(unit, 0, features, 0)
  return features
}
