import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StudyObserver, SweetspotError } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { slotOf } from './hyperband/slot.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { Hyperband } from './tuners/hyperband.ts'
import { RandomSearch, type RandomSearchOptions } from './tuners/random-search.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError
const { x, y } = line()
let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sweetspot-tfjs-'))
})
afterEach(async () => {
  await rm(directory, { recursive: true })
})

const open = (options: Partial<RandomSearchOptions> = {}, build = buildLine) =>
  new RandomSearch(build, { ...QUIET, directory, projectName: 'line', maxTrials: 3, ...options })

const predictions = (model: tf.LayersModel | undefined) => [
  ...((model as tf.LayersModel).predict(x) as tf.Tensor).dataSync(),
]

/** The keys of the checkpoints in the folder of the search. */
function checkpoints(): string[] {
  const folder = join(directory, 'line', 'checkpoints')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.map((name) => decodeURIComponent(name).replace('.checkpoint', '')).toSorted()
}

describe('a search in a directory', () => {
  test('is continued by another tuner, with the same results and models', async () => {
    await using first = open()
    await first.search(x, y, LINE_ARGS)
    const best = first.getBestHyperparameters()[0]?.values
    const predicted = predictions((await first.getBestModels())[0])
    const trials = JSON.stringify(first.study.trials)
    await first.close()

    await using second = open({ seed: 99 })
    await second.reload()
    expect(JSON.stringify(second.study.trials)).toBe(trials)
    expect(second.getBestHyperparameters()[0]?.values).toEqual(best)
    expect(predictions((await second.getBestModels())[0])).toEqual(predicted)
    expect(await second.search(x, y, LINE_ARGS)).toEqual({ reason: 'trials', trialCount: 0 })
    await second.close()

    await using third = open({ maxTrials: 5 })
    expect(await third.search(x, y, LINE_ARGS)).toEqual({ reason: 'trials', trialCount: 2 })
    expect(JSON.stringify(third.study.trials.slice(0, 3))).toBe(trials)
  })

  test('runs the same trials in several sessions as in one', async () => {
    const paramsOf = (tuner: RandomSearch) => tuner.study.trials.map(({ params }) => params)
    for (const maxTrials of [2, 4]) {
      await using tuner = open({ maxTrials })
      await tuner.search(x, y, LINE_ARGS)
      if (maxTrials === 4) {
        await using whole = open({ maxTrials, projectName: 'whole' })
        await whole.search(x, y, LINE_ARGS)
        expect(paramsOf(tuner)).toEqual(paramsOf(whole))
      }
    }
  })

  test('continues an interrupted trial in another tuner', async () => {
    const controller = new AbortController()
    const rates: unknown[] = []
    const build = (hp: HyperParameters) => {
      const model = buildLine(hp)
      rates.push(hp.get('rate'))
      return model
    }
    const observer: StudyObserver = {
      trialReported: ({ number }) => {
        if (number === 1) controller.abort()
      },
    }
    {
      await using tuner = open({ observers: [observer], signal: controller.signal }, build)
      expect((await tuner.search(x, y, { ...LINE_ARGS, epochs: 9 })).reason).toBe('aborted')
    }
    const interrupted = rates.at(-1)
    await using tuner = open({}, build)
    await tuner.search(x, y, LINE_ARGS)
    expect(tuner.study.trials.map(({ attempt }) => attempt)).toEqual([1, 2, 1])
    expect(rates[4]).toBe(interrupted)
  })

  test('is deleted with overwrite, including models', async () => {
    {
      await using tuner = open()
      await tuner.search(x, y, LINE_ARGS)
      expect(checkpoints()).toHaveLength(1)
    }
    await using tuner = open({ overwrite: true, maxTrials: 1 })
    await tuner.reload()
    expect(tuner.study.trials).toEqual([])
    expect(checkpoints()).toEqual([])
  })

  test('keeps the models of the best trials only', async () => {
    await using tuner = open({ maxTrials: 6, keepBest: 2 })
    await tuner.search(x, y, LINE_ARGS)
    const best = [...tuner.study.trials]
      .toSorted((a, b) => (b.params['rate'] as number) - (a.params['rate'] as number))
      .slice(0, 2)
    expect(checkpoints()).toEqual(best.map(({ number }) => `trial-${number}/best`).toSorted())
  })

  test('gives a notice of changes in buildModel', async () => {
    {
      await using tuner = open({ maxTrials: 1 })
      await tuner.search(x, y, LINE_ARGS)
    }
    const notices: string[] = []
    const observers = [{ notice: (text: string) => void notices.push(text) }]
    const search = async () => {
      const build = (hp: HyperParameters) => {
        hp.boolean('bias')
        return lineModel(hp.float('rate', { minValue: 1e-6, maxValue: 0.5, sampling: 'log' }))
      }
      await using tuner = open({ maxTrials: 2, observers }, build)
      await tuner.search(x, y, LINE_ARGS)
      return notices.filter((text) => text.startsWith('buildModel asks for other hyperparameters'))
    }
    const [change, ...others] = await search()
    expect(others).toEqual([])
    expect(change).toContain(
      'rate was a number from 0.000001 to 0.3 on a log scale and is now a number from 0.000001 to 0.5',
    )
    expect(change).toContain('bias was added: true or false')
    notices.length = 0
    expect(await search()).toEqual([])
  })

  test('leaves trials with values that buildModel no longer allows out of the best, and keeps their models', async () => {
    const ranged =
      (high: number) =>
      (hp: HyperParameters): tf.LayersModel => {
        const rate = hp.float('rate', { minValue: 1e-6, maxValue: high, sampling: 'log' })
        const width = hp.int('width', { minValue: 1, maxValue: 8 })
        // A range that depends on a value excludes nothing.
        hp.int('depth', { minValue: 1, maxValue: width })
        return lineModel(rate)
      }
    const notices: string[] = []
    const observers: StudyObserver[] = [{ notice: (text) => void notices.push(text) }]
    const search = async (high: number, maxTrials: number) => {
      await using tuner = open({ maxTrials, observers, keepBest: 5 }, ranged(high))
      await tuner.search(x, y, LINE_ARGS)
      const best = tuner.getBestHyperparameters(10)
      return { rates: best.map(({ values }) => Number(values['rate'])), model: (await tuner.getBestModels())[0] }
    }
    const all = (await search(0.3, 4)).rates
    expect(all).toHaveLength(4)
    const limit = all.toSorted((a, b) => a - b)[1] as number
    const { rates, model } = await search(limit, 5)
    expect(rates).toHaveLength(3)
    expect(Math.max(...rates)).toBe(limit)
    expect(model?.countParams()).toBe(2)
    expect(notices.filter((text) => text.includes('left out'))).toEqual([
      expect.stringContaining('2 completed trial(s) have values that it no longer allows'),
    ])
    const back = await search(0.3, 5)
    expect(back.rates[0]).toBe(all[0])
    expect(back.model?.countParams()).toBe(2)
  })

  test('with another objective is refused', async () => {
    {
      await using tuner = open({ maxTrials: 1 })
      await tuner.search(x, y, LINE_ARGS)
    }
    await using tuner = open({ objective: 'loss' })
    await expect(tuner.search(x, y, LINE_ARGS)).rejects.toThrow(error('ERR_STUDY_MISMATCH'))
  })

  test.each(['', '.', '..', 'a/b', 'a\\b'])('is not kept under the name %j', async (projectName) => {
    await expect(open({ projectName }).reload()).rejects.toThrow(error('ERR_INVALID_ARGUMENT'))
  })

  test('rejects if the directory is not writable, and may be retried', async () => {
    await writeFile(join(directory, 'file'), '')
    const tuner = open({ directory: join(directory, 'file') })
    await expect(tuner.search(x, y, LINE_ARGS)).rejects.toThrow(error('ERR_STORAGE'))
    await rm(join(directory, 'file'))
    expect((await tuner.search(x, y, LINE_ARGS)).trialCount).toBe(3)
    await tuner.close()
  })
})

describe('Hyperband in a directory', () => {
  const hyperband = (options: object = {}) =>
    new Hyperband(buildLine, { ...QUIET, directory, projectName: 'line', maxEpochs: 4, factor: 2, ...options })

  test('keeps continuable models, and only the best at the end', async () => {
    const kept: number[] = []
    const observers: StudyObserver[] = [{ trialStarted: () => void kept.push(checkpoints().length) }]
    await using tuner = hyperband({ observers })
    await tuner.search(x, y, LINE_ARGS)
    expect(Math.max(...kept)).toBeGreaterThan(1)
    expect(Math.max(...kept)).toBeLessThan(8)
    expect(checkpoints()).toEqual([`trial-${tuner.study.best.number}/best`])
  })

  test('trains from the beginning with a notice if a model is missing', async () => {
    const notices: string[] = []
    const controller = new AbortController()
    const stop: StudyObserver = {
      trialStarted: (trial) => {
        if (slotOf(trial)?.round === 1) controller.abort()
      },
    }
    {
      await using tuner = hyperband({ observers: [stop], signal: controller.signal })
      await tuner.search(x, y, LINE_ARGS)
    }
    await rm(join(directory, 'line', 'checkpoints'), { recursive: true })
    await using tuner = hyperband({ observers: [{ notice: (text: string) => void notices.push(text) }] })
    expect((await tuner.search(x, y, LINE_ARGS)).reason).toBe('exhausted')
    expect(notices.filter((text) => text.includes('trained from the beginning')).length).toBeGreaterThan(0)
    const promoted = tuner.study.trials.find((trial) => slotOf(trial)?.round === 1)
    expect(promoted?.measurements.map(({ step }) => step)).toEqual([0, 1])
  })
})

test('without a directory nothing is written', async () => {
  const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 1, projectName: join(directory, 'line') })
  await tuner.search(x, y, LINE_ARGS)
  expect(existsSync(join(directory, 'line'))).toBe(false)
})
