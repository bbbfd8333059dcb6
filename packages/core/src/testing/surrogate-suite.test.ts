import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import type { Fit, FitOptions, Posterior, Surrogate, TrainingData, TransformedValues } from '../surrogates/surrogate.ts'
import { nearestNeighbors } from './surrogate-cases/nearest-neighbors.ts'
import { surrogateCases } from './surrogate-suite.ts'

type Learn = <T extends TransformedValues>(fit: Fit<T>, data: TrainingData, options: FitOptions<T>) => Fit<T>

/** The requirements that a surrogate violates. */
async function broken(make: () => Surrogate): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of surrogateCases(make)) await run().catch(() => names.push(name))
  return names
}

/** A Gaussian process with a changed result. */
function but(learn: Learn): Surrogate {
  const surrogate = gaussianProcess()
  return {
    name: 'broken',
    *fit(data, options) {
      return learn(yield* surrogate.fit(data, options), data, options)
    },
  }
}

/** A Gaussian process fitted to changed data or options. */
function asked(change: (data: TrainingData, calls: number) => Partial<TrainingData>): Surrogate {
  const surrogate = gaussianProcess()
  let calls = 0
  return {
    name: 'broken',
    *fit(data, options) {
      calls += 1
      return yield* surrogate.fit({ ...data, ...change(data, calls) }, options)
    },
  }
}

/** A Gaussian process with changed posteriors. */
const believing = (change: (posterior: Posterior) => Partial<Posterior>): Surrogate =>
  but((fit) => ({ ...fit, posterior: changed(fit.posterior, change) }))

const changed = (posterior: Posterior, change: (posterior: Posterior) => Partial<Posterior>): Posterior => ({
  components: posterior.components,
  predict: (points, count) => posterior.predict(points, count),
  covariance: (points, count, point) => posterior.covariance(points, count, point),
  condition: (point, value) => posterior.condition(point, value),
  ...change(posterior),
})

/** A Gaussian process with changed means and variances. */
const predicting = (mean: (mean: number, at: number) => number, variance = (v: number) => v): Surrogate =>
  believing((posterior) => ({
    predict(points, count) {
      const { mean: means, variance: variances } = posterior.predict(points, count)
      return { mean: means.map(mean), variance: variances.map(variance) }
    },
  }))

/** Defective surrogates, created for each case, and a requirement that each violates. */
const BROKEN: { readonly [defect: string]: readonly [() => Surrogate, string] } = {
  'never yields': [
    () => {
      const surrogate = gaussianProcess()
      return {
        name: 'broken',
        *fit(data, options) {
          const fit = runSync(surrogate.fit(data, options))
          if (fit.rows.length === 0) yield
          return fit
        },
      }
    },
    'yields while fitting',
  ],
  'predicts NaN': [() => predicting(() => Number.NaN), 'predicts finite means'],
  'has negative variances': [
    () =>
      predicting(
        (mean) => mean,
        (v) => v - 1,
      ),
    'predicts finite means',
  ],
  'has covariances greater than its variances': [
    () => believing(() => ({ covariance: (_, count) => new Float64Array(count).fill(9) })),
    'predicts finite means',
  ],
  'depends on the index of a point': [() => predicting((mean, at) => mean + at), 'each alone'],
  'predicts the opposite': [() => predicting((mean) => -mean), 'predicts near training points'],
  'predicts the overall mean': [() => predicting(() => 0), 'predicts near training points'],
  'ignores a conditioned value': [() => believing((posterior) => ({ condition: () => posterior })), 'moves the mean'],
  'moves the mean beyond a conditioned value': [
    () =>
      believing((posterior) => ({
        condition(point, value) {
          const [mean] = posterior.predict(point, 1).mean as unknown as [number]
          return posterior.condition(point, mean + 2 * (value - mean))
        },
      })),
    'moves the mean',
  ],
  'is mutated by conditioning': [
    () =>
      believing((own) => {
        let posterior = own
        return {
          predict: (points, count) => posterior.predict(points, count),
          condition(point, value) {
            posterior = posterior.condition(point, value)
            return posterior
          },
        }
      }),
    'without changing the posterior',
  ],
  'has no components': [() => believing(() => ({ components: [] })), 'is the mixture'],
  'returns one of several components': [
    () => believing(({ components }) => ({ components: components.slice(0, 1) })),
    'is the mixture',
  ],
  'ignores the variance between components': [
    () =>
      believing(({ components, ...own }) => ({
        ...own,
        predict(points, count) {
          const parts = components.map((component) => component.predict(points, count))
          const average = (moment: 'mean' | 'variance') =>
            Float64Array.from({ length: count }, (_, at) =>
              parts.reduce((sum, part) => sum + (part[moment][at] as number) / parts.length, 0),
            )
          return { mean: average('mean'), variance: average('variance') }
        },
      })),
    'is the mixture',
  ],
  'counts its fits': [
    () => asked(({ values }, calls) => ({ values: values.map((value, row) => value + (row === 0 ? calls : 0)) })),
    'learns the same repeatedly',
  ],
  'samples other numbers for each owner': [
    () => {
      const surrogate = gaussianProcess()
      const owners = new Map<object, number>()
      return {
        name: 'broken',
        *fit(data, options) {
          const known = owners.get(options.owner) ?? owners.size
          owners.set(options.owner, known)
          return yield* surrogate.fit(data, { ...options, key: foldIn(options.key, known) })
        },
      }
    },
    'learns the same repeatedly',
  ],
  'caches fits by the number of rows': [
    () => {
      const surrogate = gaussianProcess()
      const fits = new Map<string, unknown>()
      return {
        name: 'broken',
        *fit<T extends TransformedValues>(data: TrainingData, options: FitOptions<T>) {
          const name = `${data.values.length} ${options.samples(1)} ${options.key.join(' ')}`
          const known = (fits.get(name) as Fit<T> | undefined) ?? (yield* surrogate.fit(data, options))
          fits.set(name, known)
          return known
        },
      }
    },
    'learns like a new surrogate',
  ],
  'shuffles the data': [
    () =>
      asked(({ values }) => {
        values.reverse()
        return {}
      }),
    'does not change the data',
  ],
  'treats categories as numbers': [
    () => asked(({ columns }) => ({ columns: columns.map(() => 'number') })),
    'compares categories',
  ],
  'returns rows out of range': [
    () => but((fit) => ({ ...fit, rows: fit.rows.map((row) => row + 1) })),
    'returns the selected rows',
  ],
  'returns rows in another order': [
    () => but((fit) => ({ ...fit, rows: fit.rows.toReversed() })),
    'returns the selected rows',
  ],
  'returns untransformed values': [
    () => but((fit, { values }) => ({ ...fit, transformed: { ...fit.transformed, values } })),
    'returns the selected rows',
  ],
  'fails with one row': [
    () => asked(({ values }) => (values.length > 1 ? {} : { values: new Float64Array(1).fill(Number.NaN) })),
    'survives one row',
  ],
  'divides by the spread of the values': [
    () =>
      but((fit, { values }) => {
        const spread = Math.max(...values) - Math.min(...values)
        return spread > 0 ? fit : { ...fit, posterior: changed(fit.posterior, zeroOverZero) }
      }),
    'survives one row',
  ],
}

const zeroOverZero = (): Partial<Posterior> => ({
  predict: (_, count) => ({ mean: new Float64Array(count).fill(Number.NaN), variance: new Float64Array(count) }),
})

describe('surrogateCases', () => {
  it.each(surrogateCases(() => nearestNeighbors(4)))('accepts nearest neighbours: $name', ({ run }) => run())

  it('detects a surrogate without a name', async () => {
    expect(await broken(() => ({ ...gaussianProcess(), name: '' }))).toEqual(['has a name'])
  })

  it.each(Object.entries(BROKEN))('detects a surrogate that %s', async (_, [make, promise]) => {
    expect(await broken(make)).toContainEqual(expect.stringContaining(promise))
  })
})
