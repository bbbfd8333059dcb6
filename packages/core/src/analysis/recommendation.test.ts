import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { branin } from '../problems/branin.ts'
import { noisyProblem } from '../problems/noisy.ts'
import { quasiRandomSampler } from '../samplers/quasi-random.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { choice, float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import type { Study } from '../study/study.ts'
import { type JudgedTrial, recommendation } from './recommendation.ts'

/** 60 trials of Branin, with noise of standard deviation `sd`. */
async function noisyBranin(sd: number, seed: number, sampler: Sampler = randomSampler()): Promise<Study> {
  const problem = noisyProblem(branin(), sd)
  const study = await createStudy({ space: problem.space, sampler, seed })
  const evaluate = (params: object, number: number) =>
    problem.evaluate(params as never, foldIn(foldIn(keyFromSeed(seed), 'noise of trials'), number))
  await study.optimize(({ params, number }) => evaluate(params, number), { trials: 60 })
  return study
}

const truth = ({ params }: { readonly params: object }) => branin().evaluate(params as never)

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed)

describe('recommendation', () => {
  it('has a better true value than the luckiest trial', async () => {
    const differences: number[] = []
    for (const seed of SEEDS) {
      const study = await noisyBranin(20, seed)
      differences.push(truth(study.recommend().trial) - truth(study.best))
    }
    expect(differences.reduce((sum, difference) => sum + difference, 0)).toBeLessThan(0)
    expect(wilcoxonSignedRank(differences, { alternative: 'less' }).pValue).toBeLessThan(0.02)
  })

  it('has calibrated intervals, and the true best among the tied trials', async () => {
    let [within, judged, found] = [0, 0, 0]
    for (const seed of SEEDS) {
      const study = await noisyBranin(10, seed, quasiRandomSampler())
      const recommended = study.recommend({ noisy: { sd: 10 } })
      const candidates = [recommended, ...recommended.tied]
      for (const { trial, mean, low, high } of candidates) {
        expect(low).toBeLessThan(mean)
        expect(high).toBeGreaterThan(mean)
        judged += 1
        if (low <= truth(trial) && truth(trial) <= high) within += 1
      }
      const trueBest = study.trials.toSorted((a, b) => truth(a) - truth(b))[0]
      if (candidates.some(({ numbers }) => numbers.includes(trueBest?.number as number))) found += 1
    }
    // The nominal rate of each is 0.95.
    expect(within / judged).toBeGreaterThan(0.9)
    expect(found / SEEDS.length).toBeGreaterThan(0.85)
  })

  it('infers the noise, or most of it', async () => {
    let within = 0
    for (const seed of SEEDS) {
      const { trial, low, high } = (await noisyBranin(20, seed)).recommend()
      if (low <= truth(trial) && truth(trial) <= high) within += 1
    }
    expect(within / SEEDS.length).toBeGreaterThanOrEqual(0.75)
  })

  it('is the best trial without noise, or one nearly as good', async () => {
    for (const seed of SEEDS.slice(0, 10)) {
      const study = await noisyBranin(0, seed)
      const { trial, tied, low, high, mean } = study.recommend()
      expect(low).toBeLessThan(truth(trial))
      expect(high).toBeGreaterThan(truth(trial))
      expect(Math.abs(mean - truth(trial))).toBeLessThan(3)
      expect([trial, ...tied.map((other) => other.trial)].map(({ number }) => number)).toContain(study.best.number)
    }
  })

  it('is a function of the snapshot', async () => {
    const [one, other] = [await noisyBranin(5, 7), await noisyBranin(5, 7)]
    const judgement = ({ numbers, mean, low, high }: JudgedTrial) => ({ numbers, mean, low, high })
    const { tied, ...first } = recommendation(one.snapshot)
    const second = other.recommend()
    expect(judgement(first)).toEqual(judgement(second))
    expect(tied.map(judgement)).toEqual(second.tied.map(judgement))
    expect(one.recommend()).toEqual({ ...first, tied })
  })

  it('narrows the interval and the ties with less confidence', async () => {
    const study = await noisyBranin(20, 3)
    const [sure, less] = [study.recommend({ confidence: 0.99 }), study.recommend({ confidence: 0.6 })]
    expect(less.trial).toBe(sure.trial)
    expect(less.mean).toBe(sure.mean)
    expect([less.confidence, sure.confidence]).toEqual([0.6, 0.99])
    expect(less.low).toBeGreaterThan(sure.low)
    expect(less.high).toBeLessThan(sure.high)
    expect(less.tied.length).toBeLessThan(sure.tied.length)
    for (const { probabilityBetter, numbers } of sure.tied) {
      expect(probabilityBetter).toBeGreaterThanOrEqual(0.01)
      expect(numbers).not.toContain(sure.trial.number)
    }
    const probabilities = sure.tied.map(({ probabilityBetter }) => probabilityBetter)
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
  })

  it('combines repeated trials into one point, with less uncertainty', async () => {
    const study = await createStudy({ seed: 1, space: space({ x: float(0, 1) }), direction: 'maximize' })
    for (const [x, value] of [
      [0.1, 1],
      [0.5, 5],
      [0.9, 2],
      [0.5, 7],
      [0.3, 3],
      [0.5, 6],
      [0.7, 3],
      [0.1, 0],
    ] as const) {
      await study.add({ x }, value)
    }
    const { trial, numbers, mean, low, high, tied, direction } = study.recommend({ noisy: { sd: 1 } })
    expect(direction).toBe('maximize')
    expect(trial.number).toBe(1)
    expect(numbers).toEqual([1, 3, 5])
    expect(mean).toBeGreaterThan(5)
    expect(mean).toBeLessThan(7)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
    expect(tied.flatMap((other) => other.numbers)).not.toContain(0)
  })

  it('recommends only trials that meet the constraints, by the chosen metric', async () => {
    const study = await createStudy({
      seed: 1,
      space: space({ kind: choice(['a', 'b', 'c']), x: float(0, 1) }),
      directions: { loss: 'minimize', speed: 'maximize' },
      constraints: { memory: { atMost: 8 } },
    })
    expect(() => study.recommend({ metric: 'loss' })).toThrow('ERR_NO_COMPLETED_TRIALS')
    await study.add({ kind: 'a', x: 0 }, { loss: 0, speed: 9, memory: 9 })
    await study.add({ kind: 'a', x: 0.1 }, { loss: 0, speed: 9 })
    expect(() => study.recommend({ metric: 'loss' })).toThrow('ERR_NO_FEASIBLE_TRIALS')
    await study.add({ kind: 'b', x: 0.5 }, { loss: 3, speed: 1, memory: 8 })
    await study.add({ kind: 'c', x: 0.5 }, { loss: 4, speed: 3, memory: 1 })
    expect(study.recommend({ metric: 'loss', noisy: false }).trial.number).toBe(2)
    expect(study.recommend({ metric: 'speed', noisy: false }).trial.number).toBe(3)
    expect(() => study.recommend()).toThrow('ERR_MULTIPLE_OBJECTIVES')
    expect(() => study.recommend({ metric: 'memory' as never })).toThrow('ERR_UNKNOWN_METRIC')
  })

  it('has an infinite interval if there is nothing to compare with', async () => {
    const study = await createStudy({ seed: 1, space: space({ x: float(0, 1) }) })
    await study.add({ x: 0.2 }, 3)
    const everything = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, tied: [] }
    expect(study.recommend()).toMatchObject({ numbers: [0], mean: 3, ...everything })
    const still = await createStudy({ seed: 1, space: space({ one: int(3, 3) }) })
    for (const value of [1, 2, 6]) await still.add({ one: 3 }, value)
    expect(still.recommend()).toMatchObject({ numbers: [0, 1, 2], mean: expect.closeTo(3, 12), ...everything })
  })

  it('leaves out trials that no longer fit the space', async () => {
    const options = { name: 'net', storage: memoryStorage(), loadIfExists: true }
    const wide = await createStudy({ seed: 1, ...options, space: space({ x: float(0, 1) }) })
    await wide.add({ x: 0.8 }, 1)
    await wide.add({ x: 0.9 }, 0)
    await wide.close()
    const narrow = await createStudy({
      seed: 1,
      ...options,
      space: space({ x: float(0, 0.5) }),
      observers: [{ notice() {} }],
    })
    expect(() => narrow.recommend()).toThrow('ERR_NO_COMPLETED_TRIALS')
    for (const x of [0.1, 0.2, 0.3]) await narrow.add({ x }, 1 + x)
    expect(narrow.recommend().trial.number).toBe(2)
  })

  it('throws for options out of range', async () => {
    const study = await noisyBranin(1, 1)
    for (const confidence of [0, 1, -0.5, 95, Number.NaN]) {
      expect(() => study.recommend({ confidence })).toThrow('ERR_INVALID_ARGUMENT')
    }
    for (const option of [{ sd: 0 }, { sd: Number.NaN }, 'very', null, 3]) {
      expect(() => study.recommend({ noisy: option as never })).toThrow('ERR_INVALID_ARGUMENT')
    }
  })
})
