import { expectTypeOf, test } from 'vitest'
import {
  choice,
  createStudy,
  float,
  int,
  type JournalStorage,
  openStudy,
  type Params,
  type Study,
  space,
} from './index.ts'

const search = space({
  learningRate: float(1e-5, 1e-1, { log: true }),
  layers: int(1, 4),
  optimizer: choice({ sgd: { momentum: float(0, 0.99) }, adam: {} }),
})

test('define by run', async () => {
  const study = await createStudy({ direction: 'minimize' })
  expectTypeOf(study).toEqualTypeOf<Study<Params, 'value'>>()
  await study.optimize((trial) => {
    expectTypeOf(trial.float('x', -10, 10)).toEqualTypeOf<number>()
    expectTypeOf(trial.choice('kind', ['a', 'b', 1])).toEqualTypeOf<'a' | 'b' | 1>()
    return trial.int('n', 1, 3)
  })
  expectTypeOf(study.best.value).toEqualTypeOf<number>()
  // @ts-expect-error a trial has one number as its result
  await study.optimize(() => 'good')
  // @ts-expect-error there is no such direction
  await createStudy({ direction: 'upwards' })
})

test('a declared space is typed in the objective and in the best params', async () => {
  const study = await createStudy({
    name: 'net',
    space: search,
    directions: { accuracy: 'maximize' },
    storage: 'sqlite:studies.db',
  })
  await study.optimize(
    async ({ params, report, signal }) => {
      expectTypeOf(params.learningRate).toEqualTypeOf<number>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      report({ accuracy: 0.5 }, 1)
      // @ts-expect-error momentum belongs to one branch
      params.momentum
      // @ts-expect-error there is no such parameter
      params.learningRat
      return params.optimizer === 'sgd' ? params.momentum : { accuracy: params.layers }
    },
    { trials: 50, concurrency: 4 },
  )
  const { params } = study.best
  expectTypeOf(params.learningRate).toEqualTypeOf<number>()
  expectTypeOf(params.optimizer).toEqualTypeOf<'sgd' | 'adam'>()
  if (params.optimizer === 'sgd') expectTypeOf(params.momentum).toEqualTypeOf<number>()
  // @ts-expect-error the metric is called accuracy
  await study.optimize(() => ({ loss: 1 }))
})

test('what is recommended and expected is typed by the space and the metrics', async () => {
  const study = await createStudy({ space: search, directions: { accuracy: 'maximize', seconds: 'minimize' } })
  const { trial, tied } = study.recommend({ metric: 'accuracy', noisy: { sd: 0.01 } })
  expectTypeOf(trial.params.layers).toEqualTypeOf<number>()
  expectTypeOf(tied[0]?.trial.params.optimizer).toEqualTypeOf<'sgd' | 'adam' | undefined>()
  const expected = study.predict({ learningRate: 0.01, layers: 2, optimizer: 'adam' }, { metric: 'seconds' })
  expectTypeOf(expected?.mean).toEqualTypeOf<number | undefined>()
  // @ts-expect-error momentum is missing
  study.predict({ learningRate: 0.01, layers: 2, optimizer: 'sgd' })
  // @ts-expect-error there is no such metric
  study.recommend({ metric: 'loss' })
})

test('ask and tell', async () => {
  const study = await createStudy({ space: search, directions: { accuracy: 'maximize' } })
  const trial = await study.ask()
  expectTypeOf(trial.params.layers).toEqualTypeOf<number>()
  await study.tell(trial, 0.93)
  await study.tell(trial, { accuracy: 0.93 })
  await study.tell(3, { state: 'failed', error: 'out of memory' })
  // @ts-expect-error the metric is called accuracy
  await study.tell(trial, { acuracy: 0.93 })
})

test('several metrics need a value each', async () => {
  const study = await createStudy({ space: search, directions: { accuracy: 'maximize', latency: 'minimize' } })
  expectTypeOf(study).toEqualTypeOf<Study<(typeof search)['paramsType'] & {}, 'accuracy' | 'latency'>>()
  const trial = await study.ask()
  await study.tell(trial, { accuracy: 0.9, latency: 3 })
  // @ts-expect-error one number does not say of which metric
  await study.tell(trial, 0.9)
  // @ts-expect-error latency is missing
  await study.tell(trial, { accuracy: 0.9 })
})

test('constraints are measured beside the metrics, under names that are known', async () => {
  const constraints = { memory: { atMost: 8 }, recall: { atLeast: 0.9, atMost: 1 } } as const
  const study = await createStudy({ space: search, directions: { loss: 'minimize' }, constraints })
  expectTypeOf(study).toEqualTypeOf<Study<(typeof search)['paramsType'] & {}, 'loss', 'memory' | 'recall'>>()
  const trial = await study.ask()
  await study.tell(trial, { loss: 0.3, memory: 7.2, recall: 0.95 })
  // What was not measured may be left out.
  await study.tell(trial, { loss: 0.3, memory: undefined })
  await study.tell(trial, 0.3)
  await study.optimize(async ({ params }) => ({ loss: params.layers, memory: 7.2 }))
  // @ts-expect-error the constraint is called memory
  await study.tell(trial, { loss: 0.3, memroy: 7.2 })
  // @ts-expect-error a number is measured
  await study.optimize(() => ({ loss: 0.3, memory: '7.2' }))
  // @ts-expect-error the metric is missing
  await study.tell(trial, { memory: 7.2 })
  // @ts-expect-error a constraint has a bound
  await createStudy({ constraints: { memory: {} } })
  // @ts-expect-error there is no such bound
  await createStudy({ constraints: { memory: { atmost: 8 } } })
  const without = await createStudy({ directions: { loss: 'minimize' } })
  // @ts-expect-error there are no constraints
  await without.tell(0, { loss: 0.3, memory: 7.2 })
  expectTypeOf(study).toExtend<Study<(typeof search)['paramsType'] & {}, 'loss'>>()
  const opened = await openStudy({ name: 'net', storage: 'sqlite:studies.db', constraints })
  expectTypeOf(opened).toEqualTypeOf<Study<Params, string, 'memory' | 'recall'>>()
})

test('storages are addresses or storages', async () => {
  const storage = {} as JournalStorage
  expectTypeOf(await createStudy({ storage })).toEqualTypeOf<Study<Params, 'value'>>()
  // @ts-expect-error a number is neither
  await createStudy({ storage: 5 })
  expectTypeOf(await openStudy({ name: 'net', storage })).toEqualTypeOf<Study<Params, string>>()
  const typed = await openStudy({ name: 'net', storage, space: search, directions: { accuracy: 'maximize' } })
  expectTypeOf(typed.best.params.layers).toEqualTypeOf<number>()
  expectTypeOf(await openStudy({ storage })).toEqualTypeOf<Study<Params, string>>()
  // @ts-expect-error a study to be opened has a storage
  await openStudy({ name: 'net' })
})
