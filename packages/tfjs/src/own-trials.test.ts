import { medianPruner, type SweetspotError, TrialPruned } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { type FitResult, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { FitArgs, TensorSearchArgs, TrainingData } from './training-data.ts'
import type { TrialResult } from './trial-result.ts'
import type { TunerTrial } from './tuner-trial.ts'
import { BayesianOptimization } from './tuners/bayesian-optimization.ts'
import { GridSearch } from './tuners/grid-search.ts'
import { RandomSearch } from './tuners/random-search.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError
const { x, y } = line()
const { objective: _, ...NO_OBJECTIVE } = QUIET

/** A hypermodel whose `fit` returns the result of a function of `n` from 0 to 3. */
class Returning extends HyperModel {
  readonly #result: (n: number, execution: number) => unknown
  #executions = 0

  constructor(result: (n: number, execution: number) => unknown) {
    super()
    this.#result = result
  }

  override build(hp: HyperParameters) {
    hp.int('n', { minValue: 0, maxValue: 3 })
    return lineModel(0.1)
  }

  override fit(hp: HyperParameters): FitResult {
    this.#executions += 1
    return this.#result(hp.get('n') as number, this.#executions) as FitResult
  }
}

describe('without an objective', () => {
  test.each<[string, (n: number) => unknown]>([
    ['a number', (n) => (n - 2) ** 2],
    ['an object with default_objective', (n) => ({ default_objective: (n - 2) ** 2, size: n })],
    ['a list, of which the mean counts', (n) => [(n - 2) ** 2 - 1, { default_objective: (n - 2) ** 2 + 1 }]],
  ])('search minimises the result of fit: %s', async (_name, result) => {
    const tuner = new GridSearch(new Returning(result), NO_OBJECTIVE)
    expect(await tuner.search(x, y)).toEqual({ reason: 'exhausted', trialCount: 4 })
    expect(tuner.getBestHyperparameters()[0]?.get('n')).toBe(2)
    expect(tuner.study.best.values).toEqual({ default_objective: 0 })
  })

  test.each<[string, (n: number) => unknown, RegExp]>([
    ['nothing', () => undefined, /Expected a number, .* fit returned nothing/],
    ['other names', () => ({ loss: 1, acc: 2 }), /fit returned an object with loss, acc/],
    ['an empty list', () => [], /an empty array/],
    ['a text', () => 'good', /fit returned good/],
  ])('search rejects, without a failed trial, if fit returns %s', async (_name, result, message) => {
    const tuner = new RandomSearch(new Returning(result), NO_OBJECTIVE)
    await expect(tuner.search(x, y)).rejects.toThrow(message)
    expect(tuner.study.snapshot.counts.failed).toBe(0)
  })

  test('search rejects if fit returns a history', async () => {
    class Fitted extends HyperModel {
      override build(hp: HyperParameters) {
        return buildLine(hp)
      }
      override fit(hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs) {
        return super.fit(hp, model, data, args)
      }
    }
    const tuner = new RandomSearch(new Fitted(), NO_OBJECTIVE)
    await expect(tuner.search(x, y, LINE_ARGS)).rejects.toThrow(/returned a history/)
  })

  test('the constructor refuses a plain function', () => {
    expect(() => new RandomSearch(buildLine, NO_OBJECTIVE)).toThrow(error('ERR_INVALID_OBJECTIVE'))
  })
})

describe('other metrics that fit returns', () => {
  test('are kept as their mean over the executions, and shown', async () => {
    const model = new Returning((n, execution) => ({ val_loss: n, size: 10 * n + execution, broken: Number.NaN }))
    const tuner = new GridSearch(model, { ...QUIET, executionsPerTrial: 2 })
    await tuner.search(x, y)
    expect(tuner.study.trials.map(({ attributes }) => attributes['metrics'])).toEqual(
      [0, 1, 2, 3].map((n) => ({ size: 10 * n + 2 * n + 1.5 })),
    )
    expect(tuner.resultsSummary(1)).toContain('val_loss = 0, size = 1.5  trial 0: n = 0')
  })

  test('are kept with several objectives, too', async () => {
    const model = new Returning((n) => ({ loss: n, acc: 1 }))
    const objective = ['loss', 'acc']
    const tuner = new GridSearch(model, { ...QUIET, objective })
    await tuner.search(x, y)
    expect(tuner.study.best.value).toBe(-1)
    expect(tuner.study.best.attributes['metrics']).toEqual({ loss: 0, acc: 1 })
  })
})

describe('runTrial of a subclass', () => {
  test('is called for each trial, without a model, data or objective', async () => {
    class Simulated extends BayesianOptimization {
      override async runTrial({ hyperparameters: hp }: TunerTrial): Promise<TrialResult> {
        await Promise.resolve()
        const speed = hp.float('speed', { minValue: 0, maxValue: 10 })
        return { default_objective: (speed - 3) ** 2, speed }
      }
    }
    const tuner = new Simulated(undefined, { ...NO_OBJECTIVE, maxTrials: 12 })
    expect(await tuner.search()).toEqual({ reason: 'trials', trialCount: 12 })
    const { value, params, attributes } = tuner.study.best
    expect(value).toBeLessThan(0.5)
    expect(attributes['metrics']).toEqual({ speed: params['speed'] })
    expect(tuner.getBestHyperparameters()[0]?.get('speed')).toBeCloseTo(3, 0)
  })

  test('receives the arguments of search, and may pass others to super.runTrial', async () => {
    const calls: unknown[][] = []
    class Batched extends GridSearch {
      override async runTrial(trial: TunerTrial, ...args: readonly unknown[]) {
        calls.push([...args])
        const [inputs, targets, rest] = args as [tf.Tensor, tf.Tensor, TensorSearchArgs]
        const batchSize = trial.hyperparameters.choice('batch', [4, 12])
        return super.runTrial(trial, inputs, targets, { ...rest, batchSize })
      }
    }
    const tuner = new Batched(() => lineModel(0.1), { ...QUIET, keepBest: 1 })
    const args = { ...LINE_ARGS, epochs: 2 }
    expect(await tuner.search(x, y, args)).toEqual({ reason: 'exhausted', trialCount: 2 })
    expect(calls).toEqual([
      [x, y, args],
      [x, y, args],
    ])
    // With less in a batch there are more steps, and the line is learned further.
    expect(tuner.getBestHyperparameters()[0]?.get('batch')).toBe(4)
    expect(tuner.study.trials.map(({ measurements }) => measurements.length)).toEqual([2, 2])
    expect(await tuner.getBestModels()).toHaveLength(1)
  })

  test('may report, be pruned, and fail', async () => {
    class Curves extends GridSearch {
      override runTrial(trial: TunerTrial): TrialResult {
        const n = trial.hyperparameters.int('n', { minValue: 0, maxValue: 4 })
        for (let step = 0; step < 3; step += 1) {
          trial.report(n, step)
          if (trial.shouldPrune()) throw new TrialPruned()
        }
        if (n === 1) throw new Error('one is unlucky')
        return n
      }
    }
    const pruner = medianPruner({ startupTrials: 2, warmupSteps: 0 })
    const tuner = new Curves(undefined, { ...NO_OBJECTIVE, pruner })
    await tuner.search()
    expect(tuner.study.trials.map(({ state }) => state)).toEqual([
      'completed',
      'failed',
      'completed',
      'pruned',
      'pruned',
    ])
    expect(tuner.resultsSummary()).toContain('failed: one is unlucky  trial 1: n = 1')
  })

  test('repeats with the same seed', async () => {
    class Noisy extends RandomSearch {
      override runTrial({ hyperparameters: hp }: TunerTrial): TrialResult {
        return hp.float('a', { minValue: 0, maxValue: 1 }) + Math.random()
      }
    }
    const values = async () => {
      const tuner = new Noisy(undefined, { ...NO_OBJECTIVE, maxTrials: 3 })
      await tuner.search()
      return tuner.study.trials.map((trial) => trial.state === 'completed' && trial.values)
    }
    expect(await values()).toEqual(await values())
  })

  test('rejects if it returns nothing', async () => {
    class Silent extends RandomSearch {
      override runTrial(): TrialResult {
        return undefined as unknown as TrialResult
      }
    }
    const tuner = new Silent(undefined, NO_OBJECTIVE)
    await expect(tuner.search()).rejects.toThrow(/runTrial returned nothing/)
  })

  test('needs a model if it builds one', async () => {
    class Usual extends RandomSearch {
      override async runTrial(trial: TunerTrial, ...args: readonly unknown[]) {
        return super.runTrial(trial, ...args)
      }
    }
    await expect(new Usual(undefined, QUIET).search(x, y, LINE_ARGS)).rejects.toThrow(error('ERR_INVALID_MODEL'))
  })

  test('is required for a search without data', async () => {
    const tuner = new RandomSearch(buildLine, QUIET)
    await expect(tuner.search()).rejects.toThrow(error('ERR_INVALID_ARGUMENT'))
  })
})
