import type { SweetspotError } from '@sweetspot/core'
import { expect, test } from 'vitest'
import { floatParameter, intParameter } from './number-parameter.ts'

const valuesOf = (parameter: object) => (parameter as { values: number[] }).values

test.each([
  ['reaches the end exactly', { minValue: 1e-4, maxValue: 1e-1, step: 10 }, [1e-4, 1e-3, 1e-2, 1e-1]],
  ['ends below what the steps do not reach', { minValue: 0.5, maxValue: 3, step: 2 }, [0.5, 1, 2]],
  ['can be a single value', { minValue: 1, maxValue: 1.5, step: 2 }, [1]],
])('a float on a log scale with a step: %s', (_, range, values) => {
  expect(valuesOf(floatParameter({ ...range, sampling: 'log' }))).toEqual(values)
})

test('a stepped log range reaches its end despite rounding', () => {
  const values = valuesOf(floatParameter({ minValue: 0.1, maxValue: 0.1 * 1.1 ** 50, step: 1.1, sampling: 'log' }))
  expect(values).toHaveLength(51)
  expect(values.at(-1)).toBe(0.1 * 1.1 ** 50)
})

// KerasTuner 1.4: HyperParameters().Float('x', 1, 8, step=2, sampling='reverse_log') has 8 + 1 − 1·2^k for k = 0…3.
test('a stepped reverse-log range is finest near the maximum', () => {
  const options = { minValue: 1, maxValue: 8, step: 2, sampling: 'reverse_log' } as const
  expect(valuesOf(floatParameter(options))).toEqual([1, 5, 7, 8])
  expect(valuesOf(intParameter(options))).toEqual([1, 5, 7, 8])
})

test.each([
  ['that the subtraction would round', { minValue: 1e-4, maxValue: 1, step: 10 }, [1e-4, 0.9001, 0.9901, 0.9991, 1]],
  [
    'that is far from the maximum',
    { minValue: 1e-12, maxValue: 1, step: 1e4 },
    [1e-12, 0.999900000001, 1 - 1e-8 + 1e-12, 1],
  ],
  ['that the steps do not reach', { minValue: 1, maxValue: 10, step: 2 }, [1, 3, 7, 9, 10]],
  ['that is all there is', { minValue: 2, maxValue: 2, step: 2 }, [2]],
])('a reverse-log scale with a step has a minimum %s', (_, range, values) => {
  const found = valuesOf(floatParameter({ ...range, sampling: 'reverse_log' }))
  expect(found[0]).toBe(range.minValue)
  expect(found).toHaveLength(values.length)
  values.forEach((value, index) => expect(found[index]).toBeCloseTo(value, 12))
})

test('integers on a stepped log scale are rounded and distinct', () => {
  expect(valuesOf(intParameter({ minValue: 16, maxValue: 256, step: 2, sampling: 'log' }))).toEqual([
    16, 32, 64, 128, 256,
  ])
  expect(valuesOf(intParameter({ minValue: 1, maxValue: 5, step: 1.5, sampling: 'log' }))).toEqual([1, 2, 3])
})

test('a linear range is an exact lattice with both ends', () => {
  expect(floatParameter({ minValue: 0, maxValue: 1, step: 0.1 })).toMatchObject({ low: 0, high: 1, step: 0.1 })
  expect(intParameter({ minValue: 32, maxValue: 256, step: 32, default: 64 })).toEqual({
    kind: 'int',
    low: 32,
    high: 256,
    step: 32,
    scale: 'linear',
    default: 64,
  })
  expect(floatParameter({ minValue: 0.9, maxValue: 1, sampling: 'reverse_log' })).toMatchObject({
    scale: 'reverse-log',
  })
})

test.each([
  ['ERR_INVALID_RANGE', { minValue: 2, maxValue: 1 }],
  ['ERR_INVALID_RANGE', { minValue: 2, maxValue: 1, step: 2, sampling: 'log' }],
  ['ERR_INVALID_RANGE', { minValue: 1, maxValue: Number.POSITIVE_INFINITY, step: 2, sampling: 'log' }],
  ['ERR_INVALID_RANGE', { minValue: 1, maxValue: 9, step: 1.0000001, sampling: 'log' }],
  ['ERR_INVALID_RANGE', { minValue: Number.NaN, maxValue: 1 }],
  ['ERR_INVALID_RANGE', { minValue: 0, maxValue: 10, step: 0 }],
  ['ERR_INVALID_SCALE', { minValue: 0, maxValue: 1, sampling: 'log' }],
  ['ERR_INVALID_SCALE', { minValue: 1, maxValue: 9, step: 1, sampling: 'log' }],
  ['ERR_INVALID_SCALE', { minValue: 1, maxValue: 9, step: 1, sampling: 'reverse_log' }],
  ['ERR_INVALID_SCALE', { minValue: 1, maxValue: 9, sampling: 'cubic' as 'log' }],
  ['ERR_INVALID_SCALE', { minValue: 1, maxValue: 9, step: 2, sampling: 'cubic' as 'log' }],
  ['ERR_INVALID_DEFAULT', { minValue: 1, maxValue: 9, default: 10 }],
  ['ERR_INVALID_DEFAULT', { minValue: 1, maxValue: 9, step: 2, sampling: 'log', default: 3 }],
] as const)('%s: %j', (code, options) => {
  for (const make of [intParameter, floatParameter]) {
    expect(() => make(options)).toThrow(expect.objectContaining({ code }) as SweetspotError)
  }
})

test('a stepped float includes maxValue if the steps reach it up to rounding, and ends below it otherwise', () => {
  expect(floatParameter({ minValue: 0.9, maxValue: 1, step: 0.1, default: 0.9 + 0.1 })).toMatchObject({ default: 1 })
  expect(floatParameter({ minValue: 0, maxValue: 1, step: 0.1, default: 3 * 0.1 })).toMatchObject({ default: 0.3 })
  expect(floatParameter({ minValue: 0, maxValue: 1, step: 1.5 })).toMatchObject({ low: 0, high: 1, step: 1.5 })
})
