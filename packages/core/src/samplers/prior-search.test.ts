/**
 * Statistical tests with fixed seeds: the winner over several runs, by the signed-rank test on logarithms of regrets.
 */
import { describe, expect, it } from 'vitest'
import type { UserPriors } from '../acquisition/preferences/user-prior.ts'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { median } from '../math/statistics.ts'
import { branin } from '../problems/branin.ts'
import { hartmann6 } from '../problems/hartmann.ts'
import type { Problem } from '../problems/problem.ts'
import type { Params } from '../space/params.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import { gpSampler } from './gp.ts'

/** The regret of the best trial, by seed. */
async function regrets(
  problem: Problem,
  priors: UserPriors,
  { trials, seeds }: { trials: number; seeds: number },
): Promise<Float64Array> {
  const all = new Float64Array(seeds)
  for (const seed of all.keys()) {
    const history = new History(problem.space, { seed })
    await search(history, gpSampler({ priors }), (params) => completed(problem.evaluate(params)), { trials })
    const values = [...history.snapshot.trials].map(({ params }) => problem.evaluate(params as Params))
    all[seed] = Math.min(...values) - problem.optimum
  }
  return all
}

describe('priors on the best params', () => {
  it('save trials if they are about right', async () => {
    const problem = hartmann6()
    const [best] = problem.optimalParams as [Params]
    // Off by 0.1 in each coordinate.
    const beliefs = Object.entries(best).map(([name, at], i) => [
      name,
      { around: (at as number) + (i % 2 ? 0.1 : -0.1) },
    ])
    const guided = await regrets(problem, Object.fromEntries(beliefs), { trials: 12, seeds: 8 })
    const unguided = await regrets(problem, {}, { trials: 12, seeds: 8 })
    const differences = guided.map((regret, seed) => Math.log(regret) - Math.log(unguided[seed]!))
    expect(wilcoxonSignedRank(differences, { alternative: 'less' }).pValue).toBeLessThan(0.02)
  }, 120_000)

  it('fade if they are wrong', async () => {
    // The maximum of the function, far from all three minima.
    const wrong = { x1: { around: -5 }, x2: { around: 0 } }
    const misled = await regrets(branin(), wrong, { trials: 60, seeds: 6 })
    const unguided = await regrets(branin(), {}, { trials: 60, seeds: 6 })
    expect(median(misled)).toBeLessThan(3 * median(unguided))
    expect(Math.max(...misled)).toBeLessThan(0.01)
  }, 120_000)
})
