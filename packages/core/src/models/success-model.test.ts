import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { keyFromSeed, randomStream } from '../math/random.ts'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { failingProblem } from '../problems/failing.ts'
import { hartmann6 } from '../problems/hartmann.ts'
import { gpSampler } from '../samplers/gp.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { modelSource } from './model-source.ts'
import { successModel } from './success-model.ts'

const square = space({ x: float(0, 1), y: float(0, 1) }) as SearchSpace
const surrogate = gaussianProcess()
const failed: Outcome = { state: 'failed', reason: 'error', error: 'out of memory' }
const modelOf = (history: History) => runSync(successModel(modelSource(history.snapshot, surrogate)))?.logProbability

describe('successModel', () => {
  it('is undefined while no trial has failed', () => {
    expect(modelOf(new History(square))).toBeUndefined()
    expect(modelOf(new History(square).run({ x: 0.5, y: 0.5 }, completed(1)))).toBeUndefined()
  })

  it('separates the failing region from the rest', () => {
    const stream = randomStream(keyFromSeed(5))
    const draw = () => ({ x: stream.uniform(), y: stream.uniform() })
    const history = new History(square)
    for (let trial = 0; trial < 40; trial++) {
      const params = draw()
      history.run(params, params.x < 0.3 ? failed : completed(params.y))
    }
    const model = modelOf(history)
    let right = 0
    for (let i = 0; i < 300; i++) {
      const { x, y } = draw()
      const [logP] = model!(Float64Array.of(x, y), 1)
      expect(logP).toBeLessThanOrEqual(0)
      if (Math.exp(logP!) > 0.5 === x >= 0.3) right++
    }
    expect(right / 300).toBeGreaterThan(0.93)
  })

  it('counts pruned trials as successes, and is uncertain far from all trials', () => {
    const history = new History(square).run({ x: 0.1, y: 0.1 }, failed).run({ x: 0.2, y: 0.2 }, { state: 'pruned' })
    const model = modelOf(history)
    const [there, beside, far] = model!(Float64Array.of(0.1, 0.1, 0.2, 0.2, 1, 1), 3)
    expect(there).toBeLessThan(beside!)
    expect(far).toBeGreaterThan(there!)
    expect(far).toBeLessThan(0)
  })

  it('prefers points far from the trials if all have failed', () => {
    const model = modelOf(new History(square).run({ x: 0.1, y: 0.1 }, failed).run({ x: 0.2, y: 0.1 }, failed))
    const [near, far] = model!(Float64Array.of(0.15, 0.1, 0.9, 0.9), 2)
    expect(near).toBeGreaterThan(Number.NEGATIVE_INFINITY)
    expect(far).toBeGreaterThan(near!)
  })

  it('selects successes near the best as well as failures if there are many trials', () => {
    const stream = randomStream(keyFromSeed(6))
    const history = new History(square)
    for (let trial = 0; trial < 600; trial++) {
      const params = { x: stream.uniform(), y: stream.uniform() }
      history.run(params, params.x < 0.3 ? failed : completed(Math.hypot(params.x - 0.8, params.y - 0.8)))
    }
    const [best, bad] = modelOf(history)!(Float64Array.of(0.8, 0.8, 0.1, 0.5), 2)
    expect(Math.exp(best!)).toBeGreaterThan(0.9)
    expect(Math.exp(bad!)).toBeLessThan(0.3)
  })

  it('is refitted by the schedule only if there are many trials', () => {
    const stream = randomStream(keyFromSeed(6))
    const history = new History(square)
    const grow = (count: number) => {
      while (history.snapshot.finishedTrials.count < count) {
        const params = { x: stream.uniform(), y: stream.uniform() }
        history.run(params, params.x < 0.3 ? failed : completed(Math.hypot(params.x - 0.8, params.y - 0.8)))
      }
    }
    const stepsAt = (count: number) => {
      grow(count)
      return [...successModel(modelSource(history.snapshot, surrogate))].length
    }
    const refit = stepsAt(513)
    // Up to 544, rows are appended: one step each.
    for (const count of [514, 520, 530, 543]) expect(stepsAt(count)).toBeLessThan(refit)
    // Only the training rows are computed again.
    expect(stepsAt(543)).toBeLessThan(refit / 2)
  })

  it('halves the failures of random search, at least', async () => {
    // Training diverges in a fifth of the space.
    const problem = failingProblem(hartmann6(), ({ x1 }) => Math.abs((x1 as number) - 0.75) < 0.1)
    const outcome = (params: Params): Outcome => {
      const value = problem.evaluate(params)
      return Number.isFinite(value) ? completed(value) : { state: 'failed', reason: 'not-finite' }
    }
    const failures = async (sampler: Sampler, seed: number) => {
      const { snapshot } = await search(new History(problem.space, { seed }), sampler, outcome, { trials: 30 })
      return snapshot.counts.failed
    }
    const differences: number[] = []
    let ours = 0
    let random = 0
    for (let seed = 0; seed < 8; seed++) {
      const [a, b] = [await failures(gpSampler(), seed), await failures(randomSampler(), seed)]
      ours += a
      random += b
      differences.push(a - b)
    }
    expect(ours).toBeLessThan(random / 2)
    expect(wilcoxonSignedRank(Float64Array.from(differences), { alternative: 'less' }).pValue).toBeLessThan(0.05)
  }, 120_000)
})
