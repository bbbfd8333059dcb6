/** Scores candidates by an acquisition function, in batches. */

import type { Cooperative } from '../math/cooperative.ts'
import { pickRows } from '../math/matrix-rows.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'
import type { CandidateSpace } from './candidate-space.ts'

export interface Scoring<C> {
  readonly acquisition: AcquisitionFunction
  /** A cheaper approximation of `acquisition`: only its best quarter of each group of candidates is evaluated. */
  readonly screen?: AcquisitionFunction
  readonly space: CandidateSpace<C>
}

/**
 * Computes the values of candidates; NaN for undefined candidates, and for those screened out of their group of `group`
 * consecutive candidates. Default: one group.
 */
export type Score<C> = (candidates: readonly (C | undefined)[], group?: number) => Cooperative<Float64Array>

export function scorer<C>({ acquisition, screen, space }: Scoring<C>): Score<C> {
  const d = space.columns
  return function* (candidates, group = candidates.length) {
    // Called thousands of times per suggestion, hence plain loops and one matrix for all.
    const indices: number[] = []
    const points = new Float64Array(candidates.length * d)
    for (let index = 0; index < candidates.length; index++) {
      const candidate = candidates[index]
      if (candidate === undefined) continue
      space.writeFeatures(candidate, points, indices.length * d)
      indices.push(index)
    }
    const all = points.subarray(0, indices.length * d)
    const rows = screen && bestOfEachGroup(indices, yield* evaluate(screen, all, indices.length), group)
    const kept = rows?.map((row) => indices[row]!) ?? indices
    const values = yield* evaluate(acquisition, rows ? pickRows(all, rows, d) : all, kept.length)
    const scored = new Float64Array(candidates.length).fill(Number.NaN)
    kept.forEach((index, i) => {
      scored[index] = orWorst(values[i]!)
    })
    return scored
  }
}

/** Number of points per step, evaluated within some milliseconds even with hundreds of rows and columns. */
const STEP = 128

/** The values of points, of shape [count, columns]. They do not depend on the division into steps. */
function* evaluate(acquisition: AcquisitionFunction, points: Float64Array, count: number): Cooperative<Float64Array> {
  if (count <= STEP) return acquisition.evaluate(points, count)
  const values = new Float64Array(count)
  const width = points.length / count
  for (let first = 0; first < count; first += STEP) {
    const end = Math.min(count, first + STEP)
    values.set(acquisition.evaluate(points.subarray(first * width, end * width), end - first), first)
    yield
  }
  return values
}

/** Replaces NaN by the worst value. */
const orWorst = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)

/** Comparison for sorting; the difference of infinities would be NaN. */
export const descending = (a: number, b: number) => (a > b ? -1 : a < b ? 1 : 0)

/** The share of candidates that are evaluated after screening. */
const KEPT = 0.25

/** The best share of the rows of each group by `values`. */
function bestOfEachGroup(indices: readonly number[], values: Float64Array, group: number): number[] {
  const groups = Map.groupBy(indices.keys(), (row) => Math.floor(indices[row]! / group))
  return [...groups.values()].flatMap((rows) => {
    const ranked = rows.toSorted((a, b) => descending(orWorst(values[a]!), orWorst(values[b]!)))
    return ranked.slice(0, Math.ceil(KEPT * ranked.length))
  })
}

/** Number of candidates per batch: the group of which the best are kept after screening. */
const BATCH = 512

export function* inBatches<C>(score: Score<C>, candidates: readonly (C | undefined)[]): Cooperative<Float64Array> {
  const values = new Float64Array(candidates.length)
  for (let start = 0; start < candidates.length; start += BATCH) {
    values.set(yield* score(candidates.slice(start, start + BATCH)), start)
    yield
  }
  return values
}
