import type { SweetspotError } from '@sweetspot/core'
import { expect, test } from 'vitest'
import { isSameMetric, metricDirection, metricValue } from './metric-names.ts'
import { Objective, toObjectives } from './objective.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError

test.each([
  'acc',
  'val_acc',
  'accuracy',
  'val_accuracy',
  'binaryAccuracy',
  'val_sparse_categorical_accuracy',
  'precision',
  'val_recall',
  'auc',
  'val_f1',
  'f1Score',
  'r2Score',
  'val_digits_acc',
  'cosine_similarity',
])('a large %s is good', (name) => {
  expect(metricDirection(name)).toBe('maximize')
})

test.each([
  'loss',
  'val_loss',
  'mse',
  'val_MSE',
  'MAPE',
  'meanSquaredError',
  'val_mean_absolute_error',
  'digits_loss',
  'categoricalCrossentropy',
  'ce',
  'perplexity',
  'kullbackLeiblerDivergence',
  'squaredHinge',
  'cosineProximity', // TensorFlow.js computes it with a minus sign
])('a small %s is good', (name) => {
  expect(metricDirection(name)).toBe('minimize')
})

test.each(['score', 'brier_score', 'val_', '', 'lossless', 'accurate', 'myMetric'])(
  'nothing is known of %s',
  (name) => {
    expect(metricDirection(name)).toBeUndefined()
    expect(() => toObjectives(name)).toThrow(error('ERR_INVALID_OBJECTIVE'))
    expect(toObjectives({ name, direction: 'max' })).toEqual([new Objective(name, 'maximize')])
  },
)

test('Objective accepts short and long directions, and refuses others', () => {
  expect(new Objective('a', 'min').direction).toBe('minimize')
  expect(new Objective('a', 'minimize').direction).toBe('minimize')
  expect(new Objective('a', 'max').direction).toBe('maximize')
  expect(() => new Objective('a', 'up' as 'max')).toThrow(error('ERR_INVALID_OBJECTIVE'))
  expect(() => toObjectives([])).toThrow(error('ERR_INVALID_OBJECTIVE'))
})

test('accuracy and acc are the same metric', () => {
  expect(toObjectives('val_accuracy')).toEqual(toObjectives('val_acc'))
  expect(new Objective('val_digits_accuracy', 'max').name).toBe('val_digits_acc')
  expect(isSameMetric('val_mean_squared_error', 'val_meanSquaredError')).toBe(true)
  expect(isSameMetric('val_acc', 'acc')).toBe(false)
})

test('metricValue prefers the exact name to another spelling', () => {
  expect(metricValue({ val_accuracy: 0.5 }, 'val_acc')).toBe(0.5)
  expect(metricValue({ val_accuracy: 0.5, val_acc: 0.7 }, 'val_acc')).toBe(0.7)
  expect(metricValue({ acc: 0.5 }, 'val_acc')).toBeUndefined()
})
