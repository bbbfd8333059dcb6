/**
 * Statistical tests with fixed seeds: the winner over several runs, by the signed-rank test on logarithms of regrets.
 */
import { describe, expect, it } from 'vitest'
import type { CostOption } from '../acquisition/preferences/cost-option.ts'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { median } from '../math/statistics.ts'
import { hartmann3 } from '../problems/hartmann.ts'
import type { Params } from '../space/params.ts'
import { createStudy } from '../study/create-study.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { gpSampler } from './gp.ts'

const problem = hartmann3()
/** A trial takes from 1 to 100 seconds; at the optimum, 59 seconds. */
const duration = ({ x1 }: Params) => 1_000 * 100 ** (1 - (x1 as number))
const TIME = 400_000

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The regret of the best trial that finishes in time, for eight seeds. */
async function regrets(cost?: CostOption): Promise<Float64Array> {
  const all = new Float64Array(8)
  for (const seed of all.keys()) {
    const clock = simulatedClock(idle)
    const study = await createStudy({ space: problem.space, sampler: gpSampler(cost ? { cost } : {}), seed, clock })
    const run = study.optimize(
      async ({ params }) => {
        await new Promise<void>((resolve) => void clock.after(duration(params), resolve))
        return problem.evaluate(params)
      },
      { trials: 60, timeout: TIME },
    )
    await clock.until(run)
    const inTime = study.trials.filter((trial) => trial.state === 'completed' && trial.finishedAt <= TIME)
    all[seed] = Math.min(...inTime.map(({ params }) => problem.evaluate(params as Params))) - problem.optimum
    await study.close()
  }
  return all
}

describe('cost-aware Bayesian optimisation', () => {
  it('finds better params for the same cost, even if the optimum is expensive', async () => {
    const blind = await regrets()
    for (const cost of [{ of: 'duration' }, { of: 'duration', budget: TIME }] as const) {
      const aware = await regrets(cost)
      const differences = aware.map((regret, seed) => Math.log(regret) - Math.log(blind[seed]!))
      expect(wilcoxonSignedRank(differences, { alternative: 'less' }).pValue).toBeLessThan(0.02)
      expect(median(aware)).toBeLessThan(median(blind) / 5)
    }
  }, 240_000)
})
