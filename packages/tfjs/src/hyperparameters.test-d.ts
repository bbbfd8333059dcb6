import type { Json } from '@sweetspot/core'
import { expectTypeOf, test } from 'vitest'
import { HyperParameters } from './hyperparameters.ts'

const hp = new HyperParameters()

test('choices have the type of their values', () => {
  expectTypeOf(hp.choice('a', ['relu', 'tanh'])).toEqualTypeOf<'relu' | 'tanh'>()
  expectTypeOf(hp.choice('b', [16, 32])).toEqualTypeOf<16 | 32>()
  expectTypeOf(hp.choice('c', ['l2', null, 0])).toEqualTypeOf<'l2' | null | 0>()
  expectTypeOf(hp.choice('d', [[8, 8], [16]])).toEqualTypeOf<readonly [8, 8] | readonly [16]>()
  const given: string[] = []
  expectTypeOf(hp.choice('e', given)).toEqualTypeOf<string>()
})

test('a default is one of the values', () => {
  hp.choice('a', ['relu', 'tanh'], { default: 'tanh', ordered: false })
  // @ts-expect-error not one of the values
  hp.choice('a', ['relu', 'tanh'], { default: 'elu' })
})

test('other kinds', () => {
  expectTypeOf(hp.int('a', { minValue: 1, maxValue: 2, sampling: 'reverse_log' })).toEqualTypeOf<number>()
  expectTypeOf(hp.float('a', { minValue: 1, maxValue: 2 })).toEqualTypeOf<number>()
  expectTypeOf(hp.boolean('a', { default: true })).toEqualTypeOf<boolean>()
  expectTypeOf(hp.fixed('a', 'x')).toEqualTypeOf<'x'>()
  expectTypeOf(hp.get('a')).toEqualTypeOf<Json>()
  // @ts-expect-error a range has two ends
  hp.int('a', { minValue: 1 })
  // @ts-expect-error unknown sampling
  hp.int('a', { minValue: 1, maxValue: 2, sampling: 'reverse-log' })
  // @ts-expect-error functions are not JSON values
  hp.choice('a', [() => 1])
})

test('scopes return what their body returns', () => {
  expectTypeOf(hp.conditionalScope('a', ['x', 1], () => 5)).toEqualTypeOf<number>()
  expectTypeOf(hp.nameScope('a', async () => 'x')).toEqualTypeOf<Promise<string>>()
})
