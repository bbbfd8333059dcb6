import { choice, distribution, float, int, type Parameter } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { readSweepText } from '../read-sweep-file.ts'

const read = (json: unknown) => readSweepText(JSON.stringify(json), 'search_space.json')
const { POSITIVE_INFINITY: infinity } = Number

describe('a type of NNI', () => {
  it.each<[string, unknown[], Parameter]>([
    ['choice', ['a', 1, { b: 2 }], choice(['a', 1, { b: 2 }])],
    ['randint', [1, 5], int(1, 4)],
    ['uniform', [0, 1], float(0, 1)],
    ['loguniform', [1e-5, 1e5], float(1e-5, 1e5, { log: true })],
    ['quniform', [16, 1024, 8], int(16, 1024, { multipleOf: 8 })],
    ['quniform', [0.5, 2, 0.5], float(0.5, 2, { multipleOf: 0.5 })],
    ['qloguniform', [8, 64, 8], int(8, 64, { multipleOf: 8, log: true })],
    ['normal', [1, 2], float(-infinity, infinity, { prior: distribution({ normal: { mean: 1, sd: 2 } }) })],
    [
      'qnormal',
      [0, 2, 0.5],
      float(-infinity, infinity, { prior: distribution({ normal: { mean: 0, sd: 2 } }), multipleOf: 0.5 }),
    ],
    ['lognormal', [-3, 1], float(-infinity, infinity, { prior: distribution({ logNormal: { mean: -3, sd: 1 } }) })],
    [
      'qlognormal',
      [3, 1, 2],
      float(0, infinity, { prior: distribution({ logNormal: { mean: 3, sd: 1 } }), multipleOf: 2 }),
    ],
  ])('%s %j', async (_type, _value, expected) => {
    const { sweep, notices } = await read({ x: { _type, _value } })
    expect(sweep.space?.dimensions[0]?.parameter).toEqual(expected)
    expect(notices).toHaveLength(1)
  })

  it('with ends that are no multiples differs from NNI, which is said', async () => {
    const { notices } = await read({ x: { _type: 'quniform', _value: [100, 500, 30] } })
    expect(notices[0]).toBe('x: values are multiples of 30 within the range; NNI also takes its ends 100 and 500.')
  })

  it('choice of branches keeps the parameters of each branch apart', async () => {
    const units = { _type: 'randint', _value: [1, 9] }
    const { sweep } = await read({
      units,
      layer: {
        _type: 'choice',
        _value: [{ _name: 'a', units }, { _name: 'b', units: { ...units, _value: [2, 5] } }, { _name: 'c' }],
      },
    })
    const found = sweep.space?.dimensions.map(({ name, parameter, conditions }) => [
      name,
      parameter.kind,
      conditions.length,
    ])
    expect(found).toEqual([
      ['units', 'int', 0],
      ['layer', 'choice', 0],
      ['layer.units', 'int', 1],
      ['layer.units', 'int', 1],
    ])
  })

  it.each([
    [{ x: { _type: 'unifrom', _value: [0, 1] } }, 'Unknown _type "unifrom"; did you mean uniform?'],
    [{ x: { _type: 'uniform', _value: [0] } }, 'Expected _value of uniform to be [low, high]; received [0].'],
    [{ x: { _type: 'uniform', _value: 1 } }, 'Expected _value to be a list.'],
    [{ x: { _type: 'loguniform', _value: [0, 1] } }, 'log scale'],
    [{ x: { _type: 'choice', _value: [{ _name: 'a' }, { _name: 'a' }] } }, 'two branches of the same _name'],
    [{ x: { _type: 'choice', _value: [{ _name: 'a', y: 3 }] } }, 'x.y: Expected an object with _type and _value'],
  ])('%j is refused', async (json, text) => {
    await expect(read(json)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(text) }) as Error,
    )
  })
})
