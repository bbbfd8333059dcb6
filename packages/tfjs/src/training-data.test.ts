import type { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import type { TensorSearchArgs, TrainingDataset } from './training-data.ts'
import { RandomSearch } from './tuners/random-search.ts'

const { x, y } = line()
const invalid = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }) as SweetspotError

function dataset(): TrainingDataset {
  const both = { xs: tf.data.array(x.arraySync()), ys: tf.data.array(y.arraySync()) }
  return tf.data.zip(both).batch(4) as TrainingDataset
}

describe('datasets', () => {
  test('are trained on, and validated on a dataset or on tensors', async () => {
    for (const validationData of [dataset(), [x, y] as [tf.Tensor, tf.Tensor]]) {
      const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 2 })
      await tuner.search(dataset(), { epochs: 2, validationData })
      expect(tuner.study.trials.map(({ measurements }) => measurements.length)).toEqual([2, 2])
      expect(tuner.study.snapshot.counts.completed).toBe(2)
    }
  })

  test('give the same losses as their tensors', async () => {
    const losses = async (search: (tuner: RandomSearch) => Promise<unknown>) => {
      const tuner = new RandomSearch(() => lineModel(0.1), { ...QUIET, maxTrials: 1 })
      await search(tuner)
      return tuner.study.best.value
    }
    const fromTensors = await losses((tuner) => {
      return tuner.search(x, y, { epochs: 2, batchSize: 4, shuffle: false, validationData: [x, y] })
    })
    expect(await losses((tuner) => tuner.search(dataset(), { epochs: 2, validationData: [x, y] }))).toBeCloseTo(
      fromTensors,
      5,
    )
  })

  test('are trained on for one epoch by default', async () => {
    const tuner = new RandomSearch(buildLine, { ...QUIET, objective: 'loss', maxTrials: 1 })
    await tuner.search(dataset())
    expect(tuner.study.trials[0]?.measurements).toHaveLength(1)
  })

  test('leave nothing in memory', async () => {
    const data = dataset()
    const tensors: number[] = []
    const observers = [{ trialStarted: () => void tensors.push(tf.memory().numTensors) }]
    const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 5, observers })
    await tuner.search(data, { validationData: dataset() })
    expect(tensors.slice(1)).toEqual(Array(4).fill(tensors[1]))
  })
})

test('search refuses arguments that do not match the data', async () => {
  const tuner = new RandomSearch(buildLine, QUIET)
  await expect(tuner.search(undefined as never, y)).rejects.toThrow(invalid)
  await expect(tuner.search(x, undefined as never)).rejects.toThrow(invalid)
  await expect(tuner.search(dataset(), { validationSplit: 0.2 } as object)).rejects.toThrow(invalid)
  await expect(tuner.search(x, y, { validationData: dataset() } as object)).rejects.toThrow(invalid)
})

describe('callbacks', () => {
  class Counter extends tf.Callback {
    epochs = 0
    readonly seen: number[]
    constructor(seen: number[]) {
      super()
      this.seen = seen
    }
    override async onEpochEnd() {
      this.epochs += 1
      this.seen.push(this.epochs)
    }
  }

  const search = async (callbacks: TensorSearchArgs['callbacks'], epochs = 2) => {
    const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 2, executionsPerTrial: 2 })
    const options = callbacks === undefined ? {} : { callbacks }
    await tuner.search(x, y, { ...LINE_ARGS, epochs, ...options } as object)
    return tuner.study.trials.map(({ measurements }) => measurements.length)
  }

  test('in a list are copied for each execution and not modified', async () => {
    const seen: number[] = []
    const counter = new Counter(seen)
    await search([counter])
    expect(seen).toEqual([1, 2, 1, 2, 1, 2, 1, 2])
    expect(counter.epochs).toBe(0)
  })

  test('from a function are created for each execution', async () => {
    const seen: number[] = []
    let made = 0
    await search(() => {
      made += 1
      return [new Counter(seen)]
    })
    expect(made).toBe(4)
    expect(seen).toEqual([1, 2, 1, 2, 1, 2, 1, 2])
  })

  test('may be one plain object, or mixed', async () => {
    let ends = 0
    await search({ onTrainEnd: () => void (ends += 1) })
    expect(ends).toBe(4)
    const seen: number[] = []
    await search([{ onTrainEnd: () => void (ends += 1) }, new Counter(seen)])
    expect([ends, seen.length]).toEqual([8, 8])
  })

  test('may stop the training early', async () => {
    const stopping = tf.callbacks.earlyStopping({ monitor: 'val_loss', minDelta: 100, patience: 2 })
    expect(await search([stopping], 20)).toEqual([3, 3])
    expect(await search(() => [tf.callbacks.earlyStopping({ minDelta: 100, patience: 3 })], 20)).toEqual([4, 4])
  })
})
