import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, memoryStorage, readStudy } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { type ImportKerasTunerOptions, importKerasTuner } from './import-keras-tuner.ts'

const file = (name: string) => new URL(`../../test/keras-tuner-files/${name}.json`, import.meta.url).pathname

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'sweetspot-keras-')), 'untitled_project')

/** A project of real files. */
function project(oracle: string, trials: { readonly [id: string]: string }): string {
  const folder = newFolder()
  mkdirSync(folder)
  cpSync(file(oracle), join(folder, 'oracle.json'))
  for (const [id, name] of Object.entries(trials)) {
    mkdirSync(join(folder, `trial_${id}`))
    cpSync(file(name), join(folder, `trial_${id}`, 'trial.json'))
  }
  return folder
}

const range = (name: string, kind: string, config: object) => ({
  class_name: kind,
  config: { name, conditions: [], ...config },
})

/** A project of written files. */
function written(space: readonly object[], trials: readonly object[], oracle: object = {}): string {
  const folder = newFolder()
  mkdirSync(folder)
  const hyperparameters = { space, values: {} }
  writeFileSync(join(folder, 'oracle.json'), JSON.stringify({ hyperparameters, ...oracle }))
  for (const [index, trial] of trials.entries()) {
    mkdirSync(join(folder, `trial_${index}`))
    const { values = {}, ...rest } = trial as { readonly values?: object }
    const json = {
      trial_id: String(index),
      hyperparameters: { space, values },
      metrics: { metrics: {} },
      score: null,
      status: 'COMPLETED',
      ...rest,
    }
    writeFileSync(join(folder, `trial_${index}`, 'trial.json'), JSON.stringify(json).replaceAll('"NaN"', 'NaN'))
  }
  return folder
}

async function imported(from: string, options: Partial<ImportKerasTunerOptions> = {}) {
  const to = memoryStorage()
  const { name, notices, trialCount } = await importKerasTuner({ from, to, ...options })
  const snapshot = await readStudy(to, name)
  const trials = [...snapshot.trials]
  expect(trials).toHaveLength(trialCount)
  return { to, name, notices, snapshot, trials }
}

const parametersOf = ({
  space,
}: {
  readonly space: { readonly dimensions: readonly { name: string; parameter: object }[] }
}) => Object.fromEntries(space.dimensions.map(({ name, parameter }) => [name, parameter]))

describe('importKerasTuner', () => {
  it('reads a project of Hyperband', async () => {
    const from = project('kt-oracle-02-hyperband-shortened', {
      '0000': 'kt-trial-01-completed-hyperband',
      '0087': 'kt-trial-03-completed-final-bracket',
    })
    const { name, snapshot, trials, notices } = await imported(from)
    expect([name, notices]).toEqual(['untitled_project', []])
    expect(snapshot.directions).toEqual({ val_accuracy: 'maximize' })
    expect(parametersOf(snapshot)).toMatchObject({
      units1: { kind: 'int', low: 32, high: 1024, step: 32 },
      learning_rate: { kind: 'ordinal', values: [0.01, 0.001, 0.0001], default: 0.01 },
    })
    expect(trials).toMatchObject([
      {
        state: 'completed',
        value: 0.7611453533172607,
        measurements: [{ step: 1, values: { val_accuracy: 0.7611453533172607 } }],
        attributes: {
          'kerastuner:trial_id': '0000',
          'kerastuner:metrics': { loss: [[1, 5.510008335113525]] },
        },
      },
      { state: 'completed', value: 0.8517578840255737, attributes: { 'kerastuner:trial_id': '0087' } },
    ])
    expect(trials.map(({ params }) => params)).toEqual([{ units1: 160, learning_rate: 0.0001 }, { units1: 896 }])
  })

  it('reads a running project, with the objective that is passed', async () => {
    const from = project('kt-oracle-01-running-conditions-empty', { '00': 'kt-trial-02-running-no-score' })
    await expect(importKerasTuner({ from, to: memoryStorage() })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: expect.stringContaining('pass objective and direction'),
    })
    const { snapshot, trials, notices } = await imported(from, { objective: 'val_loss', direction: 'minimize' })
    expect(parametersOf(snapshot)).toMatchObject({
      num_layers: { kind: 'int', low: 1, high: 3 },
      dropout: { kind: 'boolean' },
      optimizer: { kind: 'choice', values: ['adam', 'sgd', 'rmsprop'] },
    })
    expect(trials).toMatchObject([{ state: 'running', params: { num_layers: 1, dropout: true } }])
    expect(notices).toEqual([expect.stringContaining('Trials 0 were running in KerasTuner')])
  })

  it.each([
    [
      'kt-oracle-03-old-hash-ids-sampling-null-bayes',
      { lstm0_dropout: { kind: 'float', low: 0, high: 0.9, step: 0.1, scale: 'linear', default: 0 } },
      [],
    ],
    [
      'kt-oracle-04-choice-with-a-value-twice',
      { conv_1_kernel: { kind: 'ordinal', values: [3] }, conv_1_filter: { kind: 'int', step: 16 } },
      [expect.stringContaining('conv_1_kernel')],
    ],
  ])('reads the space of %s', async (oracle, parameters, expected) => {
    const from = project(oracle, {})
    const { snapshot, notices } = await imported(from, { objective: 'val_loss', direction: 'minimize' })
    expect(parametersOf(snapshot)).toMatchObject(parameters)
    expect(notices).toEqual(expected)
  })

  it('leaves out values whose conditions do not hold', async () => {
    const when = (name: string, values: readonly unknown[]) => ({ class_name: 'Parent', config: { name, values } })
    const space = [
      range('model', 'Choice', { values: ['mlp', 'cnn'], ordered: false, default: 'mlp' }),
      range('deep', 'Boolean', { default: false, conditions: [when('model', ['cnn'])] }),
      range('filters', 'Int', {
        min_value: 1,
        max_value: 80,
        step: 5,
        conditions: [when('model', ['cnn']), when('deep', [true])],
      }),
      range('grand', 'Fixed', { value: 7, conditions: [when('deep', [true])] }),
      range('rate', 'Float', { min_value: 1e-4, max_value: 0.1, step: 10, sampling: 'log' }),
    ]
    const all = { model: 'mlp', deep: true, filters: 6, grand: 7, rate: 1e-3, 'tuner/epochs': 2, odd: [1] }
    const metrics = (value: number) => ({
      metrics: { val_loss: { direction: 'min', observations: [{ value: [value, value + 2], step: 0 }] } },
    })
    const from = written(space, [
      { values: all, score: 2, metrics: metrics(1) },
      { values: { ...all, model: 'cnn' }, score: 3, metrics: metrics(2) },
      { values: { ...all, model: 'cnn', deep: false, filters: 81 }, status: 'FAILED', message: 'Traceback: …' },
      { values: { ...all, filters: 81, model: 'cnn' }, status: 'INVALID' },
      { values: {}, status: 'STOPPED', metrics: metrics(5) },
      { values: { rate: 0.01 }, status: 'IDLE' },
      { values: {}, status: 'COMPLETED', score: 'NaN' },
    ])
    const { snapshot, trials, notices } = await imported(from, { study: 'net' })
    expect(parametersOf(snapshot)).toMatchObject({
      filters: { low: 1, high: 80, step: 5 },
      rate: { scale: 'log' },
      grand: { kind: 'fixed' },
    })
    expect(trials.map(({ params }) => params)).toEqual([
      { model: 'mlp', rate: 1e-3 },
      { model: 'cnn', deep: true, filters: 6, grand: 7, rate: 1e-3 },
      { model: 'cnn', deep: false, rate: 1e-3 },
      { model: 'cnn', deep: true, grand: 7, rate: 1e-3 },
      {},
      { rate: 0.01 },
      {},
    ])
    expect(trials).toMatchObject([
      {
        state: 'completed',
        value: 2,
        measurements: [{ step: 0, values: { val_loss: 2 } }],
        attributes: { 'kerastuner:params': { odd: [1] } },
      },
      { state: 'completed', value: 3 },
      { state: 'failed', error: 'Traceback: …' },
      {
        state: 'failed',
        error: expect.stringContaining('INVALID'),
        attributes: { 'kerastuner:params': { filters: 81 } },
      },
      { state: 'pruned', measurements: [{ values: { val_loss: 6 } }] },
      { state: 'waiting' },
      { state: 'failed', reason: 'not-finite' },
    ])
    expect(notices).toEqual([
      expect.stringContaining('rate: a range'),
      expect.stringContaining('Trials 0, 1, 2, 3 have values'),
    ])
  })

  it('unites ranges of one name, orders trials as they started, and gives a study that can be continued', async () => {
    const space = [
      range('n', 'Int', { min_value: 1, max_value: 4, step: 1 }),
      range('n', 'Int', { min_value: 3, max_value: 9, step: 2 }),
      range('c', 'Choice', { values: ['a'] }),
      range('c', 'Choice', { values: ['b', 'a'] }),
    ]
    const metric = (value: number) => ({
      score: value,
      metrics: { metrics: { loss: { direction: 'min', observations: [{ value: [value], step: 0 }] } } },
    })
    const trials = [2, 1, 3].map((value) => ({ values: { n: value, c: 'a' }, ...metric(value) }))
    const { to, name, snapshot } = await imported(written(space, trials, { start_order: ['1', '0', '2'] }))
    expect([...snapshot.trials].map((trial) => trial.params.n)).toEqual([1, 2, 3])
    expect(parametersOf(snapshot)).toMatchObject({ n: { low: 1, high: 9 }, c: { values: ['a', 'b'] } })
    const study = await createStudy({ name, storage: to, loadIfExists: true, seed: 1 })
    await study.optimize((trial) => trial.int('n', 1, 9) + (trial.choice('c', ['a', 'b']) === 'a' ? 0 : 1), {
      trials: 2,
    })
    expect(study.trials).toHaveLength(5)
    await study.close()
    await expect(importKerasTuner({ from: written(space, trials), to, study: name })).rejects.toMatchObject({
      code: 'ERR_STUDY_EXISTS',
    })
  })

  const broken = (text: string) => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(join(folder, 'oracle.json'), text)
    return folder
  }
  it.each([
    [{ from: newFolder() }, 'ERR_FILE_NOT_FOUND', 'Pass the folder of a project'],
    [{ from: broken('{') }, 'ERR_INVALID_JSON', 'oracle.json'],
    [{ from: broken('[]') }, 'ERR_INVALID_JSON', 'an object'],
    [{ from: written([range('x', 'Tensor', {})], []) }, 'ERR_INVALID_JSON', 'Tensor'],
    [{ from: written([range('x', 'Int', {})], []) }, 'ERR_INVALID_JSON', 'two numbers'],
    [{ from: written([range('__proto__', 'Boolean', {})], []) }, 'ERR_INVALID_NAME', '__proto__'],
    [{ from: written([], [{ status: 3 }]) }, 'ERR_INVALID_JSON', 'trial.json'],
    [{ from: '' }, 'ERR_INVALID_ARGUMENT', 'folder'],
    [{ from: written([], []), direction: 'max' as never }, 'ERR_INVALID_ARGUMENT', 'minimize'],
  ])('rejects %o', async (options, code, message) => {
    const given = { to: memoryStorage(), objective: 'loss', direction: 'minimize' as const, ...options }
    await expect(importKerasTuner(given)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })
})
