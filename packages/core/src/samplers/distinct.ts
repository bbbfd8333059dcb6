import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { type Key, randomStream } from '../math/random.ts'
import { cardinality } from '../space/enumerate.ts'
import type { Params } from '../space/params.ts'
import { sameParams } from '../space/params-hash.ts'
import { agrees, feasibleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'

const ATTEMPTS = 64

/**
 * The first of a series of proposals that no trial has tried; where chance finds none, one of those left, drawn
 * uniformly; `undefined` when the space is exhausted. A space discovered by running is complete by then, since every value
 * that could lead to further parameters has been tried.
 *
 * @param propose - Gives the proposal of an attempt, counted from 0.
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
  // Nothing is known of the space yet: the objective will choose its params by running.
  if (space.dimensions.length === 0 && !snapshot.declared) return first
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
  const left = untried(snapshot, avoid, known)
  if (left === undefined) return first
  return left[randomStream(key).integer(Math.max(1, left.length))]
}

/**
 * The params of a finite space that no trial has tried and that satisfy the constraints; `undefined` where there are
 * too many combinations to list.
 */
export function untried(
  snapshot: StudySnapshot,
  avoid: readonly Params[] = [],
  known: Params = {},
): Params[] | undefined {
  const { space } = snapshot
  // What has been tried stays tried: without this memory all combinations would be gone through for each suggestion.
  const before = lastLeft.get(space)
  const candidates = before && snapshot.continues(before.seen) ? before.left : feasibleParams(space)
  const left = candidates?.filter((params) => !snapshot.tried(params))
  if (!left) return undefined
  lastLeft.set(space, { seen: snapshot, left })
  return left.filter((params) => agrees(params, known) && !isAmong(params, avoid))
}

/** For each space what was left of it when that was last asked for. */
const lastLeft = new WeakMap<SearchSpace, { readonly seen: StudySnapshot; readonly left: readonly Params[] }>()

const sizes = new WeakMap<SearchSpace, number>()

/** The number of combinations of a space, counted once. */
export function sizeOf(space: SearchSpace): number {
  const size = sizes.get(space) ?? cardinality(space)
  sizes.set(space, size)
  return size
}

/** Whether a trial has been started with these params, or they are among those to avoid. */
export function isTried(snapshot: StudySnapshot, params: Params, avoid: readonly Params[]): boolean {
  return snapshot.tried(params) || isAmong(params, avoid)
}

function isAmong(params: Params, others: readonly Params[]): boolean {
  return others.some((other) => sameParams(other, params))
}
