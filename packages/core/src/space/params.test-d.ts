import { expectTypeOf, test } from 'vitest'
import {
  boolean,
  choice,
  distribution,
  fixed,
  float,
  int,
  ordinal,
  type Parameter,
  type Shape,
  when,
} from './parameters/parameter.ts'
import type { Params, ParamsOf } from './params.ts'
import { type InferParams, type SearchSpace, space } from './search-space.ts'

test('params of plain parameters', () => {
  const search = space({
    learningRate: float(1e-5, 1e-1, { log: true }),
    layers: int(1, 4),
    activation: choice(['relu', 'tanh']),
    mixed: choice([true, 1, '1', null]),
    shape: choice([[1, 2], [3]]),
    nested: choice([
      { units: [8, 8], bias: true },
      { units: [], bias: null },
    ]),
    batch: ordinal([16, 32, 64]),
    bias: boolean(),
    seed: fixed(7),
    tags: fixed(['a', { b: null }]),
  })
  expectTypeOf<InferParams<typeof search>>().toEqualTypeOf<{
    readonly learningRate: number
    readonly layers: number
    readonly activation: 'relu' | 'tanh'
    readonly mixed: true | 1 | '1' | null
    readonly shape: readonly [1, 2] | readonly [3]
    readonly nested:
      | { readonly units: readonly [8, 8]; readonly bias: true }
      | { readonly units: readonly []; readonly bias: null }
    readonly batch: 16 | 32 | 64
    readonly bias: boolean
    readonly seed: 7
    readonly tags: readonly ['a', { readonly b: null }]
  }>()
  // @ts-expect-error a value that is not among the choices
  expectTypeOf<InferParams<typeof search>['activation']>().toEqualTypeOf<'relu' | 'selu'>()
})

test('the empty space has no params', () => {
  const search = space({})
  expectTypeOf<keyof InferParams<typeof search>>().toEqualTypeOf<never>()
})

test('a choice with branches is a discriminated union', () => {
  const search = space({
    lr: float(0, 1),
    optimizer: choice({ sgd: { momentum: float(0, 0.99), nesterov: boolean() }, adam: {} }),
  })
  type P = InferParams<typeof search>
  expectTypeOf<P>().toEqualTypeOf<
    | { readonly lr: number; readonly optimizer: 'sgd'; readonly momentum: number; readonly nesterov: boolean }
    | { readonly lr: number; readonly optimizer: 'adam' }
  >()
  const use = (params: P) => {
    if (params.optimizer === 'sgd') {
      expectTypeOf(params.momentum).toEqualTypeOf<number>()
      expectTypeOf(params.nesterov).toEqualTypeOf<boolean>()
    } else {
      expectTypeOf(params.optimizer).toEqualTypeOf<'adam'>()
      // @ts-expect-error momentum does not exist for adam
      params.momentum
    }
    // @ts-expect-error there is no such optimizer
    return params.optimizer === 'rmsprop'
  }
  expectTypeOf(use).toBeFunction()
  // @ts-expect-error adam has no momentum
  const wrong: P = { lr: 1, optimizer: 'adam', momentum: 0.5 }
  // @ts-expect-error sgd lacks nesterov
  const missing: P = { lr: 1, optimizer: 'sgd', momentum: 0.5 }
  expectTypeOf(wrong).toExtend<P>()
  expectTypeOf(missing).toExtend<P>()
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
    // @ts-expect-error a kernel alone does not say that there is a degree
    if (params.model === 'svm') params.degree
  }
  expectTypeOf(use).toBeFunction()
})

test('deep branches', () => {
  const search = space({
    a: choice({
      a: { b: choice({ b: { c: choice({ c: { d: choice({ d: { e: int(1, 2) }, x: {} }) }, x: {} }) }, x: {} }) },
    }),
  })
  type P = InferParams<typeof search>
  expectTypeOf<P>().toEqualTypeOf<
    | { readonly a: 'a'; readonly b: 'b'; readonly c: 'c'; readonly d: 'd'; readonly e: number }
    | { readonly a: 'a'; readonly b: 'b'; readonly c: 'c'; readonly d: 'x' }
    | { readonly a: 'a'; readonly b: 'b'; readonly c: 'x' }
    | { readonly a: 'a'; readonly b: 'x' }
  >()
})

test('the same name in several branches', () => {
  const search = space({ model: choice({ tree: { depth: int(1, 9) }, net: { depth: ordinal(['thin', 'deep']) } }) })
  type P = InferParams<typeof search>
  expectTypeOf<P['depth']>().toEqualTypeOf<number | 'thin' | 'deep'>()
  expectTypeOf<Extract<P, { model: 'net' }>['depth']>().toEqualTypeOf<'thin' | 'deep'>()
})

test('when makes an optional property', () => {
  const search = space({ layers: int(1, 3), second: when({ layers: { atLeast: 2 } }, int(8, 64)) })
  expectTypeOf<InferParams<typeof search>>().toEqualTypeOf<{ readonly layers: number; readonly second?: number }>()
})

test('when makes the choice of a branch optional', () => {
  const search = space({
    augment: boolean(),
    noise: when({ augment: true }, choice({ gauss: { sigma: float(0, 1) }, salt: {} })),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    if (params.noise === 'gauss') expectTypeOf(params.sigma).toEqualTypeOf<number>()
    // @ts-expect-error without the noise there is no sigma
    params.sigma
    expectTypeOf(params.noise).toEqualTypeOf<'gauss' | 'salt' | undefined>()
  }
  expectTypeOf(use).toBeFunction()
})

const onOff = <const N extends string>(name: N) =>
  choice({ on: { [name]: float(0, 1) } as { readonly [K in N]: ReturnType<typeof float> }, off: {} })

test('five choices with branches beside each other are still told apart', () => {
  const search = space({
    plain: float(0, 1),
    a: onOff('pa'),
    b: onOff('pb'),
    c: onOff('pc'),
    d: onOff('pd'),
    e: onOff('pe'),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    expectTypeOf(params.plain).toEqualTypeOf<number>()
    if (params.a === 'on' && params.e === 'on') {
      expectTypeOf(params.pa).toEqualTypeOf<number>()
      expectTypeOf(params.pe).toEqualTypeOf<number>()
      // @ts-expect-error b may be off
      params.pb
    }
    // @ts-expect-error a may be off
    params.pa
  }
  expectTypeOf(use).toBeFunction()
  const right: P = { plain: 1, a: 'on', pa: 0.5, b: 'off', c: 'off', d: 'off', e: 'on', pe: 0.5 }
  // @ts-expect-error pe is missing
  const missing: P = { plain: 1, a: 'on', pa: 0.5, b: 'off', c: 'off', d: 'off', e: 'on' }
  // @ts-expect-error plain is missing
  const incomplete: P = { a: 'off', b: 'off', c: 'off', d: 'off', e: 'off' }
  // @ts-expect-error there is no such branch
  const wrong: P = { plain: 1, a: 'onn', b: 'off', c: 'off', d: 'off', e: 'off' }
  expectTypeOf([right, missing, incomplete, wrong]).toExtend<P[]>()
  expectTypeOf<P>().toExtend<Params>()
})

test('one choice is told apart however many branches it has', () => {
  const search = space({
    plain: float(0, 1),
    model: choice({
      m1: { p1: float(0, 1) },
      ...({} as { readonly [K in `m${2 | 3 | 4 | 5}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`]: {} }),
      m60: { p60: int(1, 9) },
    }),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    expectTypeOf(params.plain).toEqualTypeOf<number>()
    if (params.model === 'm1') expectTypeOf(params.p1).toEqualTypeOf<number>()
    if (params.model === 'm60') expectTypeOf(params.p60).toEqualTypeOf<number>()
    // @ts-expect-error m59 has no parameter
    if (params.model === 'm59') params.p60
  }
  expectTypeOf(use).toBeFunction()
})

test('a branch may have several choices with branches', () => {
  const search = space({
    model: choice({
      net: { a: onOff('pa'), b: onOff('pb'), c: onOff('pc'), d: onOff('pd') },
      tree: { depth: int(1, 9) },
    }),
  })
  type P = InferParams<typeof search>
  const use = (params: P) => {
    if (params.model === 'net' && params.d === 'on') expectTypeOf(params.pd).toEqualTypeOf<number>()
    if (params.model === 'tree') expectTypeOf(params.depth).toEqualTypeOf<number>()
    // @ts-expect-error a tree has no such choice
    if (params.model === 'tree') params.d
  }
  expectTypeOf(use).toBeFunction()
})

test('with more than 32 combinations the parameters of branches are optional', () => {
  const search = space({
    x: boolean(),
    a: onOff('pa'),
    b: onOff('pb'),
    c: onOff('pc'),
    d: onOff('pd'),
    e: onOff('pe'),
    f: onOff('pf'),
  })
  type OnOff = 'on' | 'off'
  expectTypeOf<InferParams<typeof search>>().toEqualTypeOf<{
    readonly x: boolean
    readonly a: OnOff
    readonly b: OnOff
    readonly c: OnOff
    readonly d: OnOff
    readonly e: OnOff
    readonly f: OnOff
    readonly pa?: number
    readonly pb?: number
    readonly pc?: number
    readonly pd?: number
    readonly pe?: number
    readonly pf?: number
  }>()
})

test('defaults have the type of the values', () => {
  expectTypeOf(choice(['relu', 'tanh'], { default: 'tanh' }).default).toEqualTypeOf<'relu' | 'tanh' | undefined>()
  choice({ sgd: {}, adam: {} }, { default: 'adam' })
  ordinal([16, 32], { default: 32 })
  // @ts-expect-error not one of the values
  choice(['relu', 'tanh'], { default: 'selu' })
  // @ts-expect-error not one of the branches
  choice({ sgd: {}, adam: {} }, { default: 'rmsprop' })
  // @ts-expect-error not one of the values
  ordinal([16, 32], { default: 64 })
  // @ts-expect-error not a number
  float(0, 1, { default: '0.5' })
  // @ts-expect-error not a boolean
  boolean({ default: 1 })
  // @ts-expect-error no such scale
  int(1, 8, { scale: 'quadratic' })
  // @ts-expect-error not JSON
  choice([undefined, 1])
  // @ts-expect-error a branch holds parameters
  choice({ sgd: { momentum: 0.9 } })
})

test('constraints see the exact params, and any space can be used as one of unknown params', () => {
  const search = space({ a: float(0, 1), b: float(0, 1) }, { constraints: [(params) => params.a + params.b <= 1] })
  expectTypeOf(search).toExtend<SearchSpace>()
  expectTypeOf<InferParams<SearchSpace>>().toEqualTypeOf<Params>()
  space(
    { a: float(0, 1) },
    // @ts-expect-error there is no b
    { constraints: [(params) => params.b > 0] },
  )
})

test('a shape known only at run time gives params known only at run time', () => {
  const shape: Shape = { x: float(0, 1) }
  expectTypeOf(space(shape)).toEqualTypeOf<SearchSpace>()
  expectTypeOf<ParamsOf<{ readonly [name: string]: Parameter }>>().toEqualTypeOf<Params>()
})

test('params of parameters with distributions', () => {
  const search = space({
    width: int(8, 64, { multipleOf: 8 }),
    rate: float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) }),
    depth: choice([null, 2], { weights: [0.7, 0.3] }),
    optimizer: choice({ sgd: { momentum: float(0, 1) }, adam: {} }, { weights: { sgd: 1, adam: 2 } }),
  })
  expectTypeOf<InferParams<typeof search>['depth']>().toEqualTypeOf<2 | null>()
  expectTypeOf<InferParams<typeof search>['rate']>().toEqualTypeOf<number>()
  // @ts-expect-error a beta prior has a and b.
  float(0, 1, { prior: distribution({ beta: { mean: 0, sd: 1 } }) })
  // @ts-expect-error the branch b has no weight.
  choice({ a: {}, b: {} }, { weights: { a: 1 } })
})
