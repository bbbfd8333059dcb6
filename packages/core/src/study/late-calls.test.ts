/** Calls of a trial around its end, and results with unknown properties. */
import { describe, expect, it } from 'vitest'
import { SweetspotError } from '../errors.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { replay } from '../journal/replay.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'
import { TrialPruned } from './results/outcome.ts'
import type { Executor } from './run/executor.ts'

const search = space({ x: float(0, 1) })
const open = () => createStudy({ space: search, seed: 1 })

const pauses: Pruner = { name: 'pauses', decide: () => ({ action: 'pause' }) }

describe('annotate and report after the end', () => {
  it.each([
    ['told', async (trial: Trial<{ x: number }>, study: Awaited<ReturnType<typeof open>>) => study.tell(trial, 1)],
    [
      'failed',
      async (trial: Trial<{ x: number }>, study: Awaited<ReturnType<typeof open>>) =>
        study.tell(trial, { state: 'failed' }),
    ],
    [
      'requeued',
      async (trial: Trial<{ x: number }>, study: Awaited<ReturnType<typeof open>>) => study.requeue(trial, 'retry'),
    ],
    [
      'told by its number',
      async (trial: Trial<{ x: number }>, study: Awaited<ReturnType<typeof open>>) => study.tell(trial.number, 1),
    ],
  ])('are refused while a trial is being %s', async (_, end) => {
    const study = await open()
    const trial = await study.ask()
    trial.annotate('before', 1)
    const ended = end(trial, study)
    expect(() => trial.annotate('late', 1)).toThrow(
      'Attempt 1 of trial 0 has ended. To attach values to the trial, call study.annotate({ … }, 0).',
    )
    expect(() => trial.report(1)).toThrow('ERR_TRIAL_NOT_RUNNING')
    await ended
    expect(() => trial.annotate('late', 1)).toThrow('ERR_TRIAL_NOT_RUNNING')
    expect(study.trials[0]?.attributes).toEqual({ before: 1 })
    await study.annotate({ late: 1 }, 0)
    expect(study.trials[0]?.attributes).toEqual({ before: 1, late: 1 })
  })

  it('are refused in a callback that outlives the objective', async () => {
    const study = await open()
    const late: unknown[] = []
    await study.optimize(
      (trial) => {
        queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => late.push(trial))))
        return trial.params.x
      },
      { trials: 1 },
    )
    const [trial] = late as [Trial]
    expect(() => trial.annotate('late', true)).toThrow('ERR_TRIAL_NOT_RUNNING')
  })

  it('are accepted again if the end could not be written', async () => {
    const study = await open()
    const trial = await study.ask()
    await expect(study.tell(trial, { state: 'nope' } as never)).rejects.toThrow('ERR_INVALID_VALUE')
    await expect(study.tell({ ...trial, attempt: 7 }, 1)).rejects.toThrow('ERR_STALE_ATTEMPT')
    trial.annotate('note', 'still running')
    await study.tell(trial, 1)
    expect(study.trials[0]?.attributes).toEqual({ note: 'still running' })
  })

  it('are refused, like parameters of a define-by-run space', async () => {
    const study = await createStudy({ seed: 1 })
    const trial = await study.ask()
    const x = trial.float('x', 0, 1)
    await study.tell(trial, x)
    expect(trial.float('x', 0, 1)).toBe(x)
    expect(() => trial.float('y', 0, 1)).toThrow('ERR_TRIAL_NOT_RUNNING')
  })
})

describe('a value returned in the turn in which its signal is aborted', () => {
  it.each([
    ['at once', (x: number) => x],
    ['by an async function', async (x: number) => x],
    [
      'after some promises',
      async (x: number) => {
        for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve()
        return x
      },
    ],
  ])('is kept: %s', async (_, result) => {
    const study = await open()
    const controller = new AbortController()
    const ended = await study.optimize(
      ({ params }) => {
        controller.abort()
        return result(params.x)
      },
      { signal: controller.signal },
    )
    expect(ended).toEqual({ reason: 'aborted', trialCount: 1, abortReason: controller.signal.reason })
    expect(study.trials[0]).toMatchObject({ state: 'completed', values: { value: study.trials[0]?.params.x } })
  })

  it('is kept if it is not finite, and if the trial is pruned', async () => {
    for (const [end, state] of [
      [() => Number.NaN, 'failed'],
      [
        () => {
          throw new TrialPruned()
        },
        'pruned',
      ],
    ] as const) {
      const study = await open()
      const controller = new AbortController()
      await study.optimize(
        () => {
          controller.abort()
          return end()
        },
        { signal: controller.signal },
      )
      expect(study.trials.map((trial) => trial.state)).toEqual([state])
    }
  })

  it('is kept if the trial times out in that turn', async () => {
    const study = await open()
    await study.optimize(
      ({ signal, params }) =>
        new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(params.x))),
      { trials: 1, trialTimeout: 5 },
    )
    expect(study.trials[0]?.state).toBe('completed')
  })

  it('is not awaited', async () => {
    const study = await open()
    const controller = new AbortController()
    const run = study.optimize(() => new Promise<number>(() => {}), { signal: controller.signal })
    setTimeout(() => controller.abort(), 5)
    expect(await run).toEqual({ reason: 'aborted', trialCount: 0, abortReason: controller.signal.reason })
    expect(study.trials[0]).toMatchObject({ state: 'waiting', requeued: 'aborted' })
  })
})

describe('tell', () => {
  it.each([
    [
      { state: 'nope' },
      "one of 'pruned', 'failed'; received \"nope\". For a completed trial, pass only its value or values.",
    ],
    [{ state: 'completed', value: 1 }, 'For a completed trial, pass only its value or values.'],
    [{ state: 3 }, 'received 3'],
    [{ state: undefined }, 'received undefined'],
    [{ state: '__proto__' }, 'received "__proto__"'],
    [{ state: 'toString' }, 'received "toString"'],
    [{ state: 'failed', reason: 'oom' }, 'Expected the reason of a failure to be one of error, not-finite, timeout,'],
    [{ state: 'failed', eror: 'x' }, 'Unknown property "eror" of a failed result; expected error or reason'],
    [{ state: 'pruned', number: 0 }, 'Unknown property "number" of a pruned result; expected value or values'],
    [
      { state: 'pruned', value: 1, values: { value: 1 } },
      'Expected either value or values of a pruned trial; received both.',
    ],
    [{ state: 'pruned', value: 'x' }, 'received "x"'],
    [{ state: 'pruned', value: null }, 'received null'],
    [{ state: 'pruned', values: { value: '1' } }, 'Expected the value of value to be a number; received "1"'],
  ])('refuses %j', async (result, message) => {
    const study = await open()
    const trial = await study.ask()
    const told = study.tell(trial, result as never)
    await expect(told).rejects.toMatchObject({ code: 'ERR_INVALID_VALUE', message: expect.stringContaining(message) })
    expect(study.trials[0]?.state).toBe('running')
  })

  it('names the metric or constraint that was meant', async () => {
    const study = await createStudy({
      directions: { loss: 'minimize' },
      constraints: { memory: { atMost: 9 } },
      seed: 1,
    })
    const trial = await study.ask()
    await expect(study.tell(trial, { loss: 1, memry: 2 } as never)).rejects.toMatchObject({
      code: 'ERR_UNKNOWN_METRIC',
      message: expect.stringContaining('The study has no metric or constraint "memry"; did you mean "memory"?'),
    })
    await expect(study.tell(trial, { loss: 1, f1: 2 } as never)).rejects.toThrow('"f1"; its names are loss, memory.')
  })

  it('names the states that add accepts, too', async () => {
    const study = await open()
    await expect(study.add({ x: 0 }, { state: 'done' } as never)).rejects.toThrow(
      "one of 'pruned', 'failed', 'waiting', 'running'",
    )
  })

  it('accepts a metric named state', async () => {
    const study = await createStudy({ space: search, directions: { state: 'minimize' } })
    const [one, other] = [await study.ask(), await study.ask()]
    expect(await study.tell(one, { state: 3 })).toMatchObject({ state: 'completed', values: { state: 3 } })
    expect(await study.tell(other, { state: 'pruned' })).toMatchObject({ state: 'pruned' })
  })

  it('accepts the reason of a failure', async () => {
    const study = await open()
    const told = await study.tell(await study.ask(), { state: 'failed', reason: 'memory', error: '9 GB' })
    expect(told).toMatchObject({ state: 'failed', reason: 'memory', error: '9 GB' })
  })

  it.each([
    [{ value: 3 }, { value: 3 }],
    [{ values: { value: 3 } }, { value: 3 }],
    [{ value: Number.NaN }, { value: Number.NaN }],
    [{ values: {} }, {}],
  ])('keeps the values of a pruned trial: %j', async (told, values) => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 's', storage, space: search, seed: 1 })
    const trial = await study.ask()
    trial.report(9)
    expect(await study.tell(trial, { state: 'pruned', ...told })).toMatchObject({ state: 'pruned', values })
    expect(await study.tell(trial, { state: 'pruned', ...told })).toMatchObject({ state: 'pruned', values })
    for (const { trials, finishedTrials } of [study.snapshot, await readStudy(storage, 's')]) {
      expect(trials.get(0)).toMatchObject({ values })
      expect([...finishedTrials.lastValues]).toEqual(['value' in values ? values.value : 9])
      expect([...finishedTrials.values]).toEqual([Number.NaN])
    }
    await expect(study.tell(trial, { state: 'pruned', value: 4 })).rejects.toThrow('ERR_RESULT_CONFLICT')
  })

  it('keeps some of several values and constraints of a pruned trial', async () => {
    const study = await createStudy({
      space: search,
      directions: { loss: 'minimize', time: 'minimize' },
      constraints: { memory: { atMost: 8 } },
    })
    const told = await study.tell(await study.ask(), { state: 'pruned', values: { time: 2, memory: 9 } })
    expect(told).toMatchObject({ values: { time: 2, memory: 9 } })
    expect([...study.snapshot.finishedTrials.lastValues]).toEqual([Number.NaN, 2])
    expect([...study.snapshot.finishedTrials.constraintValues]).toEqual([9])
    const wrong = study.tell(await study.ask(), { state: 'pruned', values: { los: 2 } } as never)
    await expect(wrong).rejects.toThrow('ERR_UNKNOWN_METRIC')
  })

  it('keeps the values of a trial that its pruner pauses', async () => {
    const study = await createStudy({ space: search, pruner: pauses })
    const trial = await study.ask()
    trial.report(5)
    expect(trial.shouldPrune()).toBe(true)
    expect(await study.tell(trial, { state: 'pruned', value: 4 })).toMatchObject({
      state: 'paused',
      values: { value: 4 },
    })
  })
})

describe('requeue', () => {
  it('refuses an unknown reason, and does nothing after the end', async () => {
    const study = await open()
    const trial = await study.ask()
    await expect(study.requeue(trial, 'lost' as never)).rejects.toThrow(
      "Expected the reason to be 'retry' or 'aborted'",
    )
    await study.tell(trial, 1)
    expect(await study.requeue(trial, 'retry')).toBe(false)
    expect(study.trials[0]).toMatchObject({ state: 'completed' })
  })
})

describe('the outcome of an executor', () => {
  const run = async (outcome: unknown) => {
    const study = await open()
    for (const value of [0, 1, 2]) await study.tell(await study.ask(), value)
    const before = study.trials
    const executor: Executor = {
      run: async () => ({ outcome: outcome as Outcome }),
      close: async () => {},
    }
    const error = await study.optimize(executor, { trials: 1, catch: true }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(study.trials.slice(0, 3)).toEqual(before)
    return { error, trial: study.trials[3] }
  }
  const foreign = {
    number: 1,
    attempt: 9,
    params: { x: 99 },
    startedAt: -1,
    finishedAt: 'x',
    createdAt: 'y',
    excluded: true,
    measurements: [{}],
    type: 'trial-deleted',
  }

  it.each([
    [
      { state: 'failed', reason: 'error', error: 'e' },
      { state: 'failed', reason: 'error', error: 'e' },
    ],
    [
      { state: 'failed', reason: 'not-finite', values: { value: Number.NaN } },
      { state: 'failed', values: { value: Number.NaN } },
    ],
    [
      { state: 'completed', values: { value: 7 } },
      { state: 'completed', values: { value: 7 } },
    ],
    [
      { state: 'pruned', reason: 'no use', memo: { rung: 1 }, values: { value: 3 } },
      { state: 'pruned', memo: { rung: 1 }, values: { value: 3 } },
    ],
  ])('is read field by field: %j', async (outcome, expected) => {
    const { error, trial } = await run({ ...foreign, ...outcome })
    expect(error).toBeUndefined()
    expect(trial).toMatchObject({ number: 3, attempt: 1, ...expected })
    expect(trial?.params.x).toBeLessThan(1)
    expect(trial).toMatchObject({ finishedAt: expect.any(Number), startedAt: expect.any(Number), measurements: [] })
    expect(trial).not.toHaveProperty('excluded')
  })

  it.each([
    ['no state', {}],
    ['an unknown state', { state: 'running' }],
    ['an unknown reason', { state: 'failed', reason: 'bored' }],
    ['no reason', { state: 'failed' }],
    ['values of other metrics', { state: 'completed', values: { loss: 1 } }],
    ['values of a failure that are none', { state: 'failed', reason: 'error', values: 'many' }],
    ['a memo with a prototype', { state: 'pruned', memo: JSON.parse('{"__proto__":{"x":1}}') }],
    ['null', null],
    ['a list', [{ state: 'completed' }]],
  ])('requeues its trial if it has %s', async (_, outcome) => {
    const { error, trial } = await run(outcome)
    expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_(INVALID_(VALUE|JSON)|UNKNOWN_METRIC)$/) })
    expect(trial).toMatchObject({ number: 3, state: 'waiting', requeued: 'aborted' })
  })
})

describe('an invalid answer of an executor', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 3],
    ['a list', [{ returned: 1 }]],
    ['no ending', {}],
    ['an ending of a prototype', Object.create({ returned: 1 })],
    ['an outcome that is nothing', { outcome: undefined }],
    ['a trace that is no list', { returned: 1, trace: 'x' }],
    ['a trace of nothing', { returned: 1, trace: [null] }],
    ['a trace without parameters', { returned: 1, trace: [{}] }],
    ['a trace of a prototype', { returned: 1, trace: [{ name: '__proto__', parameter: {}, value: 1 }] }],
  ])('is refused with a code, and its trial is requeued: %s', async (_, execution) => {
    const study = await createStudy({ seed: 1 })
    const executor: Executor = { run: async () => execution as never, close: async () => {} }
    const error: unknown = await study.optimize(executor, { trials: 1, catch: true }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SweetspotError)
    expect(study.trials).toMatchObject([{ number: 0, state: 'waiting', requeued: 'aborted' }])
  })
})

describe('replay', () => {
  it('ignores unknown properties of an outcome', async () => {
    const study = await open()
    for (const value of [5, 6]) await study.tell(await study.ask(), value)
    const outcome = { state: 'failed', reason: 'error', number: 0, params: { x: 99 }, finishedAt: 'x' } as const
    const third = await study.ask()
    const snapshot = replay(
      [{ type: 'trial-finished', number: third.number, attempt: 1, outcome, at: 1 }],
      study.snapshot,
    )
    expect(snapshot.trials.get(0)).toEqual(study.trials[0])
    expect(snapshot.trials.get(2)).toMatchObject({ number: 2, state: 'failed', params: third.params, finishedAt: 1 })
  })
})
