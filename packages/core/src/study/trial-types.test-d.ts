/** The records of a study are typed by its space, its metrics and its constraints. */
import { expectTypeOf, test } from 'vitest'
import { float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { CompletedTrial, FinishedTrial, TrialRecord } from '../trial/trial-record.ts'
import { createStudy } from './create-study.ts'
import type { Study } from './study.ts'

const search = space({ rate: float(0, 1), layers: int(1, 4) })

test('values of one metric', async () => {
  const study = await createStudy({ space: search, directions: { quality: 'maximize' } })
  const [first] = study.bestTrials
  expectTypeOf(first?.values.quality).toEqualTypeOf<number | undefined>()
  expectTypeOf(first?.value).toEqualTypeOf<number | undefined>()
  // @ts-expect-error the metric is called quality
  first?.values.quallity
  expectTypeOf(study.best.value).toEqualTypeOf<number>()
  expectTypeOf(study.best.values).toEqualTypeOf<{ readonly quality: number }>()
  // @ts-expect-error the metric is called quality
  study.best.values.value
  expectTypeOf(study.recommend().trial.values.quality).toEqualTypeOf<number>()
})

test('values of the metric of a study whose metrics were not named', async () => {
  const study = await createStudy({ space: search })
  expectTypeOf(study.best.values).toEqualTypeOf<{ readonly value: number }>()
  // @ts-expect-error the metric is called value
  study.best.values.loss
})

test('values of several metrics', async () => {
  const study = await createStudy({ space: search, directions: { loss: 'minimize', seconds: 'minimize' } })
  const [first] = study.bestTrials
  expectTypeOf(first?.values).toEqualTypeOf<{ readonly loss: number; readonly seconds: number } | undefined>()
  // @ts-expect-error one of several metrics is not the value of the trial
  first?.value
})

test('values of constraints may not have been measured', async () => {
  const constraints = { memory: { atMost: 8 } } as const
  const study = await createStudy({ space: search, directions: { loss: 'minimize' }, constraints })
  expectTypeOf(study.best.values).toEqualTypeOf<{ readonly loss: number; readonly memory?: number }>()
  // @ts-expect-error the constraint is called memory
  study.best.values.memroy
})

test('state tells what a record has', async () => {
  const study = await createStudy({ space: search, directions: { loss: 'minimize' } })
  for (const trial of study.trials) {
    // @ts-expect-error only completed trials have a value
    trial.value
    if (trial.state === 'completed') {
      expectTypeOf(trial.value).toEqualTypeOf<number>()
      expectTypeOf(trial.values.loss).toEqualTypeOf<number>()
      expectTypeOf(trial.params.layers).toEqualTypeOf<number>()
    } else if (trial.state === 'failed') {
      expectTypeOf(trial.values?.loss).toEqualTypeOf<number | undefined>()
    } else if (trial.state === 'waiting') {
      expectTypeOf(trial.params.rate).toEqualTypeOf<number | undefined>()
    } else {
      // @ts-expect-error pruned, paused and running trials have no values
      trial.values
    }
  }
})

test('what tell, onTrial and catch give', async () => {
  const study = await createStudy({ space: search, directions: { loss: 'minimize' } })
  const ended = await study.tell(0, 0.5)
  if (ended.state === 'completed') expectTypeOf(ended.values.loss).toEqualTypeOf<number>()
  await study.optimize(() => 1, {
    trials: 1,
    onTrial: (trial) => {
      if (trial.state === 'completed') expectTypeOf(trial.value).toEqualTypeOf<number>()
      // @ts-expect-error the metric is called loss
      if (trial.state === 'completed') trial.values.value
    },
    catch: (_, trial) => trial.state === 'failed' && trial.params.rate > 0.5,
  })
})

test('typed records are records', async () => {
  const study = await createStudy({ space: search, directions: { loss: 'minimize' } })
  expectTypeOf(study.trials).toExtend<readonly TrialRecord[]>()
  expectTypeOf(study.best).toExtend<FinishedTrial>()
  expectTypeOf(study).toExtend<Study<(typeof search)['paramsType'] & {}, string>>()
  // Of metrics that the compiler does not know.
  const read = {} as CompletedTrial
  expectTypeOf(read.value).toEqualTypeOf<number | undefined>()
  expectTypeOf(read.values).toEqualTypeOf<{ readonly [metric: string]: number }>()
})

test('a completed trial of one study is added to another', async () => {
  const constraints = { memory: { atMost: 8 } } as const
  const old = await createStudy({ space: search, directions: { loss: 'minimize' }, constraints })
  const study = await createStudy({ space: search, directions: { loss: 'minimize' }, constraints })
  for (const trial of old.bestTrials) await study.add(trial.params, trial.values)
  const other = await createStudy({ space: search, directions: { accuracy: 'maximize' } })
  // @ts-expect-error the metric is called accuracy
  for (const trial of old.bestTrials) await other.add(trial.params, trial.values)
})

test('many trials are added at once', async () => {
  const constraints = { memory: { atMost: 8 } } as const
  const study = await createStudy({ space: search, directions: { loss: 'minimize' }, constraints })
  const other = await createStudy({ space: space({ x: float(0, 1) }) })
  expectTypeOf(await study.addTrials(study.trials)).toEqualTypeOf<readonly number[]>()
  // Whether records of another study fit is found out when they are added.
  await study.addTrials(other.trials)
  await study.addTrials(other.snapshot.trials)
  const params = { rate: 0.1, layers: 2 }
  await study.addTrials([
    { params, value: 0.1 },
    { params, values: { loss: 0.1, memory: 3 }, startedAt: 0, finishedAt: 1 },
    { params, state: 'pruned', reason: 'slow' },
    { params, state: 'failed', error: 'diverged' },
    { params: { rate: 0.1 }, state: 'waiting' },
  ])
  // @ts-expect-error there is no such parameter
  await study.addTrials([{ params: { rat: 0.1, layers: 2 }, value: 0.1 }])
  // @ts-expect-error the metric is called loss
  await study.addTrials([{ params, values: { los: 0.1 } }])
  // @ts-expect-error there is no such property
  await study.addTrials([{ params, valeu: 0.1 }])
  // @ts-expect-error a completed trial has all params
  await study.addTrials([{ params: { rate: 0.1 }, value: 0.1 }])
  const several = await createStudy({ space: search, directions: { loss: 'minimize', seconds: 'minimize' } })
  // @ts-expect-error of which metric
  await several.addTrials([{ params, value: 0.1 }])
})
