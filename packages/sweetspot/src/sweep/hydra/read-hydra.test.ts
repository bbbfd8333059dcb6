import { boolean, choice, fixed, float, int, type Parameter } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { readSweepText } from '../read-sweep-file.ts'
import { readOverride } from './sweep-override.ts'

const read = (sweeper: object, rest: object = {}) =>
  readSweepText(JSON.stringify({ hydra: { sweeper }, optimized_metric: 'loss', ...rest }), 'optuna.yaml')

describe('readOverride', () => {
  const notices: string[] = []
  const override = (text: string, includesEnd = true) =>
    readOverride(text, { name: 'x', includesEnd, notice: (notice) => notices.push(notice) })

  it.each<[string, Parameter]>([
    ['choice(1, 2.5,a)', choice([1, 2.5, 'a'])],
    ['choice(true,false)', boolean()],
    ["choice(null, \"a, b\", 'it\\'s')", choice([null, 'a, b', "it's"])],
    ['choice([1,2],[3])', choice([[1, 2], [3]])],
    ['choice({a: 1, b: x}, {})', choice([{ a: 1, b: 'x' }, {}])],
    ['choice(torch.optim.Adam,torch.optim.SGD)', choice(['torch.optim.Adam', 'torch.optim.SGD'])],
    ['1, 2, 3', choice([1, 2, 3])],
    ['adam', fixed('adam')],
    ['interval(0.5, 1)', float(0.5, 1)],
    ['interval(1, 8)', float(1, 8)],
    ['interval(start=1e-2, end=100)', float(0.01, 100)],
    ['int(interval(1, 8))', int(1, 8)],
    ['tag(log, interval(1e-5, 1e-1))', float(1e-5, 0.1, { log: true })],
    ['tag(log, int(interval(1, 8)))', int(1, 8, { log: true })],
    ['int(tag(log, interval(1, 8)))', int(1, 8, { log: true })],
    ['range(2, 16)', int(2, 16)],
    ['range(2, 16, step=2)', int(2, 16, { step: 2 })],
    ['range(0.0, 1, 0.25)', float(0, 1, { step: 0.25 })],
    ['float(range(1, 4))', float(1, 4, { step: 1 })],
  ])('%s', (text, parameter) => {
    expect(override(text)).toEqual(parameter)
    expect(notices).toEqual([])
  })

  it('excludes the stop of a range of the basic sweeper', () => {
    expect(override('range(5)', false)).toEqual(int(0, 4, { step: 1 }))
    expect(override('range(2, 16, 2)', false)).toEqual(int(2, 14, { step: 2 }))
    expect(override('range(0, 0.3, 0.1)', false)).toEqual(float(0, 0.2, { step: 0.1 }))
    expect(() => override('range(3, 3)', false)).toThrow('empty')
  })

  it.each([
    ['glob(*)', 'glob(…) is not supported'],
    ['interval(1)', 'needs a start and an end'],
    ['interval(a, b)', '"a" is not a number'],
    ['interval(1, 2, 3)', '"3" is surplus'],
    ['choice(a,', 'is not closed'],
    ["'a", 'is not closed'],
    ['choice(a,,b)', 'a value is empty'],
  ])('%s is refused', (text, why) => {
    expect(() => override(text)).toThrow(why)
  })
})

describe('a Hydra sweeper', () => {
  it.each<[object, Parameter]>([
    [{ type: 'categorical', choices: [1, 2] }, choice([1, 2])],
    [{ type: 'int', low: 1, high: 9, step: 2 }, int(1, 9, { step: 2 })],
    [{ type: 'int', low: 1, high: 9, log: true }, int(1, 9, { log: true })],
    [{ type: 'float', low: 0, high: 1 }, float(0, 1)],
    [{ type: 'float', low: 0, high: 1, step: 0.1 }, float(0, 1, { step: 0.1 })],
    [{ type: 'float', low: 0.1, high: 1, log: true }, float(0.1, 1, { log: true })],
  ])('reads the distribution %j', async (definition, parameter) => {
    const { sweep } = await read({ search_space: { x: definition } })
    expect(sweep.space?.dimensions[0]?.parameter).toEqual(parameter)
  })

  it('keeps limits, seed and sampler, and names what it ignores', async () => {
    const { sweep, notices } = await read({
      _target_: 'hydra_plugins.hydra_optuna_sweeper.optuna_sweeper.OptunaSweeper',
      storage: 'sqlite:///a.db',
      study_name: 'net',
      n_jobs: 4,
      n_trials: 20,
      direction: 'maximize',
      sampler: { _target_: 'optuna.samplers.RandomSampler', seed: 3 },
      params: { lr: 'interval(0, 1)' },
      search_space: { x: { type: 'int', low: 1, high: 2 } },
    })
    expect(sweep).toMatchObject({
      name: 'net',
      concurrency: 4,
      trials: 20,
      seed: 3,
      sampler: 'random',
      directions: { loss: 'maximize' },
      paramsFormat: 'no-hyphens',
    })
    expect(sweep.space?.dimensions.map(({ name }) => name)).toEqual(['lr'])
    expect(notices).toEqual([
      'search_space is ignored, since there is params.',
      'storage of the sweeper is ignored.',
      'The file has no command: pass it after --. Params are appended to it as NAME=VALUE, as Hydra reads them.',
    ])
  })

  it('of several directions needs the names of the metrics', async () => {
    const { sweep, notices } = await read({ direction: ['minimize', 'maximize'], params: { x: 'interval(0,1)' } })
    expect(sweep.directions).toBeUndefined()
    expect(notices).toContain('The file does not name what to optimize: pass --minimize or --maximize with the metric.')
  })

  it.each([
    [{ params: {} }, 'no params and no search_space'],
    [{ params: { x: { a: 1 } } }, 'x: expected a text such as choice(a, b)'],
    [{ search_space: { x: { type: 'real' } } }, 'expected type float, int or categorical'],
    [{ direction: 'up', params: { x: '1,2' } }, 'Expected minimize or maximize; received "up".'],
  ])('%j is refused', async (sweeper, text) => {
    await expect(read(sweeper)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(text) }) as Error,
    )
  })

  it('with a grid and an interval is refused', async () => {
    const sampler = { _target_: 'optuna.samplers.GridSampler' }
    await expect(read({ sampler, params: { x: 'interval(0, 1)' } })).rejects.toThrow('ERR_SPACE_NOT_FINITE')
  })
})
