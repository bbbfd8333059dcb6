import { medianPruner, type OptimizeResult, type Study } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { expectTypeOf, test } from 'vitest'
import { fitModel, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { Objective } from './objective.ts'
import type { FitArgs, TrainingData, TrainingDataset } from './training-data.ts'
import type { TunerOptions } from './tuner-options.ts'
import { BayesianOptimization } from './tuners/bayesian-optimization.ts'
import { RandomSearch } from './tuners/random-search.ts'

declare const build: (hp: HyperParameters) => tf.Sequential
declare const x: tf.Tensor2D
declare const y: tf.Tensor
declare const dataset: TrainingDataset

test('search takes tensors with the arguments of fit, or a dataset with those of fitDataset', () => {
  const tuner = new RandomSearch(build, { objective: 'val_loss' })
  const { signal } = new AbortController()
  const result = tuner.search(x, y, { epochs: 2, batchSize: 8, shuffle: false, signal })
  expectTypeOf(result).toEqualTypeOf<Promise<OptimizeResult>>()
  void tuner.search([x, x], { a: y, b: y }, { validationData: [x, y], callbacks: () => [tf.callbacks.earlyStopping()] })
  void tuner.search(x, y, { callbacks: [{ onEpochEnd: (epoch, logs) => console.log(epoch, logs?.['loss']) }] })
  void tuner.search(x, y, { callbacks: { onTrainEnd: async () => {} } })
  void tuner.search(dataset, { batchesPerEpoch: 3, validationData: dataset })
  void tuner.search(tf.data.array([{ xs: [1], ys: [2] }]).batch(2), { epochs: 1 })
  // @ts-expect-error a dataset has its batches already
  void tuner.search(dataset, { batchSize: 8 })
  // @ts-expect-error a dataset cannot be split
  void tuner.search(dataset, { validationSplit: 0.1 })
  // @ts-expect-error tensors are validated on tensors
  void tuner.search(x, y, { validationData: dataset })
  // @ts-expect-error targets are missing
  void tuner.search(x)
  // @ts-expect-error unknown argument
  void tuner.search(x, y, { epoch: 2 })
})

test('options', () => {
  expectTypeOf<{ objective: string }>().toExtend<TunerOptions>()
  void new BayesianOptimization(build, { objective: new Objective('val_f2', 'max'), numInitialPoints: 3 })
  void new BayesianOptimization(build, {
    objective: ['val_loss', { name: 'size', direction: 'min' }],
    pruner: medianPruner(),
  })
  // @ts-expect-error unknown direction
  void new RandomSearch(build, { objective: { name: 'val_f2', direction: 'up' } })
  // @ts-expect-error unknown backend
  void new RandomSearch(build, { objective: 'val_loss', backend: 'gpu' })
  // @ts-expect-error option of another tuner
  void new RandomSearch(build, { objective: 'val_loss', numInitialPoints: 3 })
})

test('results', () => {
  const tuner = new RandomSearch(async (hp) => build(hp), { objective: 'val_loss' })
  expectTypeOf(tuner.study).toEqualTypeOf<Study>()
  expectTypeOf(tuner.getBestHyperparameters()).toEqualTypeOf<HyperParameters[]>()
  expectTypeOf(tuner.getBestModels(2)).resolves.toEqualTypeOf<tf.LayersModel[]>()
})

test('an overridden fit may pass additional arguments to super.fit', () => {
  class Model extends HyperModel {
    override build(hp: HyperParameters) {
      return build(hp)
    }
    override fit(hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs) {
      if ('x' in data) void model.fit(data.x, data.y, { epochs: 1, callbacks: args.callbacks })
      void fitModel(model, data, { epochs: 3 })
      void fitModel(model, data, {
        ...args,
        callbacks: [...args.callbacks, { onEpochEnd: (epoch) => console.log(epoch) }],
      })
      const callbacks = [...args.callbacks, new tf.CustomCallback({}), tf.callbacks.earlyStopping()]
      return super.fit(hp, model, data, { ...args, callbacks, batchSize: hp.choice('batch', [8, 16]) })
    }
  }
  void new RandomSearch(new Model(), { objective: 'val_loss' })
})
