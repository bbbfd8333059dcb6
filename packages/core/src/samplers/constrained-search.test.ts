/** Statistical tests with fixed seeds: the winner over several runs, by the signed-rank test. */
import { describe, expect, it } from 'vitest'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { median } from '../math/statistics.ts'
import type { ConstrainedProblem } from '../problems/constrained-problem.ts'
import { gardner } from '../problems/gardner.ts'
import { gramacy } from '../problems/gramacy.ts'
import type { Params } from '../space/params.ts'
import { History, search } from '../testing/sampler-cases/history.ts'
import { isFeasible } from '../trial/constraint.ts'
import { gpSampler } from './gp.ts'
import { randomSampler } from './random.ts'
import type { Sampler } from './sampler.ts'

interface Runs {
  readonly trials: number
  readonly seeds?: number
  readonly workers?: number
}

/** The params of the trials of a search, by seed. */
async function runs(problem: ConstrainedProblem, sampler: Sampler, { trials, seeds = 8, workers = 1 }: Runs) {
  const all = []
  for (let seed = 0; seed < seeds; seed += 1) {
    const history = new History(problem.space, { constraints: problem.constraints, seed })
    await search(
      history,
      sampler,
      (params) => ({ state: 'completed', values: { value: problem.evaluate(params), ...problem.measure(params) } }),
      { trials, workers },
    )
    all.push([...history.snapshot.trials].map(({ params }) => params as Params))
  }
  return all
}

/** The regret of the best feasible value; 10 if there is none. */
const regret = (problem: ConstrainedProblem, trials: readonly Params[]) =>
  Math.min(10, ...feasible(problem, trials).map((params) => problem.evaluate(params) - problem.optimum))

const feasible = ({ constraints, measure }: ConstrainedProblem, trials: readonly Params[]) =>
  trials.filter((params) => isFeasible(constraints, measure(params)))

/** The number of the first feasible trial; the number of the next trial if there is none. */
const first = ({ constraints, measure }: ConstrainedProblem, trials: readonly Params[]) => {
  const number = trials.findIndex((params) => isFeasible(constraints, measure(params)))
  return number < 0 ? trials.length : number
}

/** The p-value of the hypothesis that the first is no better than the second. */
const pValue = (one: readonly number[], other: readonly number[]) =>
  wilcoxonSignedRank(
    one.map((value, seed) => value - other[seed]!),
    { alternative: 'less' },
  ).pValue

describe('Bayesian optimisation under constraints', () => {
  it('beats random search and comes close to an optimum on the boundary of the feasible region', async () => {
    const problem = gramacy()
    const found = (await runs(problem, gpSampler(), { trials: 30 })).map((trials) => regret(problem, trials))
    const random = (await runs(problem, randomSampler(), { trials: 30 })).map((trials) => regret(problem, trials))
    expect(pValue(found, random)).toBeLessThan(0.02)
    expect(median(found)).toBeLessThan(0.02)
  }, 120_000)

  it.each([1, 4])(
    'finds small feasible islands sooner than random search, with %d workers',
    async (workers) => {
      const problem = gardner()
      const found = (await runs(problem, gpSampler(), { trials: 25, seeds: 16, workers })).map((trials) =>
        first(problem, trials),
      )
      const random = (await runs(problem, randomSampler(), { trials: 200, seeds: 16, workers })).map((trials) =>
        first(problem, trials),
      )
      expect(pValue(found, random)).toBeLessThan(0.02)
    },
    120_000,
  )
})
