/**
 * A Gaussian process on the rows of a study as they come in: hyperparameters are inferred when the schedule says so, and
 * rows are appended one by one in between. What it remembers never changes what it gives.
 */

import type { Cooperative } from '../math/cooperative.ts'
import { pickRows } from '../math/matrix-rows.ts'
import type { Key } from '../math/random.ts'
import { inferHyperparameters } from './gaussian-process/inference.ts'
import { columnsOf, type Hyperparameters } from './gaussian-process/kernel.ts'
import { mixtureOf } from './gaussian-process/mixture.ts'
import { type CovarianceFactor, factorOf, posteriorOf } from './gaussian-process/posterior.ts'
import type { NoiseBelief } from './gaussian-process/prior.ts'
import { rowsAtRefit, tellingRows } from './refit-schedule.ts'
import type { ColumnKind, Posterior } from './surrogate.ts'

/** Values of mean 0 and variance about 1, as a Gaussian process likes them. */
export interface TransformedValues {
  readonly values: Float64Array
}

export interface FitRequest<T extends TransformedValues> {
  readonly kinds: readonly ColumnKind[]
  /** Row-major, in the order in which the rows became known. */
  readonly features: Float64Array
  readonly values: Float64Array
  /** Of the first `count` rows, by which they are chosen where there are too many; the less the better. */
  readonly merits: (count: number) => Float64Array
  readonly transform: (values: Float64Array) => T
  readonly noise: (features: Float64Array, values: Float64Array, transformed: T) => NoiseBelief
  /** How many draws of hyperparameters, given the number of rows; 0 for the most probable ones alone. */
  readonly samples: (rows: number) => number
  readonly key: Key
}

export interface ScheduledFit<T extends TransformedValues> {
  /** Of the rows it was conditioned on. */
  readonly transformed: T
  /** Which these are, by index. */
  readonly rows: Int32Array
  readonly posterior: Posterior
}

/** Hyperparameters with what they were inferred from, and the covariance factors of the rows that came since. */
interface Refit {
  readonly settings: string
  readonly features: Float64Array
  readonly values: Float64Array
  readonly hyperparameters: readonly Hyperparameters[]
  /** The features of all rows that the factors are of. */
  grown: { readonly features: Float64Array; readonly factors: readonly CovarianceFactor[] }
}

/** Of each thing that is learned: what the sampler, a recommendation and an analysis may ask for in turns. */
const REMEMBERED = 4
/** Things that are learned, by all studies of one search space. */
const MOST_LEARNED = 64
/** By owner, and by the key of what is learned: the objective, failures, each constraint, the cost. */
const memories = new WeakMap<object, Map<string, Refit[]>>()

/**
 * Fits, with the draws of hyperparameters as a mixture.
 *
 * @param owner - What the memory lives as long as: the search space.
 */
export function* scheduledFit<T extends TransformedValues>(
  owner: object,
  request: FitRequest<T>,
): Cooperative<ScheduledFit<T>> {
  const { features, values, kinds } = request
  const width = kinds.length
  const inferredRows = rowsAtRefit(values.length)
  const first = tellingRows(features.subarray(0, inferredRows * width), request.merits(inferredRows))
  const refit = yield* refitFor(owner, request, first)
  const rows = Int32Array.of(
    ...first,
    ...Int32Array.from({ length: values.length - inferredRows }, (_, k) => inferredRows + k),
  )
  const used = pickRows(features, rows, width)
  let { features: known, factors } = refit.grown
  // Factors of other rows than these are of no use.
  if (!startsWith(used, known)) {
    known = refit.features
    factors = yield* factorsOf(kinds, refit.hyperparameters, known)
  }
  for (let at = known.length; at < used.length; at += width) {
    const point = used.subarray(at, at + width)
    factors = factors.map((factor) => factor.append(point))
    yield
  }
  refit.grown = { features: used, factors }
  const transformed = request.transform(pickRows(values, rows, 1))
  const components = factors.map((factor) => posteriorOf(factor, transformed.values))
  return { transformed, rows, posterior: mixtureOf(components) }
}

/** The refit from these rows, remembered or done now. */
function* refitFor<T extends TransformedValues>(
  owner: object,
  request: FitRequest<T>,
  rows: Int32Array,
): Cooperative<Refit> {
  const { kinds, features, values, transform, noise, samples, key } = request
  const width = kinds.length
  const used = pickRows(features, rows, width)
  const own = pickRows(values, rows, 1)
  const transformed = transform(own)
  const belief = noise(used, own, transformed)
  const draws = samples(rows.length)
  const settings = JSON.stringify([kinds, belief, draws])
  const memory = memoryOf(owner, key)
  const isIt = (refit: Refit) =>
    refit.settings === settings && equal(refit.features, used) && equal(refit.values, transformed.values)
  const place = memory.findIndex(isIt)
  const [known] = place < 0 ? [] : memory.splice(place, 1)
  if (known) {
    memory.push(known)
    return known
  }
  const data = { columns: kinds, features: used, values: transformed.values }
  const hyperparameters = yield* inferHyperparameters(data, { noise: belief, samples: draws, key })
  const factors = yield* factorsOf(kinds, hyperparameters, used)
  const { values: learned } = transformed
  const refit = { settings, features: used, values: learned, hyperparameters, grown: { features: used, factors } }
  memory.push(refit)
  if (memory.length > REMEMBERED) memory.shift()
  return refit
}

function memoryOf(owner: object, key: Key): Refit[] {
  const memory = memories.get(owner) ?? new Map<string, Refit[]>()
  memories.set(owner, memory)
  const name = key.join()
  const own = memory.get(name) ?? []
  // The one that was used last stands last.
  memory.delete(name)
  memory.set(name, own)
  const [oldest] = memory.keys()
  if (memory.size > MOST_LEARNED && oldest !== undefined) memory.delete(oldest)
  return own
}

function* factorsOf(
  kinds: readonly ColumnKind[],
  hyperparameters: readonly Hyperparameters[],
  features: Float64Array,
): Cooperative<CovarianceFactor[]> {
  const factors: CovarianceFactor[] = []
  for (const h of hyperparameters) {
    factors.push(factorOf(columnsOf(kinds), h, features, features.length / kinds.length))
    yield
  }
  return factors
}

const equal = (a: Float64Array, b: Float64Array) => a.length === b.length && startsWith(a, b)

const startsWith = (all: Float64Array, first: Float64Array) =>
  first.length <= all.length && first.every((value, index) => value === all[index])
