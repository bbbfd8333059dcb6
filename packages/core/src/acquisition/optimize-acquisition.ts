/**
 * The search for the candidate of the largest acquisition value: many candidates everywhere and around the best points
 * known, then a few rounds of shrinking mutations from several of the best, far apart. Without gradients, so that
 * integers, categories, conditions and constraints need no special case. About 2,500 evaluations, in 16 batches.
 */
import { pickRows } from '../math/matrix-rows.ts'
import { foldIn, type Key, type RandomStream, randomStream } from '../math/random.ts'
import { SOBOL_MAX_DIMENSIONS, sobolSequence } from '../math/sobol.ts'
import type { Steps } from '../math/steps.ts'
import { squaredFeatureDistance } from '../surrogates/feature-distance.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'
import type { CandidateSpace } from './candidate-space.ts'

export interface AcquisitionSearch<C> {
  readonly acquisition: AcquisitionFunction
  /** Much like `acquisition` but cheaper: of the candidates beside each other, only its best quarter are evaluated. */
  readonly screen?: AcquisitionFunction
  readonly space: CandidateSpace<C>
  readonly key: Key
  /** The best points known, the best first, to look around; up to five are worth it. */
  readonly around?: readonly C[]
}

export interface Found<C> {
  readonly candidate: C
  readonly value: number
}

/** Half of them Sobol, half uniform. */
const GLOBAL = 512
const AROUND_EACH = 64
const AROUND_SIGMAS = [0.2, 0.05, 0.01]
const STARTS = 6
const ROUNDS = 14
const MUTATIONS = 20
/** On log-EI of Hartmann functions in 2 to 20 dimensions, 0.2 lost least to the best of 0.03, 0.05, 0.1, 0.2 and 0.3. */
const FIRST_SIGMA = 0.2
const SHRINK = 0.75
/** Starts are at least this share of the space's diagonal apart, if there are enough that good. */
const APART = 0.05

/**
 * Scores candidates in one batch; undefined for those that are none, have been seen before, or were screened out among the
 * `group` (by default all) that stand beside each other.
 */
type Score<C> = (candidates: readonly (C | undefined)[], group?: number) => (Found<C> | undefined)[]

/** The best candidate found; undefined if there was none, as when all of a small space is tried. Each batch is a step. */
export function* optimizeAcquisition<C>(search: AcquisitionSearch<C>): Steps<Found<C> | undefined> {
  const { space, key } = search
  const score = scorer(search)
  const first = yield* inBatches(score, firstCandidates(search))
  const starts = diverse(
    space,
    first.filter((scored) => scored !== undefined),
  )
  const climbs = starts.map((best, k) => ({
    best,
    sigma: FIRST_SIGMA,
    stream: randomStream(foldIn(foldIn(key, 'climb'), k)),
  }))
  for (let round = 0; round < ROUNDS; round++) {
    const mutants = climbs.flatMap(({ best, sigma, stream }) => neighbours(space, best.candidate, stream, sigma))
    const scored = score(mutants, MUTATIONS)
    climbs.forEach((climb, k) => {
      const best = scored.slice(k * MUTATIONS, (k + 1) * MUTATIONS).reduce(better, climb.best)
      if (best === undefined || best === climb.best) climb.sigma *= SHRINK
      else climb.best = best
    })
    yield
  }
  const winner = climbs.map(({ best }) => best).reduce<Found<C> | undefined>(better, undefined)
  return winner && { candidate: winner.candidate, value: winner.value }
}

/** The best of all `candidates` of a small space, each of them scored; the first of equals. Undefined if there are none. */
export function* bestOfAll<C>(
  { acquisition, space }: Pick<AcquisitionSearch<C>, 'acquisition' | 'space'>,
  candidates: readonly C[],
): Steps<Found<C> | undefined> {
  const scored = yield* inBatches(scorer({ acquisition, space }), candidates)
  const winner = scored.reduce<Found<C> | undefined>(better, undefined)
  return winner && { candidate: winner.candidate, value: winner.value }
}

/** As many as are scored in some milliseconds, also where thousands of values are known. */
const BATCH = 512

function* inBatches<C>(score: Score<C>, candidates: readonly (C | undefined)[]): Steps<(Found<C> | undefined)[]> {
  const all: (Found<C> | undefined)[] = []
  for (let start = 0; start < candidates.length; start += BATCH) {
    all.push(...score(candidates.slice(start, start + BATCH)))
    yield
  }
  return all
}

function better<C>(a: Found<C> | undefined, b: Found<C> | undefined): Found<C> | undefined {
  return a === undefined || (b !== undefined && b.value > a.value) ? b : a
}

function scorer<C>({ acquisition, screen, space }: Omit<AcquisitionSearch<C>, 'key' | 'around'>): Score<C> {
  const seen = new Set<string>()
  const isNew = (candidate: C) => {
    const key = space.key(candidate)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
  const d = space.columns
  const evaluate = (by: AcquisitionFunction, points: Float64Array, count: number) =>
    by.evaluate(points, count).map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
  return (candidates, group = candidates.length) => {
    // Called thousands of times for each suggestion, hence plain loops and one matrix for all.
    const places: number[] = []
    let points = new Float64Array(candidates.length * d)
    for (let place = 0; place < candidates.length; place++) {
      const candidate = candidates[place]
      if (candidate === undefined || !isNew(candidate)) continue
      space.writeFeatures(candidate, points, places.length * d)
      places.push(place)
    }
    points = points.subarray(0, places.length * d)
    let rows = [...places.keys()]
    if (screen) {
      rows = bestOfEachGroup(places, evaluate(screen, points, places.length), group)
      points = pickRows(points, rows, d)
    }
    const values = evaluate(acquisition, points, rows.length)
    const scored = candidates.map((): Found<C> | undefined => undefined)
    rows.forEach((row, index) => {
      const place = places[row]!
      scored[place] = { candidate: candidates[place] as C, value: values[index]! }
    })
    return scored
  }
}

/** The share of candidates that are evaluated after screening. */
const KEPT = 0.25

/** Of the rows in each `group` of places the best share by `values`. */
function bestOfEachGroup(places: readonly number[], values: Float64Array, group: number): number[] {
  const groups = Map.groupBy(places.keys(), (row) => Math.floor(places[row]! / group))
  return [...groups.values()].flatMap((rows) => {
    const ranked = rows.toSorted((a, b) => values[b]! - values[a]! || a - b)
    return ranked.slice(0, Math.ceil(KEPT * ranked.length))
  })
}

/** Candidates everywhere, and around the best points known. */
function firstCandidates<C>({ space, key, around = [] }: AcquisitionSearch<C>): (C | undefined)[] {
  const stream = randomStream(foldIn(key, 'uniform'))
  const sobol =
    space.dimensions <= SOBOL_MAX_DIMENSIONS ? sobolSequence(space.dimensions, foldIn(key, 'sobol')) : undefined
  const uniform = () => Float64Array.from({ length: space.dimensions }, () => stream.uniform())
  const everywhere = Array.from({ length: GLOBAL }, (_, i) => {
    return space.sample(sobol && i % 2 === 0 ? sobol(i / 2) : uniform())
  })
  const mutations = randomStream(foldIn(key, 'around'))
  const near = around.flatMap((candidate) =>
    Array.from({ length: AROUND_EACH }, (_, i) =>
      space.mutate(candidate, mutations, AROUND_SIGMAS[i % AROUND_SIGMAS.length]!),
    ),
  )
  return [...everywhere, ...near]
}

/** One round of a climb: half of the steps far, half near. */
function neighbours<C>(space: CandidateSpace<C>, from: C, stream: RandomStream, sigma: number): (C | undefined)[] {
  return Array.from({ length: MUTATIONS }, (_, i) => space.mutate(from, stream, i % 2 === 0 ? sigma : sigma / 6))
}

/** The best, then always the next best that is apart from those before; filled up with the best of the rest. */
function diverse<C>(space: CandidateSpace<C>, scored: readonly Found<C>[]): Found<C>[] {
  const ranked = scored.toSorted((a, b) => (a.value > b.value ? -1 : a.value < b.value ? 1 : 0))
  const chosen: { readonly best: Found<C>; readonly features: Float64Array }[] = []
  const rest: Found<C>[] = []
  for (const best of ranked) {
    if (chosen.length === STARTS) break
    const features = new Float64Array(space.columns)
    space.writeFeatures(best.candidate, features, 0)
    if (chosen.every((other) => areApart(features, other.features))) chosen.push({ best, features })
    else rest.push(best)
  }
  return [...chosen.map(({ best }) => best), ...rest].slice(0, STARTS)
}

function areApart(a: Float64Array, b: Float64Array): boolean {
  return squaredFeatureDistance(a, 0, b, 0, a.length) >= APART * APART * a.length
}
