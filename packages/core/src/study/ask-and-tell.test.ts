import { describe, expect, expectTypeOf, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { choice, float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'

const search = space({ x: float(0, 1), n: int(1, 5) })
const open = () => createStudy({ space: search, sampler: randomSampler(), seed: 1 })

describe('ask and tell', () => {
  it('starts trials in order and records their values', async () => {
    const study = await open()
    const first = await study.ask()
    const second = await study.ask()
    expect([first.number, second.number]).toEqual([0, 1])
    expect(study.snapshot.running.map(({ number }) => number)).toEqual([0, 1])
    await study.tell(second, 0.5)
    const record = await study.tell(first, { value: 0.25 })
    expect(record).toMatchObject({ number: 0, state: 'completed', values: { value: 0.25 }, params: first.params })
    expect(study.best).toMatchObject({ number: 0, value: 0.25 })
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed'])
    expectTypeOf(study.best.params).toEqualTypeOf<{ readonly x: number; readonly n: number }>()
  })

  it('records the start of each attempt', async () => {
    let now = 100
    const clock = { now: () => now, after: () => () => {} }
    const study = await createStudy({ space: search, sampler: randomSampler(), clock })
    const first = await study.ask()
    now = 200
    await study.requeue(first, 'retry')
    const second = await study.ask()
    expect([first.startedAt, second.startedAt, second.attempt]).toEqual([100, 200, 2])
  })

  it('records pruned and failed trials, and non-finite values as a failure with these values', async () => {
    const study = await open()
    const results = [
      { state: 'pruned' },
      { state: 'failed', error: 'boom' },
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    ] as const
    for (const result of results) await study.tell(await study.ask(), result)
    expect(study.trials).toMatchObject([
      { state: 'pruned' },
      { state: 'failed', reason: 'error', error: 'boom' },
      { state: 'failed', reason: 'not-finite', error: 'value is NaN', values: { value: Number.NaN } },
      { state: 'failed', reason: 'not-finite', values: { value: Number.NEGATIVE_INFINITY } },
    ])
    expect(() => study.best).toThrow('ERR_NO_COMPLETED_TRIALS')
    expect(study.bestTrials).toEqual([])
  })

  it.each([undefined, null, 'good', '0.5', [1], {}, new Date(0), { value: '1' }, { value: undefined }, true, 5n])(
    'refuses the result %s and leaves the trial running',
    async (result) => {
      const study = await open()
      const trial = await study.ask()
      await expect(study.tell(trial, result as never)).rejects.toThrow('ERR_INVALID_VALUE')
      expect(study.trials[0]?.state).toBe('running')
    },
  )

  it('refuses unknown metrics', async () => {
    const study = await createStudy({ directions: { loss: 'minimize', accuracy: 'maximize' }, space: search })
    const trial = await study.ask()
    await expect(study.tell(trial, { loss: 1, accuracy: 1, other: 2 } as never)).rejects.toThrow('ERR_UNKNOWN_METRIC')
    await expect(study.tell(trial, { loss: 1 } as never)).rejects.toThrow('ERR_INVALID_VALUE')
    await expect(study.tell(trial, 1 as never)).rejects.toThrow('ERR_INVALID_VALUE')
    const proto = JSON.parse('{"loss":1,"accuracy":1,"__proto__":2}') as never
    await expect(study.tell(trial, proto)).rejects.toThrow('ERR_UNKNOWN_METRIC')
    await study.tell(trial, { accuracy: 0.5, loss: 1 })
  })

  it('has a Pareto front instead of a best trial for several metrics', async () => {
    const study = await createStudy({ directions: { loss: 'minimize', accuracy: 'maximize' }, space: search })
    const points = [
      { loss: 2, accuracy: 0.9 },
      { loss: 1, accuracy: 0.5 },
      { loss: 3, accuracy: 0.8 },
      { loss: 1, accuracy: 0.5 },
      { loss: 0.5, accuracy: Number.NaN },
    ]
    for (const values of points) await study.tell(await study.ask(), values)
    expect(() => study.best).toThrow('ERR_MULTIPLE_OBJECTIVES')
    expect(study.bestTrials.map(({ number }) => number)).toEqual([0, 1, 3])
  })

  it('accepts the same result again, and refuses a different one', async () => {
    const study = await open()
    const trial = await study.ask()
    const first = await study.tell(trial, 1)
    const { position } = study.snapshot
    expect(await study.tell(trial, 1)).toBe(first)
    expect(await study.tell(0, { value: 1 })).toBe(first)
    expect(study.snapshot.position).toBe(position)
    await expect(study.tell(trial, 2)).rejects.toThrow('ERR_RESULT_CONFLICT')
    await expect(study.tell(trial, { state: 'failed' })).rejects.toThrow('ERR_RESULT_CONFLICT')
    await expect(study.tell(7, 2)).rejects.toThrow('ERR_TRIAL_NOT_FOUND')
  })

  it('compares failures by their values, not by their messages', async () => {
    const study = await open()
    const trial = await study.ask()
    await study.tell(trial, { state: 'failed', error: 'one' })
    await study.tell(trial, { state: 'failed', error: 'two' })
    await expect(study.tell(trial, Number.NaN)).rejects.toThrow('ERR_RESULT_CONFLICT')
    const other = await study.ask()
    await study.tell(other, Number.NaN)
    await study.tell(other, Number.NaN)
    await expect(study.tell(other, Number.POSITIVE_INFINITY)).rejects.toThrow('ERR_RESULT_CONFLICT')
  })

  it('tells a trial of another handle by its number, and never reclaims a detached one', async () => {
    const storage = memoryStorage()
    const one = await createStudy({ name: 's', storage, space: search })
    const trial = await one.ask({ detached: true })
    await one.close()
    const two = await createStudy({ name: 's', storage, space: search, loadIfExists: true })
    expect(two.trials[0]).toMatchObject({ state: 'running', owner: null })
    expect(await two.tell(trial.number, 3)).toMatchObject({ state: 'completed', values: { value: 3 } })
  })

  it('refuses to tell a waiting trial', async () => {
    const study = await open()
    const number = await study.enqueue({ x: 0.5 })
    await expect(study.tell(number, 1)).rejects.toThrow('ERR_TRIAL_NOT_RUNNING')
  })

  it('works without parameters', async () => {
    const study = await createStudy({ space: space({}) })
    const trial = await study.ask()
    expect(trial.params).toEqual({})
    await study.tell(trial, 1)
    // The one combination there is has been tried.
    await expect(study.ask()).rejects.toThrow('ERR_SPACE_EXHAUSTED')
    expect(study.best.value).toBe(1)
  })

  it('keeps names in any script', async () => {
    const names = { λ: float(0, 1), 'Lernrate 😀': float(0, 1), 学習率: choice(['高い', '低い']) }
    const study = await createStudy({ name: 'Étude ☃', space: space(names), directions: { 損失: 'minimize' } })
    const trial = await study.ask()
    expect(Object.keys(trial.params)).toEqual(Object.keys(names))
    await study.tell(trial, { 損失: 1 })
    expect(study.best.values).toEqual({ 損失: 1 })
  })

  it('tries the declared defaults first', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1, { default: 0.125 }), n: int(1, 5) }) })
    expect((await study.ask()).params).toEqual({ x: 0.125, n: 3 })
    expect((await study.ask()).params).not.toEqual({ x: 0.125, n: 3 })
    expect(study.trials[0]?.suggestion).toEqual({ sampler: 'gp', phase: 'defaults' })
  })
})

describe('seeds', () => {
  const paramsOf = async (seed?: number) => {
    const study = await createStudy({ space: search, ...(seed !== undefined && { seed }) })
    for (let trial = 0; trial < 8; trial += 1) {
      const { params, ...live } = await study.ask()
      await study.tell(live.number, (params.x - 0.3) ** 2)
    }
    return { params: study.trials.map(({ params }) => params), seed: study.snapshot.seed }
  }

  it('reproduce the same trials', async () => {
    expect(await paramsOf(0)).toEqual(await paramsOf(0))
    expect((await paramsOf(0)).params).not.toEqual((await paramsOf(1)).params)
  })

  it('are random and kept by default', async () => {
    const first = await paramsOf()
    expect(await paramsOf(first.seed)).toEqual(first)
    expect((await paramsOf()).seed).not.toBe(first.seed)
  })
})

describe('tell with an invalid trial', () => {
  it.each([undefined, null, 'x', {}, { number: '0' }])('refuses %j', async (trial) => {
    const study = await open()
    await study.ask()
    for (const attempt of [() => study.tell(trial as never, 1), () => study.requeue(trial as never, 'aborted')]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        message: expect.stringContaining('Expected a trial returned by ask(), or its number; received '),
      })
    }
    await expect(study.tell(Number.NaN, 1)).rejects.toMatchObject({ code: 'ERR_TRIAL_NOT_FOUND' })
  })
})

describe('close', () => {
  it('makes all later calls reject, and can be repeated', async () => {
    const study = await open()
    const trial = await study.ask()
    await study.close()
    await study.close()
    const attempts: (() => Promise<unknown>)[] = [
      () => study.ask(),
      () => study.tell(trial, 1),
      () => study.requeue(trial, 'aborted'),
      () => study.enqueue({}),
      () => study.add({ x: 1, n: 1 }, 1),
      () => study.annotate({ a: 1 }),
      () => study.correct(0, 1, 'why'),
      () => study.delete(0),
      () => study.discover({}),
      () => study.reclaim(),
      () => study.optimize(() => 1),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow('ERR_STUDY_CLOSED')
    expect(study.trials).toHaveLength(1)
  })

  it('is called at the end of a block by await using', async () => {
    const storage = memoryStorage()
    {
      await using study = await createStudy({ name: 's', storage, space: search })
      await study.ask()
    }
    await using again = await createStudy({ name: 's', storage, space: search, loadIfExists: true })
    await again.reclaim()
    expect(again.trials[0]).toMatchObject({ state: 'waiting', requeued: 'lost' })
  })

  it('closes the storage with closeStorage', async () => {
    let closed = 0
    const storage = { ...memoryStorage(), close: async () => void (closed += 1) }
    await (await createStudy({ storage })).close()
    expect(closed).toBe(0)
    await (await createStudy({ storage, closeStorage: true })).close()
    expect(closed).toBe(1)
  })

  it('leaves no trial of a concurrent ask', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 's', storage, space: search })
    const asked = study.ask().then(
      () => 'started',
      (error: Error) => error.message,
    )
    await study.close()
    expect(await asked).toContain('ERR_STUDY_CLOSED')
    const again = await createStudy({ name: 's', storage, loadIfExists: true })
    expect(again.snapshot.counts.running).toBe(0)
  })
})

describe('observers', () => {
  it('are called in order, after events are stored', async () => {
    const study = await open()
    const told: string[] = []
    const stop = study.observe({
      trialStarted: ({ number }, snapshot) => told.push(`start ${number} ${snapshot.trials.get(number)?.state}`),
      trialReported: ({ number, measurements }, { step }) =>
        told.push(`report ${number} ${step} of ${measurements.length}`),
      trialFinished: ({ number }, snapshot) => told.push(`finish ${number} ${snapshot.trials.get(number)?.state}`),
    })
    const trial = await study.ask()
    trial.report(1)
    trial.report(2, 5)
    await study.tell(trial, 1)
    await study.tell(trial, 1)
    stop()
    await study.ask()
    expect(told).toEqual(['start 0 running', 'report 0 0 of 1', 'report 0 5 of 2', 'finish 0 completed'])
  })

  it('are called once per event if they were added several times, until they are removed as often', async () => {
    const told: number[] = []
    const observer = { trialFinished: ({ number }: FinishedTrial) => told.push(number) }
    const study = await createStudy({ space: search, observers: [observer] })
    await study.optimize(() => 1, { trials: 1, observer })
    const stop = study.observe(observer)
    stop()
    stop()
    await study.optimize(() => 1, { trials: 1 })
    expect(told).toEqual([0, 1])
  })

  it('do not affect the study when they fail, and give one notice', async () => {
    const notices: string[] = []
    const fail = () => {
      throw new Error('broken display')
    }
    const finished: FinishedTrial[] = []
    const study = await createStudy({
      space: search,
      observers: [
        { trialStarted: fail, trialReported: fail, trialFinished: fail, notice: fail },
        { trialFinished: (trial) => finished.push(trial), notice: (text) => notices.push(text) },
      ],
    })
    for (let count = 0; count < 2; count += 1) {
      const trial = await study.ask()
      trial.report(1)
      await study.tell(trial, 1)
    }
    expect(finished).toHaveLength(2)
    expect(notices).toHaveLength(3)
    expect(notices[0]).toContain('trialStarted')
    expect(notices[0]).toContain('broken display')
  })
})

describe("a sampler's memo", () => {
  it('is kept with the trial, whatever the objective attaches and however often it runs', async () => {
    const sampler: Sampler = {
      name: 'evolution',
      suggest: (_, { numbers }) =>
        numbers.map((generation) => ({
          params: { x: 0.5 },
          explanation: { sampler: 'evolution', phase: 'model', memo: { generation } },
        })),
    }
    const study = await createStudy({ space: space({ x: float(0, 1) }), sampler, seed: 1 })
    const objective = ({ annotate, attempt }: Trial<{ x: number }>) => {
      annotate('generation', 'mine')
      annotate('memo', 'mine')
      if (attempt === 1) throw new Error('flaky')
      return 1
    }
    await study.optimize(objective, { trials: 1, retries: 1 })
    expect(study.trials[0]).toMatchObject({
      attempt: 2,
      suggestion: { memo: { generation: 0 } },
      attributes: { generation: 'mine', memo: 'mine' },
    })
  })
})
