import { isFinished, type StudyObserver, type TrialRecord } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../../test/small-search.ts'
import { slotOf } from '../hyperband/slot.ts'
import type { HyperParameters } from '../hyperparameters.ts'
import { Hyperband } from './hyperband.ts'

const { x, y } = line()
const FOUR = { ...QUIET, maxEpochs: 4, factor: 2 } as const
const OPTIMIZERS = {
  adam: (rate: number) => tf.train.adam(rate),
  momentum: (rate: number) => tf.train.momentum(rate, 0.9),
}

function build(hp: HyperParameters) {
  const rate = hp.float('rate', { minValue: 0.01, maxValue: 0.2, sampling: 'log' })
  return lineModel(OPTIMIZERS[hp.choice('optimizer', ['adam', 'momentum'])](rate))
}

const losses = ({ measurements }: TrialRecord) => measurements.map(({ step, values }) => [step, values['val_loss']])

describe('Hyperband', () => {
  test.each([1, 2])(
    'continues a promoted training exactly as without the pause (%i executions)',
    async (executions) => {
      const tuner = new Hyperband(build, { ...FOUR, executionsPerTrial: executions })
      expect((await tuner.search(x, y, LINE_ARGS)).reason).toBe('exhausted')
      const { trials } = tuner.study.snapshot
      const last = [...trials].filter((trial) => slotOf(trial)?.round === 2)
      expect(last.length).toBeGreaterThan(0)
      for (const trial of last) {
        const second = trials.get(slotOf(trial)?.parent as number) as TrialRecord
        const first = trials.get(slotOf(second)?.parent as number) as TrialRecord
        const model = lineModel(OPTIMIZERS[trial.params['optimizer'] as 'adam'](trial.params['rate'] as number))
        const { history } = await model.fit(x, y, { ...LINE_ARGS, epochs: 4, verbose: 0 })
        expect([...losses(first), ...losses(second), ...losses(trial)]).toEqual(
          (history['val_loss'] as number[]).map((loss, epoch) => [epoch, loss]),
        )
      }
    },
  )

  test('trains for the epochs of its rounds, regardless of the option epochs', async () => {
    const tuner = new Hyperband(build, FOUR)
    await tuner.search(x, y, { ...LINE_ARGS, epochs: 77 })
    for (const trial of tuner.study.trials) {
      const { epochs, initialEpoch } = slotOf(trial) as { epochs: number; initialEpoch: number }
      expect(trial.measurements).toHaveLength(epochs - initialEpoch)
    }
  })

  describe('with default values', () => {
    const withDefault = (hp: HyperParameters) => {
      const rate = hp.float('rate', { minValue: 1e-4, maxValue: 0.2, sampling: 'log', default: 0.1 })
      return lineModel(OPTIMIZERS[hp.choice('optimizer', ['adam', 'momentum'], { default: 'momentum' })](rate))
    }

    test.each([
      ['of 4 epochs', 4, 2],
      ['of 9 epochs', 9, 3],
      ['of 1 epoch', 1, 3],
    ])('tries them first, in the first bracket, and has no trial outside: %s', async (_, maxEpochs, factor) => {
      const count = async (model: (hp: HyperParameters) => tf.LayersModel) => {
        const tuner = new Hyperband(model, { ...QUIET, maxEpochs, factor })
        await tuner.search(x, y, LINE_ARGS)
        return tuner.study.trials
      }
      const trials = await count(withDefault)
      const [first] = trials as [TrialRecord]
      expect(first.params).toEqual({ rate: 0.1, optimizer: 'momentum' })
      const highest = Math.max(...trials.map((trial) => slotOf(trial)?.bracket ?? Number.NaN))
      expect(slotOf(first)).toMatchObject({ iteration: 0, bracket: highest, round: 0, parent: null })
      expect(first.measurements).toHaveLength(slotOf(first)?.epochs as number)
      expect(trials).toHaveLength((await count(build)).length)
    })

    test('promotes them if they are best', async () => {
      const tuner = new Hyperband(
        (hp) => lineModel(hp.float('rate', { minValue: 1e-6, maxValue: 0.3, sampling: 'log', default: 0.3 })),
        FOUR,
      )
      await tuner.search(x, y, LINE_ARGS)
      expect(tuner.study.trials.some((trial) => slotOf(trial)?.parent === 0)).toBe(true)
    })
  })

  test('a bracket continues after a failed trial', async () => {
    let trainings = 0
    const failing = (hp: HyperParameters) => {
      trainings += 1
      if (trainings === 3 || trainings === 5) throw new Error('broken')
      return build(hp)
    }
    const tuner = new Hyperband(failing, FOUR)
    await tuner.search(x, y, LINE_ARGS)
    const failed = tuner.study.trials.filter(({ state }) => state === 'failed')
    expect(failed.map((trial) => slotOf(trial)?.bracket)).toEqual([2, 2])
    const places = tuner.study.trials.map((trial) => slotOf(trial))
    expect(places.filter((place) => place?.bracket === 2 && place.round === 2)).toHaveLength(1)
  })

  test('an interrupted promotion is trained again from the end of its parent', async () => {
    const controller = new AbortController()
    const observer: StudyObserver = {
      trialReported: (trial) => {
        if (slotOf(trial)?.round === 1) controller.abort()
      },
    }
    const tuner = new Hyperband(build, { ...FOUR, observers: [observer] })
    expect((await tuner.search(x, y, { ...LINE_ARGS, signal: controller.signal })).reason).toBe('aborted')
    const waiting = tuner.study.trials.at(-1) as TrialRecord
    expect(waiting.state).toBe('waiting')
    expect((await tuner.search(x, y, LINE_ARGS)).reason).toBe('exhausted')
    const trial = tuner.study.snapshot.trials.get(waiting.number) as TrialRecord
    const parent = tuner.study.snapshot.trials.get(slotOf(trial)?.parent as number) as TrialRecord
    expect([trial.state, trial.params]).toEqual(['completed', parent.params])
    const model = lineModel(OPTIMIZERS[trial.params['optimizer'] as 'adam'](trial.params['rate'] as number))
    const { history } = await model.fit(x, y, { ...LINE_ARGS, verbose: 0 })
    expect([...losses(parent), ...losses(trial)].map(([, loss]) => loss)).toEqual(history['val_loss'])
  })

  test('promotes trials of a small space in each iteration', async () => {
    const small = (hp: HyperParameters) => lineModel(hp.choice('rate', [0.01, 0.1]))
    const tuner = new Hyperband(small, { ...FOUR, hyperbandIterations: 2 })
    expect((await tuner.search(x, y, LINE_ARGS)).reason).toBe('exhausted')
    const places = tuner.study.trials.map((trial) => slotOf(trial))
    for (const iteration of [0, 1]) {
      expect(places.filter((place) => place?.iteration === iteration && place.round > 0).length).toBeGreaterThan(2)
    }
    expect(tuner.study.trials.every(isFinished)).toBe(true)
    expect(tuner.getBestHyperparameters()[0]?.get('rate')).toBe(0.1)
  })
})
