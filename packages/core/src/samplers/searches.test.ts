/**
 * Statistical tests with fixed seeds: the winner over several runs, by the signed-rank test on logarithms of regrets.
 * Eight wins out of eight have a p-value of 1/256.
 */
import { describe, expect, it } from 'vitest'
import { foldIn } from '../math/random.ts'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { median } from '../math/statistics.ts'
import { branin } from '../problems/branin.ts'
import { delayedProblem } from '../problems/delayed.ts'
import { failingProblem } from '../problems/failing.ts'
import { hartmann6 } from '../problems/hartmann.ts'
import { networkProblem } from '../problems/network.ts'
import type { Problem } from '../problems/problem.ts'
import { treeProblem } from '../problems/tree.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { gpSampler } from './gp.ts'
import { quasiRandomSampler } from './quasi-random.ts'
import { randomSampler } from './random.ts'
import type { Sampler } from './sampler.ts'

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7]
const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

interface Runs {
  readonly trials: number
  readonly seeds: number
  readonly workers?: number
}

/** The regret of the best params, by seed. */
async function regrets(problem: Problem, make: () => Sampler, { trials, seeds, workers = 1 }: Runs) {
  const all = new Float64Array(seeds)
  for (let seed = 0; seed < seeds; seed += 1) {
    const clock = simulatedClock(idle)
    const study = await createStudy({ space: problem.space, sampler: make(), seed, clock })
    const timed = delayedProblem(problem, 60_000)
    const run = study.optimize(
      async ({ params, number }) => {
        const duration = timed.duration(params, foldIn(study.snapshot.key, number))
        if (workers > 1) await new Promise<void>((resolve) => void clock.after(duration, resolve))
        return problem.evaluate(params)
      },
      { trials, concurrency: workers },
    )
    await clock.until(run)
    all[seed] = study.best.value - problem.optimum
    await study.close()
  }
  return all
}

/** The p-value of the hypothesis that the first is no better than the second. */
function pValue(one: Float64Array, other: Float64Array): number {
  const differences = one.map((regret, seed) => Math.log(regret + 1e-12) - Math.log((other[seed] as number) + 1e-12))
  return wilcoxonSignedRank(differences, { alternative: 'less' }).pValue
}

describe('Bayesian optimisation', () => {
  it.each<[string, Problem, number, number]>([
    ['in six dimensions', hartmann6(), 40, 8],
    ['on integers, ordinals and categories', networkProblem(), 30, 8],
    // Two of its four leaves are nearly as good as the best one, so that a significant result needs more runs.
    ['with branches', treeProblem(), 40, 10],
    ['if a quarter of the space fails', failingProblem(branin(), ({ x1 }) => Math.abs(x1 as number) < 2), 30, 8],
  ])('beats random search %s', { timeout: 120_000 }, async (_, problem, trials, seeds) => {
    const found = await regrets(problem, () => gpSampler(), { trials, seeds })
    const random = await regrets(problem, () => randomSampler(), { trials, seeds })
    expect(pValue(found, random)).toBeLessThan(0.02)
    expect(median(found)).toBeLessThan(median(random) / 2)
  })

  it('beats random search on real numbers, and mostly comes within 0.05 of the minimum of Branin', async () => {
    const found = await regrets(branin(), () => gpSampler(), { trials: 40, seeds: 8 })
    const random = await regrets(branin(), () => randomSampler(), { trials: 40, seeds: 8 })
    expect(pValue(found, random)).toBeLessThan(0.02)
    expect(found.filter((regret) => regret < 0.05).length).toBeGreaterThanOrEqual(7)
  }, 120_000)

  it('beats random search with four workers that finish out of order', async () => {
    const found = await regrets(hartmann6(), () => gpSampler(), { trials: 40, seeds: 8, workers: 4 })
    const random = await regrets(hartmann6(), () => randomSampler(), { trials: 40, seeds: 8, workers: 4 })
    expect(pValue(found, random)).toBeLessThan(0.02)
  }, 120_000)
})

describe('quasi-random search', () => {
  const unitCube = (dimensions: number): SearchSpace =>
    space(Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`x${i}`, float(0, 1)])))

  async function points(sampler: Sampler, dimensions: number, count: number, seed: number): Promise<number[][]> {
    const study = await createStudy({ space: unitCube(dimensions), sampler, seed })
    await study.optimize(() => 1, { trials: count, concurrency: 3 })
    return study.trials.map(({ params }) => Object.values(params as { [name: string]: number }))
  }

  it.each(SEEDS)(
    'puts one of 64 points into each cell of an 8 × 8 grid, and of 64 × 1 and 2 × 32 (seed %d)',
    async (seed) => {
      const all = await points(quasiRandomSampler(), 2, 64, seed)
      for (const [columns, rows] of [
        [8, 8],
        [64, 1],
        [2, 32],
      ] as const) {
        const cells = all.map(([x, y]) => Math.floor((x as number) * columns) * rows + Math.floor((y as number) * rows))
        expect(new Set(cells).size).toBe(64)
      }
    },
  )

  it('covers five dimensions more evenly than random search', async () => {
    const ratios = []
    for (const seed of SEEDS) {
      const even = discrepancy(await points(quasiRandomSampler(), 5, 100, seed))
      ratios.push(even / discrepancy(await points(randomSampler(), 5, 100, seed)))
    }
    for (const ratio of ratios) expect(ratio).toBeLessThan(0.75)
  })
})

/** The centered L2 discrepancy: Hickernell (1998), Mathematics of Computation 67, equation 5.1c. */
function discrepancy(points: readonly (readonly number[])[]): number {
  const [n, d] = [points.length, (points[0] as number[]).length]
  const offset = (x: number) => Math.abs(x - 0.5)
  const product = (term: (k: number) => number) =>
    Array.from({ length: d }, (_, k) => term(k)).reduce((all, factor) => all * factor, 1)
  const single = points.reduce(
    (sum, x) => sum + product((k) => 1 + offset(x[k] as number) / 2 - offset(x[k] as number) ** 2 / 2),
    0,
  )
  const pairs = points.flatMap((x) =>
    points.map((y) =>
      product((k) => {
        const [a, b] = [x[k] as number, y[k] as number]
        return 1 + offset(a) / 2 + offset(b) / 2 - Math.abs(a - b) / 2
      }),
    ),
  )
  const double = pairs.reduce((sum, value) => sum + value, 0)
  return Math.sqrt((13 / 12) ** d - (2 / n) * single + double / n ** 2)
}
