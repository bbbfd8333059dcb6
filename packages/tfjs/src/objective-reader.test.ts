import type { SweetspotError } from '@sweetspot/core'
import { expect, test } from 'vitest'
import { bestOf, checkObjective, objectiveReader } from './objective-reader.ts'

const invalid = expect.objectContaining({ code: 'ERR_INVALID_OBJECTIVE' }) as SweetspotError

test('objectiveReader reads one objective by its name', () => {
  const reader = objectiveReader('val_accuracy')
  expect(reader).toMatchObject({ name: 'val_acc', direction: 'maximize', metrics: ['val_acc'] })
  expect(reader.read({ val_acc: 0.25, acc: 1 })).toBe(0.25)
  expect(reader.read({ acc: 1 })).toBeUndefined()
})

test('objectiveReader adds several objectives to one that is minimised', () => {
  const reader = objectiveReader(['val_loss', { name: 'val_score', direction: 'max' }])
  expect(reader).toMatchObject({ name: 'multi_objective', direction: 'minimize', metrics: ['val_loss', 'val_score'] })
  expect(reader.read({ val_loss: 2, val_score: 0.5 })).toBe(1.5)
  expect(reader.read({ val_loss: 2 })).toBeUndefined()
  expect(reader.read({ val_loss: Number.NaN, val_score: 0.5 })).toBeNaN()
})

test('bestOf returns the best value, and NaN only if all are NaN', () => {
  expect(bestOf('minimize', [3, 1, 2])).toBe(1)
  expect(bestOf('maximize', [3, Number.NaN, 4])).toBe(4)
  expect(bestOf('minimize', [Number.NaN, 5])).toBe(5)
  expect(bestOf('minimize', [Number.NaN])).toBeNaN()
  expect(bestOf('minimize', [Number.POSITIVE_INFINITY, 5])).toBe(5)
  expect(bestOf('minimize', [])).toBeUndefined()
})

test('checkObjective refuses metrics that the model does not report', () => {
  const check = (objective: string | string[], validates: boolean) => () =>
    checkObjective(objectiveReader(objective), ['loss', 'acc', 'meanSquaredError'], validates)
  expect(check('val_acc', true)).not.toThrow()
  expect(check('val_accuracy', true)).not.toThrow()
  expect(check('val_mean_squared_error', true)).not.toThrow()
  expect(check('loss', false)).not.toThrow()
  expect(check('val_loss', false)).toThrow(invalid)
  expect(check(['loss', 'val_loss'], false)).toThrow(invalid)
  expect(check('mae', true)).toThrow(/does not report mae, only loss, acc, meanSquaredError/)
})
