import { foldTried } from '../journal/fold.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { type Key, uniformStream } from '../math/random.ts'
import { cardinality } from '../space/grid/enumerate.ts'
import type { Params } from '../space/params.ts'
import { sameParams } from '../space/params-hash.ts'
import { agrees, feasibleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'

const ATTEMPTS = 64

/**
 * Returns the first proposal that no trial has tried; if sampling finds none, a remaining combination, chosen
 * uniformly; `undefined` if the space is exhausted. A define-by-run space is complete by then, since every
 * value that could lead to further parameters has been tried.
 *
 * @param propose - Returns the proposal of an attempt, counted from 0.
 * @param avoid - Params suggested in the same request.
 */
export function distinctParams(
  snapshot: StudySnapshot,
  key: Key,
  propose: (attempt: number) => Params,
  avoid: readonly Params[] = [],
  known: Params = {},
): Params | undefined {
  const { space } = snapshot
  const first = propose(0)
  // The define-by-run space is still unknown: the objective will ask for its params.
  if (space.dimensions.length === 0 && !snapshot.hasDeclaredSpace) return first
  if (
    space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY) &&
    !isTried(snapshot, first, avoid)
  ) {
    return first
  }
  let params = first
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (!isTried(snapshot, params, avoid)) return params
    params = propose(attempt)
  }
  const remaining = untriedParams(snapshot, avoid, known)
  if (remaining === undefined) return first
  return remaining[uniformStream(key).integer(Math.max(1, remaining.length))]
}

/**
 * The params of a finite space that no trial has tried and that satisfy the constraints; `undefined` if there are too
 * many combinations to list.
 */
export function untriedParams(
  snapshot: StudySnapshot,
  avoid: readonly Params[] = [],
  known: Params = {},
): Params[] | undefined {
  const remaining = remainingParams(snapshot)
  return remaining?.filter((params) => agrees(params, known) && snapshot.isPossible(params) && !isAmong(params, avoid))
}

/** Cached: otherwise each suggestion would enumerate all combinations. */
const remainingParams = foldTried<readonly Params[] | undefined>({
  begin: ({ space }) => feasibleParams(space),
  add: (remaining, _, snapshot) => remaining?.filter((params) => !isStarted(snapshot, params)),
})

/**
 * Whether a trial has been started with these params. Params that are only impossible now, given the ranges that an
 * objective asks for, may become possible again.
 */
export function isStarted(snapshot: StudySnapshot, params: Params): boolean {
  return snapshot.tried(params) && snapshot.isPossible(params)
}

const sizes = new WeakMap<SearchSpace, number>()

/** The number of combinations of a space, counted once. */
export function sizeOf(space: SearchSpace): number {
  const size = sizes.get(space) ?? cardinality(space)
  sizes.set(space, size)
  return size
}

/** Whether a trial has been started with these params, or `avoid` contains them. */
export function isTried(snapshot: StudySnapshot, params: Params, avoid: readonly Params[]): boolean {
  return snapshot.tried(params) || isAmong(params, avoid)
}

function isAmong(params: Params, others: readonly Params[]): boolean {
  return others.some((other) => sameParams(other, params))
}
