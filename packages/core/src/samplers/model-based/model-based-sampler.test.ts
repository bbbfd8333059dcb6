/** The model-based sampler with k nearest neighbours as surrogate instead of the Gaussian process. */
import { describe, expect, it } from 'vitest'
import { runSync } from '../../math/cooperative.ts'
import { wilcoxonSignedRank } from '../../math/rank-tests.ts'
import { featuresOf } from '../../models/features.ts'
import { modelSource } from '../../models/model-source.ts'
import { searchModels } from '../../models/search-models.ts'
import { branin } from '../../problems/branin.ts'
import { boolean, float, int } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { type SearchSpace, space } from '../../space/search-space.ts'
import { completed, History, search } from '../../testing/sampler-cases/history.ts'
import { samplerCases } from '../../testing/sampler-suite.ts'
import { nearestNeighbors } from '../../testing/surrogate-cases/nearest-neighbors.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { randomSampler } from '../random.ts'
import type { Sampler } from '../sampler.ts'
import { modelBasedSampler } from './model-based-sampler.ts'

const neighborSampler = () =>
  modelBasedSampler({
    name: 'neighbors',
    surrogate: nearestNeighbors(4),
    initialTrials: 8,
    noisy: false,
    priors: {},
    cost: undefined,
  })

describe('modelBasedSampler with nearest neighbours', () => {
  it.each(samplerCases(neighborSampler, { learns: true }))('$name', ({ run }) => run())

  it('finds better params than random search', async () => {
    const problem = branin()
    const best = async (sampler: Sampler, seed: number) => {
      const objective = (params: Params) => completed(problem.evaluate(params))
      const { snapshot } = await search(new History(problem.space, { seed }), sampler, objective, { trials: 40 })
      return Math.log(snapshot.best!.values.value! - problem.optimum)
    }
    const differences: number[] = []
    for (let seed = 0; seed < 10; seed += 1) {
      differences.push((await best(neighborSampler(), seed)) - (await best(randomSampler(), seed)))
    }
    expect(wilcoxonSignedRank(Float64Array.from(differences), { alternative: 'less' }).pValue).toBeLessThan(0.02)
  })

  it('learns failures and constraints with trials running, and explains its predictions', async () => {
    const mixed = space({ x: float(0, 1), n: int(1, 9), flag: boolean() }) as SearchSpace
    const history = new History(mixed, { constraints: { size: { atMost: 6 } }, seed: 3 })
    const outcome = (params: Params): Outcome => {
      const { x, n, flag } = params as { x: number; n: number; flag: boolean }
      if (x > 0.8) return { state: 'failed', reason: 'error' }
      return { state: 'completed', values: { value: (x - 0.6) ** 2 - n / 10 + (flag ? 0 : 1), size: n } }
    }
    await search(history, neighborSampler(), outcome, { trials: 45, workers: 3 })
    const { snapshot } = history
    const models = runSync(
      searchModels(modelSource(snapshot, nearestNeighbors(4)), { target: { metric: 'value' }, noisy: false }),
    )
    const [succeeds, fits] = models!.feasibility
    const at = (x: number, n: number) => {
      const features = featuresOf(mixed, models!.columns, { x, n, flag: true })!
      return [succeeds, fits].map((model) => Math.exp(model!.logProbability(features, 1)[0]!))
    }
    expect(at(0.95, 6)[0]).toBeLessThan(0.5)
    expect(at(0.55, 6)[0]).toBeGreaterThan(0.5)
    expect(at(0.6, 9)[1]).toBeLessThan(0.5)
    expect(at(0.6, 1)[1]).toBeGreaterThan(0.5)
    expect(snapshot.best?.params).toMatchObject({ n: 6, flag: true })
    expect(snapshot.best?.params.x).toBeCloseTo(0.6, 0)
    const [suggestion] = await history.ask(neighborSampler())
    expect(suggestion?.explanation).toMatchObject({ sampler: 'neighbors', phase: 'model' })
    expect(suggestion?.explanation?.predicted?.mean).toBeLessThan(0)
  })
})
