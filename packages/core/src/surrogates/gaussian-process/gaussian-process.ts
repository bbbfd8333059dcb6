/**
 * A Gaussian process for growing data: hyperparameters are inferred by the refit schedule, and rows in between are
 * appended.
 */
import type { Cooperative } from '../../math/cooperative.ts'
import { pickRows } from '../../math/matrix-rows.ts'
import { mixtureOf } from '../mixture.ts'
import type { ColumnKind, Fit, FitOptions, Surrogate, TrainingData, TransformedValues } from '../surrogate.ts'
import { FitMemory } from './fit-memory.ts'
import { inferHyperparameters } from './inference.ts'
import { columnsOf, type Hyperparameters } from './kernel.ts'
import { type CovarianceFactor, factorOf, type GaussianProcessPosterior, posteriorOf } from './posterior.ts'
import { rowsAtRefit } from './refit-schedule.ts'
import { selectRows } from './select-rows.ts'

/** Hyperparameters with the data of their inference, and the covariance factors including later rows. */
interface Refit {
  readonly settings: string
  readonly features: Float64Array
  readonly values: Float64Array
  readonly hyperparameters: readonly Hyperparameters[]
  /** The features of all rows in the factors. */
  grown: { readonly features: Float64Array; readonly factors: readonly CovarianceFactor[] }
}

/**
 * A Gaussian process with a Matérn-5/2 kernel and one length scale per column. Its hyperparameters are inferred
 * (`inference.ts`) from scheduled rows (`refit-schedule.ts`), of which the most informative ones are selected
 * (`select-rows.ts`). It caches the last fits; see {@link sharedGaussianProcess}.
 */
export function gaussianProcess(): Surrogate {
  const memory = new FitMemory<Refit>()
  return Object.freeze({
    name: 'gaussian-process',
    *fit<T extends TransformedValues>(data: TrainingData, options: FitOptions<T>): Cooperative<Fit<T>> {
      const { columns, features, values } = data
      const width = columns.length
      const inferredRows = rowsAtRefit(values.length)
      const first = selectRows(features.subarray(0, inferredRows * width), options.losses(inferredRows))
      yield
      const refit = yield* refitFrom(memory, data, options, first)
      const since = Int32Array.from({ length: values.length - inferredRows }, (_, k) => inferredRows + k)
      const rows = Int32Array.of(...first, ...since)
      const factors = yield* grow(refit, columns, pickRows(features, rows, width))
      const transformed = options.transform(pickRows(values, rows, 1))
      const components: GaussianProcessPosterior[] = []
      for (const factor of factors) {
        components.push(posteriorOf(factor, transformed.values))
        yield
      }
      return { transformed, rows, posterior: mixtureOf(components) }
    },
  })
}

/** The Gaussian process that samplers and analyses share, so that they reuse each other's fits. */
export const sharedGaussianProcess: Surrogate = gaussianProcess()

/** The refit from these rows, cached or computed now. */
function* refitFrom<T extends TransformedValues>(
  memory: FitMemory<Refit>,
  { columns, features, values }: TrainingData,
  { transform, noise, samples, key, owner }: FitOptions<T>,
  rows: Int32Array,
): Cooperative<Refit> {
  const used = pickRows(features, rows, columns.length)
  const own = pickRows(values, rows, 1)
  const transformed = transform(own)
  yield
  const belief = noise(used, own, transformed)
  yield
  const count = samples(rows.length)
  const settings = JSON.stringify([columns, belief, count])
  const known = memory.find(
    owner,
    key,
    (refit) => refit.settings === settings && equal(refit.features, used) && equal(refit.values, transformed.values),
  )
  if (known) return known
  const data = { columns, features: used, values: transformed.values }
  const hyperparameters = yield* inferHyperparameters(data, { noise: belief, samples: count, key })
  const factors = yield* factorsOf(columns, hyperparameters, used)
  const refit = {
    settings,
    features: used,
    values: transformed.values,
    hyperparameters,
    grown: { features: used, factors },
  }
  memory.add(owner, key, refit)
  return refit
}

/** The covariance factors of these rows, which start with the rows of the refit. */
function* grow(
  refit: Refit,
  columns: readonly ColumnKind[],
  features: Float64Array,
): Cooperative<readonly CovarianceFactor[]> {
  let { features: known, factors } = refit.grown
  // A row in the cached factors may have been removed or changed.
  if (!startsWith(features, known)) {
    known = refit.features
    factors = yield* factorsOf(columns, refit.hyperparameters, known)
  }
  for (let at = known.length; at < features.length; at += columns.length) {
    const point = features.subarray(at, at + columns.length)
    factors = factors.map((factor) => factor.append(point))
    yield
  }
  refit.grown = { features, factors }
  return factors
}

function* factorsOf(
  columns: readonly ColumnKind[],
  hyperparameters: readonly Hyperparameters[],
  features: Float64Array,
): Cooperative<CovarianceFactor[]> {
  const factors: CovarianceFactor[] = []
  for (const h of hyperparameters) {
    factors.push(factorOf(columnsOf(columns), h, features, features.length / columns.length))
    yield
  }
  return factors
}

const equal = (a: Float64Array, b: Float64Array) => a.length === b.length && startsWith(a, b)

const startsWith = (all: Float64Array, first: Float64Array) =>
  first.length <= all.length && first.every((value, index) => value === all[index])
