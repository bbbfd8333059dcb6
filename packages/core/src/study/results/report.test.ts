import { describe, expect, it } from 'vitest'
import { studyError } from '../../errors.ts'
import type { JournalStorage } from '../../journal/journal-storage.ts'
import { memoryStorage } from '../../journal/memory-storage.ts'
import { readStudy } from '../../journal/read-study.ts'
import { medianPruner } from '../../pruners/median.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import { randomSampler } from '../../samplers/random.ts'
import { float } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import type { TrialRecord } from '../../trial/trial-record.ts'
import { createStudy } from '../create-study.ts'
import type { Trial } from '../live/trial.ts'
import type { Study } from '../study.ts'
import { TrialPruned } from './outcome.ts'
import { measurementOf } from './report.ts'

const search = space({ x: float(0, 1) })
const options = { space: search, sampler: randomSampler(), seed: 1 } as const

describe('report', () => {
  it('is seen immediately by the pruner, and by all processes at the end', async () => {
    const seen: number[][] = []
    const pruner: Pruner = {
      name: 'spy',
      decide: (_, trial) => {
        seen.push(trial.measurements.map(({ step }) => step))
        return { action: 'continue' }
      },
    }
    const study = await createStudy({ ...options, pruner })
    const trial = await study.ask()
    expect(trial.shouldPrune()).toBe(false)
    trial.report(3)
    expect(trial.shouldPrune()).toBe(false)
    trial.report({ value: 2, loss: Number.NaN }, 10)
    trial.report(1)
    trial.report(5, 4)
    trial.shouldPrune()
    await study.tell(trial, 1)
    expect(seen).toEqual([[0], [0, 4, 10, 11]])
    expect(study.trials[0]?.measurements).toMatchObject([
      { step: 0, values: { value: 3 } },
      { step: 4, values: { value: 5 } },
      { step: 10, values: { value: 2, loss: Number.NaN } },
      { step: 11, values: { value: 1 } },
    ])
  })

  it('is written soon, even without further reports or results', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ ...options, name: 's', storage })
    const watcher = await createStudy({ name: 's', storage, loadIfExists: true })
    const trial = await study.ask()
    trial.report(1)
    await Promise.resolve()
    trial.report(2)
    await new Promise((resolve) => setImmediate(resolve))
    await watcher.refresh()
    expect(watcher.trials[0]?.measurements).toHaveLength(2)
  })

  it.each<[string, unknown, number | undefined, string]>([
    ['no number', 'low', undefined, 'ERR_INVALID_VALUE'],
    ['nothing', {}, undefined, 'ERR_INVALID_VALUE'],
    ['a text by name', { value: '1' }, undefined, 'ERR_INVALID_VALUE'],
    ['a prototype', JSON.parse('{"__proto__":1}'), undefined, 'ERR_INVALID_NAME'],
    ['a negative step', 1, -1, 'ERR_INVALID_ARGUMENT'],
    ['an invalid step', 1, Number.NaN, 'ERR_INVALID_ARGUMENT'],
    ['a step as text', 1, '3' as never, 'ERR_INVALID_ARGUMENT'],
  ])('refuses %s', async (_, value, step, code) => {
    const study = await createStudy(options)
    const trial = await study.ask()
    expect(() => trial.report(value as never, step)).toThrow(code)
  })

  it('names the received value in the error', async () => {
    const trial = await (await createStudy(options)).ask()
    expect(() => trial.report('0.3' as never)).toThrow(
      'Expected a number or an object of numbers by metric name in report; received "0.3".',
    )
    const directions = { a: 'minimize', b: 'minimize' } as const
    const other = await (await createStudy({ ...options, directions })).ask()
    expect(() => other.report(0.3 as never)).toThrow(
      'Expected an object of numbers by metric name in report; received 0.3.',
    )
  })

  it('refuses a bare number in a study of several metrics', async () => {
    const study = await createStudy({ ...options, directions: { a: 'minimize', b: 'minimize' } })
    const trial = await study.ask()
    expect(() => trial.report(1 as never)).toThrow('ERR_INVALID_VALUE')
    trial.report({ a: 1 })
    await study.tell(trial, { a: 1, b: 1 })
  })

  it('is checked against a list of metrics', () => {
    expect(() => measurementOf(1, undefined, undefined, undefined as never, 0)).toThrow('Expected the metrics to be')
  })

  it('is refused after the trial has ended', async () => {
    const study = await createStudy(options)
    const trial = await study.ask()
    await study.tell(trial, 1)
    expect(() => trial.report(1)).toThrow('ERR_TRIAL_NOT_RUNNING')
    expect(trial.shouldPrune()).toBe(false)
  })

  it('survives a storage that fails temporarily', async () => {
    const inner = memoryStorage()
    let broken = false
    const storage: JournalStorage = {
      ...inner,
      append: async (...args) => {
        if (broken) throw studyError('ERR_STORAGE', 'The disk is full.')
        return inner.append(...args)
      },
    }
    const study = await createStudy({ ...options, storage })
    const trial = await study.ask()
    broken = true
    trial.report(1)
    trial.report(2)
    await expect(study.tell(trial, 1)).rejects.toThrow('ERR_STORAGE')
    await new Promise((resolve) => setImmediate(resolve))
    trial.report(3)
    broken = false
    await study.tell(trial, 1)
    expect(study.trials[0]).toMatchObject({ state: 'completed' })
    expect(study.trials[0]?.measurements.map(({ values }) => values.value)).toEqual([1, 2, 3])
  })
})

describe('reports whose write fails as the attempt ends', () => {
  /** A storage whose first write of reports waits for `release`, and whose second one fails. */
  function failingOnce() {
    const inner = memoryStorage()
    const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let writes = 0
    const storage: JournalStorage = {
      ...inner,
      append: async (...args) => {
        if (args[1].some(({ type }) => type === 'trial-reported')) writes += 1
        if (writes === 1) {
          started.resolve()
          await gate.promise
        }
        if (writes === 2) {
          writes += 1
          throw studyError('ERR_STORAGE', 'The disk is full.')
        }
        return inner.append(...args)
      },
    }
    return { storage, started: started.promise, release: gate.resolve }
  }
  it.each([
    ['told', (study: Study<{ readonly x: number }>, trial: Trial<{ readonly x: number }>) => study.tell(trial, 3)],
    [
      'told by its number',
      (study: Study<{ readonly x: number }>, trial: Trial<{ readonly x: number }>) => study.tell(trial.number, 3),
    ],
    [
      'requeued',
      (study: Study<{ readonly x: number }>, trial: Trial<{ readonly x: number }>) => study.requeue(trial, 'retry'),
    ],
    ['lost, as the study is closed', (study: Study<{ readonly x: number }>) => study.close()],
  ])('are kept if it is %s', async (_, end) => {
    const { storage, started, release } = failingOnce()
    const study: Study<{ readonly x: number }> = await createStudy({ ...options, storage, name: 's' })
    const trial = await study.ask()
    trial.report(1)
    await started
    trial.report(2)
    const ended = end(study, trial)
    release()
    await ended
    const { measurements, earlierAttempts } = (await readStudy(storage, 's')).trials.get(0) as TrialRecord
    const [curve = measurements] = (earlierAttempts ?? []).map((attempt) => attempt.measurements)
    expect(curve.map(({ values }) => values.value)).toEqual([1, 2])
  })
})

describe('shouldPrune', () => {
  it('stops trials that are worse than the median, with TrialPruned', async () => {
    const study = await createStudy({ ...options, pruner: medianPruner({ startupTrials: 2 }) })
    const losses = [1, 2, 5, 0.5]
    await study.optimize(
      ({ number, report, shouldPrune }) => {
        for (let epoch = 0; epoch < 3; epoch += 1) {
          report((losses[number] as number) - epoch * 0.1, epoch)
          if (shouldPrune()) throw new TrialPruned()
        }
        return losses[number] as number
      },
      { trials: 4 },
    )
    expect(study.trials.map(({ state, measurements }) => `${state} ${measurements.length}`)).toEqual([
      'completed 3',
      'completed 3',
      'pruned 1',
      'completed 3',
    ])
  })
})
