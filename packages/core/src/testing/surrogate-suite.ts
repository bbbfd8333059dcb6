import { pickRows } from '../math/matrix-rows.ts'
import { keyFromSeed } from '../math/random.ts'
import { standardize } from '../models/transforms/standardize.ts'
import type { Posterior, Surrogate, TrainingData } from '../surrogates/surrogate.ts'
import { assertExactly } from './assertions.ts'
import type { ConformanceCase } from './conformance-case.ts'
import {
  allPredictions,
  contents,
  firstRows,
  learn,
  momentsAt,
  optionsOf,
  pointAt,
  randomPoints,
  smoothData,
} from './surrogate-cases/learn.ts'

type SurrogateCases = { readonly [promise: string]: (make: () => Surrogate) => void }

const MANY = smoothData(40)
const FEW = smoothData(12)
const POINTS = randomPoints(3, 20)
/** Tolerance: relative error of sums of a few numbers. */
const ROUNDING = 1e-9

const CASES: SurrogateCases = {
  'has a name'(make) {
    if (make().name.length === 0) throw new Error('Expected a non-empty name.')
  },

  'yields while fitting, and ends'(make) {
    const fitting = make().fit(MANY, optionsOf(MANY))
    let steps = 0
    while (!fitting.next().done) {
      steps += 1
      if (steps > 1e6) throw new Error('The fit has yielded a million times without ending.')
    }
    if (steps === 0) throw new Error('The fit never yields.')
  },

  'predicts finite means and covariances, and non-negative variances'(make) {
    for (const data of [FEW, MANY]) {
      for (const samples of [0, 4]) assertMoments(learn(make(), data, { samples }).posterior, data)
    }
  },

  'predicts many points as it predicts each alone'(make) {
    const { posterior } = learn(make(), FEW)
    const { mean, variance } = posterior.predict(POINTS, 20)
    const covariance = posterior.covariance(POINTS, 20, pointAt(POINTS, 0))
    for (let at = 0; at < 20; at += 1) {
      const point = pointAt(POINTS, at)
      const alone = momentsAt(posterior, point)
      assertClose(mean[at] as number, alone.mean, `mean of point ${at}`)
      assertClose(variance[at] as number, alone.variance, `variance of point ${at}`)
      const [own] = posterior.covariance(point, 1, pointAt(POINTS, 0)) as unknown as [number]
      assertClose(covariance[at] as number, own, `covariance of point ${at}`)
    }
  },

  'predicts near training points means that are closer to their values than the overall mean'(make) {
    const { posterior, transformed, rows } = learn(make(), MANY)
    rows.forEach((row, index) => {
      const value = transformed.values[index] as number
      if (Math.abs(value) < 0.3) return
      const near = pointAt(MANY.features, row).map((feature, column) => (column === 0 ? feature + 1e-3 : feature))
      const { mean } = momentsAt(posterior, near)
      if (Math.abs(mean - value) >= Math.abs(value))
        throw new Error(`Expected a mean near the value ${value}; received ${mean}.`)
    })
  },

  'moves the mean towards a conditioned value, without changing the posterior'(make) {
    for (const samples of [0, 4]) {
      const { posterior } = learn(make(), FEW, { samples })
      const before = allPredictions(posterior)
      for (const move of [-2, 2]) {
        const point = pointAt(POINTS, 0)
        const { mean } = momentsAt(posterior, point)
        const conditioned = posterior.condition(point, mean + move)
        const moved = (momentsAt(conditioned, point).mean - mean) / move
        if (!(moved > 0 && moved < 1 + 1e-6)) {
          throw new Error(
            `Expected the mean to move by a share in (0, 1] of the distance ${move} to the value; it moved by ${moved}.`,
          )
        }
        assertMoments(conditioned, FEW)
        assertExactly(allPredictions(posterior), before, 'the posterior before')
      }
    }
  },

  'is the mixture of its components'(make) {
    for (const samples of [0, 4]) {
      const { posterior } = learn(make(), FEW, { samples })
      assertMixture(posterior)
      assertMixture(posterior.condition(pointAt(POINTS, 0), 1))
    }
  },

  'learns the same repeatedly, in another order, from copies, and as a new surrogate'(make) {
    const used = make()
    const owner = {}
    const key = keyFromSeed(6)
    const fits = [FEW, MANY, smoothData(12, 9)].flatMap((data) => [
      { data, learning: { owner, samples: 0 } },
      { data, learning: { owner, samples: 2 } },
      { data, learning: { owner, samples: 2, key } },
    ])
    const all = () => fits.map(({ data, learning }) => contents(learn(used, data, learning)))
    const first = all()
    assertExactly(all(), first, 'again')
    const backwards = fits.toReversed().map(({ data, learning }) => contents(learn(used, data, learning)))
    assertExactly(backwards.toReversed(), first, 'backwards')
    const fresh = fits.map(({ data, learning }) => contents(learn(make(), data, { ...learning, owner: {} })))
    assertExactly(fresh, first, 'by a new surrogate')
    const copies = fits.map(({ data, learning }) => contents(learn(used, copyOf(data), { ...learning, owner: {} })))
    assertExactly(copies, first, 'for another owner')
  },

  'learns like a new surrogate while data grow, are corrected, and lose rows'(make) {
    const used = make()
    const owner = {}
    const { columns, features, values } = MANY
    const counts = [1, 2, 3, 8, ...Array.from({ length: 9 }, (_, index) => 32 + index)]
    const states = counts.map((count) => firstRows(MANY, count))
    states.push({ columns, features, values: values.map((value, row) => (row === 35 ? value + 1 : value)) })
    states.push({ columns, features: features.slice(columns.length), values: values.slice(1) })
    for (const data of [...states, ...states.toReversed()]) {
      const fresh = contents(learn(make(), data, { samples: 2 }))
      assertExactly(contents(learn(used, data, { owner, samples: 2 })), fresh, `from ${data.values.length} rows`)
    }
  },

  'does not change the data'(make) {
    const data = copyOf(MANY)
    const { posterior } = learn(make(), data)
    posterior.condition(pointAt(POINTS, 0), 1)
    allPredictions(posterior)
    assertExactly([...data.features], [...MANY.features], 'features')
    assertExactly([...data.values], [...MANY.values], 'values')
  },

  'compares categories for equality only'(make) {
    const predictions = [(category: number) => category, (category: number) => [5, 2, 9][category + 1] as number].map(
      (relabel) => {
        const renamed = (points: Float64Array) =>
          points.map((feature, index) => (index % 3 === 2 ? relabel(feature) : feature))
        const { posterior } = learn(make(), { ...MANY, features: renamed(MANY.features) })
        return posterior.predict(renamed(POINTS), 20)
      },
    )
    const [own, other] = predictions.map(({ mean, variance }) => [...mean, ...variance]) as [number[], number[]]
    own.forEach((moment, index) => {
      assertClose(other[index] as number, moment, 'a moment under other names')
    })
  },

  'returns the selected rows and their transformed values'(make) {
    for (const data of [firstRows(MANY, 1), FEW, MANY, smoothData(450)]) {
      const { rows, transformed } = learn(make(), data)
      const count = data.values.length
      rows.forEach((row, index) => {
        if (row < 0 || row >= count) throw new Error(`Expected row indices below ${count}; received ${row}.`)
        if (index > 0 && row <= (rows[index - 1] as number)) throw new Error('Expected rows in increasing order.')
      })
      if (rows.length === 0) throw new Error('Expected at least one selected row.')
      const values = standardize(pickRows(data.values, rows, 1))
      assertExactly([...transformed.values], [...values.values], 'transformed values')
    }
  },

  'survives one row, equal values, and duplicate rows'(make) {
    const { columns, features, values } = FEW
    const twice = { columns, features: Float64Array.of(...features, ...features) }
    const odd: readonly TrainingData[] = [
      firstRows(FEW, 1),
      { ...FEW, values: values.map(() => 3) },
      { ...twice, values: Float64Array.of(...values, ...values) },
      { ...twice, values: Float64Array.of(...values, ...values.map((value) => value + 1)) },
      { columns, features: features.map((_, index) => features[index % 3] as number), values },
    ]
    for (const data of odd) {
      for (const samples of [0, 2]) assertMoments(learn(make(), data, { samples }).posterior, data)
    }
  },
}

const copyOf = ({ columns, features, values }: TrainingData): TrainingData => ({
  columns: [...columns],
  features: features.slice(),
  values: values.slice(),
})

function assertClose(actual: number, expected: number, what: string): void {
  if (Math.abs(actual - expected) <= ROUNDING * (1 + Math.abs(expected))) return
  throw new Error(`Expected the ${what} to be ${expected}; received ${actual}.`)
}

/** Checks moments at given points and at the training points. */
function assertMoments(posterior: Posterior, { features }: TrainingData): void {
  for (const points of [POINTS, features]) {
    const count = points.length / 3
    const { mean, variance } = posterior.predict(points, count)
    const covariance = posterior.covariance(points, count, pointAt(POINTS, 0))
    if (mean.length !== count || variance.length !== count || covariance.length !== count) {
      throw new Error(`Expected ${count} means; received ${mean.length}.`)
    }
    if (!mean.every(Number.isFinite)) throw new Error('A mean is not finite.')
    if (!variance.every((v) => v >= 0 && v < Number.POSITIVE_INFINITY))
      throw new Error('A variance is negative or not finite.')
    const own = momentsAt(posterior, pointAt(POINTS, 0)).variance
    covariance.forEach((value, at) => {
      const most = Math.sqrt(own * (variance[at] as number)) * (1 + 1e-6) + 1e-6
      if (!(Math.abs(value) <= most))
        throw new Error(`Expected a covariance of at most ${most} in magnitude; received ${value}.`)
    })
  }
}

/** Checks the moments of a mixture against those of its components, by the laws of total expectation and variance. */
function assertMixture(posterior: Posterior): void {
  const { components } = posterior
  if (components.length === 0) throw new Error('Expected at least one component.')
  const parts = components.map((component) => component.predict(POINTS, 20))
  const average = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  const { mean, variance } = posterior.predict(POINTS, 20)
  for (let at = 0; at < 20; at += 1) {
    const means = parts.map((part) => part.mean[at] as number)
    const center = average(means)
    const within = average(parts.map((part) => part.variance[at] as number))
    assertClose(mean[at] as number, center, 'mean of the mixture')
    assertClose(
      variance[at] as number,
      within + average(means.map((m) => (m - center) ** 2)),
      'variance of the mixture',
    )
  }
}

/**
 * The requirements for every surrogate, one per case; independent of the test runner.
 *
 * @param make - Returns a new surrogate with the same options for each call.
 *
 * @example
 * ```ts
 * describe.each(surrogateCases(() => gaussianProcess()))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function surrogateCases(make: () => Surrogate): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(make) }))
}
