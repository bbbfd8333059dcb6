import { expectTypeOf, test } from 'vitest'
import { boolean, choice, fixed, float, int, ordinal, when } from './parameter.ts'
import type { Params } from './params.ts'
import { type InferParams, type SearchSpace, space } from './search-space.ts'

test('params of plain parameters', () => {
  const search = space({
    learningRate: float(1e-5, 1e-1, { log: true }),
    layers: int(1, 4),
    activation: choice(['relu', 'tanh']),
    mixed: choice([true, 1, '1', null]),
    shape: choice([[1, 2], [3]]),
    batch: ordinal([16, 32, 64]),
    bias: boolean(),
    seed: fixed(7),
  })
  expectTypeOf<InferParams<typeof search>>().toEqualTypeOf<{
    readonly learningRate: number
    readonly layers: number
    readonly activation: 'relu' | 'tanh'
    readonly mixed: true | 1 | '1' | null
    readonly shape: readonly [1, 2] | readonly [3]
    readonly batch: 16 | 32 | 64
    readonly bias: boolean
    readonly seed: 7
  }>()
})

test('a choice with branches is a discriminated union', () => {
  const search = space({
    lr: float(0, 1),
    optimizer: choice({ sgd: { momentum: float(0, 0.99), nesterov: boolean() }, adam: {} }),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    if (params.optimizer === 'sgd') {
      expectTypeOf(params.momentum).toEqualTypeOf<number>()
      expectTypeOf(params.nesterov).toEqualTypeOf<boolean>()
    } else {
      expectTypeOf(params.optimizer).toEqualTypeOf<'adam'>()
      // @ts-expect-error momentum does not exist for adam
      params.momentum
    }
  }
  expectTypeOf(use).toBeFunction()
})

test('nested and parallel branches', () => {
  const search = space({
    model: choice({
      svm: { kernel: choice({ poly: { degree: int(2, 5) }, rbf: { gamma: float(0, 1) } }) },
      forest: { trees: int(10, 100) },
    }),
    scaler: choice({ none: {}, minmax: { clip: boolean() } }),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    if (params.model === 'svm' && params.kernel === 'poly') expectTypeOf(params.degree).toEqualTypeOf<number>()
    if (params.model === 'forest') expectTypeOf(params.trees).toEqualTypeOf<number>()
    if (params.scaler === 'minmax') expectTypeOf(params.clip).toEqualTypeOf<boolean>()
  }
  expectTypeOf(use).toBeFunction()
})

test('when makes an optional property', () => {
  const search = space({ layers: int(1, 3), second: when({ layers: { atLeast: 2 } }, int(8, 64)) })
  expectTypeOf<InferParams<typeof search>>().toEqualTypeOf<{ readonly layers: number; readonly second?: number }>()
})

test('constraints see the exact params, and any space can be used as one of unknown params', () => {
  const search = space({ a: float(0, 1), b: float(0, 1) }, { constraints: [(params) => params.a + params.b <= 1] })
  expectTypeOf(search).toExtend<SearchSpace>()
  expectTypeOf<InferParams<SearchSpace>>().toEqualTypeOf<Params>()
})
