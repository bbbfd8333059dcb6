import { describe, expect, it } from 'vitest'
import { studyError } from '../../errors.ts'
import { memoryStorage } from '../../journal/memory-storage.ts'
import { gridSampler } from '../../samplers/grid.ts'
import { randomSampler } from '../../samplers/random.ts'
import { choice, float, int, type Parameter } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { type SimulatedClock, simulatedClock } from '../../testing/simulated-clock.ts'
import type { FinishedTrial } from '../../trial/trial-record.ts'
import type { TotalTrials } from '../asking/total-trials.ts'
import { createStudy } from '../create-study.ts'
import type { Trial } from '../live/trial.ts'
import { TrialPruned } from '../results/outcome.ts'
import type { Study } from '../study.ts'
import type { Executor } from './executor.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const search = space({ x: float(0, 1) })
const open = (clock?: SimulatedClock) =>
  createStudy({ space: search, sampler: randomSampler(), seed: 1, ...(clock && { clock }) })
const waits = (clock: SimulatedClock, delay: number) => () =>
  new Promise<number>((resolve) => void clock.after(delay, () => resolve(1)))

describe('limits', () => {
  it('runs the given number of trials', async () => {
    const study = await open()
    expect(await study.optimize(({ params }) => params.x, { trials: 5 })).toEqual({ reason: 'trials', trialCount: 5 })
    expect(study.trials).toHaveLength(5)
    expect(await study.optimize(() => 1, { trials: 0 })).toEqual({ reason: 'trials', trialCount: 0 })
  })

  it.each([[undefined], [{}], [{ run: 1 }]])('refuses the objective %o', async (objective) => {
    const study = await open()
    await expect(study.optimize(objective as never, { trials: 1 })).rejects.toThrow(
      'Expected the objective to be a function',
    )
  })

  it('refuses a number instead of options', async () => {
    const study = await open()
    await expect(study.optimize(() => 1, 10 as never)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
  })

  it('runs until the study has totalTrials trials', async () => {
    const study = await open()
    await study.optimize(() => 1, { trials: 3 })
    await study.add({ x: 0.5 }, 1)
    const result = await study.optimize(() => 1, { totalTrials: 6, concurrency: 4 })
    expect(result).toEqual({ reason: 'trials', trialCount: 2 })
    expect(study.trials).toHaveLength(6)
  })

  it('runs until totalTrials is reached in a state, at any concurrency', async () => {
    for (const concurrency of [1, 3]) {
      const study = await open()
      await study.add({ x: 0.5 }, 1)
      const objective = ({ number }: { readonly number: number }) => {
        if (number % 3 === 1) throw new Error('no')
        if (number % 3 === 2) throw new TrialPruned()
        return 1
      }
      const until = (totalTrials: TotalTrials) => study.optimize(objective, { totalTrials, concurrency, catch: true })
      expect((await until({ completed: 4 })).reason).toBe('trials')
      expect(study.snapshot.counts.completed).toBe(4)
      expect(await until({ completed: 4, failed: 100 })).toEqual({ reason: 'trials', trialCount: 0 })
      await until({ completed: 1_000, failed: 5 })
      expect(study.snapshot.counts.failed).toBeGreaterThanOrEqual(5)
      expect(study.snapshot.counts.failed).toBeLessThan(5 + concurrency)
    }
  })

  it('counts running trials as completed, and replaces one that fails', async () => {
    const study = await open()
    const [one, two] = [
      await study.ask({ totalTrials: { completed: 2 } }),
      await study.ask({ totalTrials: { completed: 2 } }),
    ]
    expect(await study.ask({ totalTrials: { completed: 2 } })).toBeUndefined()
    await study.tell(one?.number ?? -1, { state: 'failed' })
    expect((await study.ask({ totalTrials: { completed: 2 } }))?.number).toBe(2)
    await study.tell(two?.number ?? -1, 1)
    expect(await study.ask({ totalTrials: { completed: 2 } })).toBeUndefined()
  })

  it.each([[-1], [1.5], [{}], [{ completed: -1 }], [{ complete: 5 }], [{ running: 5 }], [null], ['5'], [[5]]])(
    'refuses %o as a total',
    async (totalTrials) => {
      const study = await open()
      await expect(study.optimize(() => 1, { totalTrials: totalTrials as never })).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
      })
    },
  )

  it('stops when the target is reached or exceeded', async () => {
    const study = await open()
    let value = 10
    const result = await study.optimize(() => (value -= 1), { trials: 20, target: 6.5 })
    expect(result).toEqual({ reason: 'target', trialCount: 4 })
    expect(await study.optimize(() => 0, { trials: 20, target: 6 })).toEqual({ reason: 'target', trialCount: 0 })
    const up = await createStudy({ space: search, direction: 'maximize' })
    expect(await up.optimize(() => 1, { target: 1 })).toEqual({ reason: 'target', trialCount: 1 })
  })

  it('starts no trial after the timeout and finishes running ones', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const result = await clock.until(study.optimize(waits(clock, 40), { timeout: 100, concurrency: 2 }))
    expect(result).toEqual({ reason: 'timeout', trialCount: 6 })
    expect(clock.now()).toBe(120)
  })

  it('handles timeouts and signals although objectives never wait', async () => {
    const study = await open()
    expect((await study.optimize(() => 1, { timeout: 60 })).reason).toBe('timeout')
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 60)
    expect((await study.optimize(() => 1, { signal: controller.signal })).reason).toBe('aborted')
  })

  it('ends when every combination has been tried', async () => {
    const study = await createStudy({ space: space({ n: int(1, 4) }), sampler: randomSampler() })
    expect(await study.optimize(({ params }) => params.n, { trials: 10, concurrency: 3 })).toEqual({
      reason: 'exhausted',
      trialCount: 4,
    })
    expect(new Set(study.trials.map(({ params }) => params.n)).size).toBe(4)
  })

  it.each([
    [{ trials: -1 }],
    [{ trials: 1.5 }],
    [{ totalTrials: Number.NaN }],
    [{ concurrency: 0 }],
    [{ concurrency: Number.POSITIVE_INFINITY }],
    [{ retries: -1 }],
    [{ timeout: 0 }],
    [{ trialTimeout: -5 }],
    [{ maxConsecutiveFailures: 0 }],
    [{ target: Number.NaN }],
    [{ trials: '5' as never }],
  ])('refuses %o', async (options) => {
    const study = await open()
    await expect(study.optimize(() => 1, options)).rejects.toThrow('ERR_INVALID_ARGUMENT')
  })

  it('refuses a target in a study of several metrics', async () => {
    const study = await createStudy({ space: search, directions: { a: 'minimize', b: 'minimize' } })
    await expect(study.optimize(() => ({ a: 1, b: 1 }), { target: 1 })).rejects.toThrow('ERR_MULTIPLE_OBJECTIVES')
  })
})

describe('concurrency', () => {
  it('keeps this many trials running, with the same trials as a single lane', async () => {
    const params = async (concurrency: number) => {
      const clock = simulatedClock(idle)
      const study = await open(clock)
      let running = 0
      let most = 0
      const objective = async () => {
        running += 1
        most = Math.max(most, running)
        await waits(clock, 10)()
        running -= 1
        return 1
      }
      await clock.until(study.optimize(objective, { trials: 12, concurrency }))
      expect(most).toBe(concurrency)
      return study.trials.map(({ params }) => params)
    }
    expect(await params(4)).toEqual(await params(1))
  })

  it('lets the others finish when one objective throws', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const objective = async ({ number }: { number: number }) => {
      await waits(clock, number === 1 ? 5 : 50)()
      if (number === 1) throw new Error('boom')
      return 1
    }
    await expect(clock.until(study.optimize(objective, { concurrency: 3 }))).rejects.toThrow('boom')
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'failed', 'completed'])
  })
})

describe('failures', () => {
  it.each([new Error('boom'), 'boom', { toString: () => 'boom' }])(
    'records and rethrows what is thrown: %s',
    async (thrown) => {
      const study = await open()
      const run = study.optimize(() => Promise.reject(thrown))
      await expect(run).rejects.toBe(thrown)
      expect(study.trials).toMatchObject([{ state: 'failed', reason: 'error', error: 'boom' }])
    },
  )

  it.each([undefined, null, Object.create(null), Symbol('s'), { toString: 1 }, ''])(
    'survives that %o is thrown',
    async (thrown) => {
      const study = await open()
      const run = study.optimize(() => Promise.reject(thrown), { trials: 3 })
      const caught = await run.then(
        () => 'nothing',
        (error: unknown) => ({ error }),
      )
      expect(caught).toEqual({ error: thrown })
      expect(study.trials).toMatchObject([{ state: 'failed', reason: 'error' }])
      expect((await study.optimize(() => Promise.reject(thrown), { trials: 3, catch: true })).trialCount).toBe(3)
    },
  )

  it('continues as catch says, also by type of error', async () => {
    const study = await open()
    const failing = ({ number }: { number: number }) => {
      if (number % 2 === 0) throw new RangeError(`no ${number}`)
      return number
    }
    expect(await study.optimize(failing, { trials: 4, catch: true })).toEqual({ reason: 'trials', trialCount: 4 })
    const seen: [unknown, FinishedTrial['state']][] = []
    const select = (error: unknown, trial: { state: FinishedTrial['state'] }) => {
      seen.push([error, trial.state])
      return error instanceof RangeError
    }
    await study.optimize(failing, { trials: 2, catch: select })
    expect(seen).toEqual([[new RangeError('no 4'), 'failed']])
    await expect(study.optimize(() => Promise.reject(new Error('other')), { catch: select })).rejects.toThrow('other')
  })

  it.each([undefined, 'good', null, {}])('treats the result %o as an error of the objective', async (result) => {
    const study = await open()
    await expect(study.optimize(() => result as never, { retries: 5 })).rejects.toThrow('ERR_INVALID_VALUE')
    expect(study.trials).toMatchObject([{ state: 'failed', attempt: 1 }])
  })

  it('records NaN and infinite values, continues, and does not retry them', async () => {
    const study = await open()
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]
    await study.optimize(({ number }) => values[number] as number, { trials: 4, retries: 3 })
    expect(study.trials.map(({ state, attempt }) => `${state} ${attempt}`)).toEqual([
      'failed 1',
      'failed 1',
      'failed 1',
      'completed 1',
    ])
    expect(study.best.number).toBe(3)
  })

  it('rejects after maxConsecutiveFailures failures of any kind', async () => {
    const study = await open()
    const outcomes = [Number.NaN, 1, Number.NaN, 'throw', Number.NaN, 1]
    const objective = ({ number }: { number: number }) => {
      const outcome = outcomes[number]
      if (typeof outcome === 'string') throw new Error('boom')
      return outcome as number
    }
    const run = study.optimize(objective, { trials: 6, catch: true, maxConsecutiveFailures: 3 })
    await expect(run).rejects.toThrow('3 trials failed in a row. The last error: value is NaN. ')
    expect(study.trials).toHaveLength(5)
  })

  it('records TrialPruned as pruned, even if errors end the call', async () => {
    const study = await open()
    const objective = () => {
      throw new TrialPruned()
    }
    expect(await study.optimize(objective, { trials: 2, maxConsecutiveFailures: 1 })).toMatchObject({ trialCount: 2 })
    expect(study.snapshot.counts.pruned).toBe(2)
  })

  it('checks outcomes of an executor like return values of an objective', async () => {
    const study = await open()
    const values: Record<string, number>[] = [{ value: Number.NaN }, { value: 0.5 }, { loss: 1 }]
    const executor: Executor = {
      run: async ({ number }) => ({ outcome: { state: 'completed', values: values[number] ?? {} } }),
      close: async () => {},
    }
    await study.optimize(executor, { trials: 2 })
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'completed'])
    expect(study.best.number).toBe(1)
    await expect(study.optimize(executor, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_UNKNOWN_METRIC' })
    expect(study.trials[2]).toMatchObject({ state: 'waiting', requeued: 'aborted' })
  })

  it.each([
    ['is none', { kind: 'float', low: 1, high: 0, scale: 'linear' }, 1, 'ERR_INVALID_RANGE'],
    ['is of no known kind', { kind: 'vector' } as unknown as Parameter, 1, 'ERR_INVALID_JSON'],
    ['does not have the value', { kind: 'float', low: 0, high: 1, scale: 'linear' }, 2, 'ERR_INVALID_PARAMS'],
  ] as const)('requeues the trial if a parameter of the trace %s', async (_, parameter, value, code) => {
    const study = await createStudy({ sampler: randomSampler(), seed: 1 })
    const executor: Executor = {
      run: async () => ({ returned: 1, trace: [{ name: 'x', parameter, value }] }),
      close: async () => {},
    }
    await expect(study.optimize(executor, { trials: 1 })).rejects.toMatchObject({ code })
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted', params: {} }])
    expect(study.snapshot.space.dimensions).toEqual([])
  })

  it.each([
    ['cancelled', (study: Study, number: number) => study.cancel(number)],
    ['told', (study: Study, number: number) => study.tell(number, 7)],
    ['deleted', (study: Study, number: number) => study.delete(number)],
  ])('passes over a trial that is %s before the executor returns its trace', async (_, end) => {
    const notices: string[] = []
    const observers = [{ notice: (text: string) => notices.push(text) }]
    const study: Study = await createStudy({ sampler: randomSampler(), seed: 1, observers })
    const executor: Executor = {
      run: async ({ number }) => {
        if (number === 1) await end(study, number)
        return { returned: 1, trace: [{ name: 'x', parameter: float(0, 1), value: number / 10 }] }
      },
      close: async () => {},
    }
    expect(await study.optimize(executor, { trials: 4 })).toEqual({ reason: 'trials', trialCount: 3 })
    expect(study.snapshot.counts).toMatchObject({ running: 0, waiting: 0 })
    expect(notices).toEqual([expect.stringContaining('The result of trial 1 is not used')])
  })

  it('rejects if the executor fails with the error of an ended trial, although the trial runs', async () => {
    const study = await open()
    const error = studyError('ERR_TRIAL_NOT_RUNNING', 'Attempt 1 of trial 0 has ended.')
    const executor: Executor = { run: () => Promise.reject(error), close: async () => {} }
    await expect(study.optimize(executor, { trials: 1 })).rejects.toBe(error)
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted' }])
  })

  it('ignores the trace in a declared space', async () => {
    const study = await open()
    const executor: Executor = {
      run: async () => ({ returned: 1, trace: [{ name: 'y', parameter: int(1, 3), value: 2 }] }),
      close: async () => {},
    }
    await study.optimize(executor, { trials: 1 })
    expect(Object.keys(study.best.params)).toEqual(['x'])
  })

  it('requeues the trial and rejects if the executor fails', async () => {
    const study = await open()
    let broken = true
    const executor: Executor = {
      run: async () => {
        if (broken) throw new Error('no threads left')
        return { outcome: { state: 'completed', values: { value: 1 } } }
      },
      close: async () => {},
    }
    await expect(study.optimize(executor, { trials: 1 })).rejects.toThrow('no threads left')
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted' }])
    broken = false
    await study.optimize(executor, { trials: 1 })
    expect(study.trials).toMatchObject([{ state: 'completed', attempt: 2 }])
  })
})

describe('retries', () => {
  it('run the same params again, as the same trial', async () => {
    const study = await open()
    const seen: [number, number, number][] = []
    const objective = ({ number, attempt, params }: { number: number; attempt: number; params: { x: number } }) => {
      seen.push([number, attempt, params.x])
      if (number === 1 && attempt < 3) throw new Error('flaky')
      return 1
    }
    expect(await study.optimize(objective, { trials: 3, retries: 2 })).toEqual({ reason: 'trials', trialCount: 3 })
    expect(seen.map(([number, attempt]) => `${number}/${attempt}`)).toEqual(['0/1', '1/1', '1/2', '1/3', '2/1'])
    expect(new Set(seen.map(([, , x]) => x)).size).toBe(3)
    expect(study.trials[1]).toMatchObject({ state: 'completed', attempt: 3, requeues: { retry: 2 } })
  })

  it('keep attributes of failed attempts, unless a later attempt replaces them', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 's', storage, space: search, seed: 1 })
    const seen: unknown[] = []
    const flaky = ({ attempt, attributes, annotate }: Trial) => {
      seen.push(attributes)
      annotate('tries', attempt)
      annotate(`host ${attempt}`, { name: 'a' })
      if (attempt < 3) throw new Error('flaky')
      return 1
    }
    await study.optimize(flaky, { trials: 1, retries: 2 })
    const hosts = { 'host 1': { name: 'a' }, 'host 2': { name: 'a' } }
    expect(seen).toEqual([{}, { tries: 1, 'host 1': { name: 'a' } }, { tries: 2, ...hosts }])
    const reader = await createStudy({ name: 's', storage, loadIfExists: true })
    const all = { tries: 3, ...hosts, 'host 3': { name: 'a' } }
    expect([study, reader].map(({ trials }) => trials[0]?.attributes)).toEqual([all, all])
  })

  it('are limited, and then the trial fails', async () => {
    const study = await open()
    const fail = () => Promise.reject(new Error('always'))
    await study.optimize(fail, { trials: 2, retries: 1, catch: true })
    expect(study.trials).toMatchObject([
      { state: 'failed', attempt: 2, error: 'always' },
      { state: 'failed', attempt: 2 },
    ])
  })

  it('are not used up by interruptions', async () => {
    const study = await open()
    for (let times = 0; times < 5; times += 1) {
      const controller = new AbortController()
      await study.optimize(
        ({ signal }) => {
          controller.abort()
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
        },
        { signal: controller.signal },
      )
    }
    let tries = 0
    const flaky = () => {
      tries += 1
      if (tries === 1) throw new Error('flaky')
      return 1
    }
    await study.optimize(flaky, { trials: 1, retries: 1 })
    expect(study.trials).toMatchObject([{ state: 'completed', requeues: { aborted: 5, retry: 1 }, attempt: 7 }])
  })

  it('are made within the call, even if other lanes are idle', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const objective = async ({ number, attempt }: { number: number; attempt: number }) => {
      await waits(clock, number === 0 ? 100 : 10)()
      if (number === 0 && attempt === 1) throw new Error('late')
      return 1
    }
    await clock.until(study.optimize(objective, { trials: 3, retries: 1, concurrency: 2 }))
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed'])
  })

  it('are made within the call with totalTrials', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const objective = async ({ number, attempt }: { number: number; attempt: number }) => {
      await waits(clock, number === 0 ? 100 : 10)()
      if (number === 0 && attempt === 1) throw new Error('late')
      return 1
    }
    await clock.until(study.optimize(objective, { totalTrials: 3, retries: 1, concurrency: 2 }))
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed'])
  })
})

describe('aborting', () => {
  it('stops immediately; interrupted trials run again with the same params in the next call', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const controller = new AbortController()
    const reasons: unknown[] = []
    const run = study.optimize(
      ({ signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason))
        return waits(clock, 1_000)()
      },
      { concurrency: 3, signal: controller.signal },
    )
    await clock.advance(10)
    const before = study.snapshot.running.map(({ params }) => params)
    controller.abort('enough')
    expect(await run).toEqual({ reason: 'aborted', abortReason: 'enough', trialCount: 0 })
    expect(clock.now()).toBe(10)
    expect(reasons).toEqual(['enough', 'enough', 'enough'])
    expect(study.trials).toMatchObject(before.map(() => ({ state: 'waiting', requeued: 'aborted', attempt: 1 })))
    await study.optimize(() => 1, { trials: 3 })
    expect(study.trials).toHaveLength(3)
    expect(study.trials).toMatchObject(before.map((params) => ({ state: 'completed', attempt: 2, params })))
  })

  it('keeps attributes of a requeued trial', async () => {
    const study = await open()
    const controller = new AbortController()
    const objective = ({ annotate, signal }: Trial<{ x: number }>) => {
      annotate('checkpoint', 'epoch 7')
      controller.abort()
      return new Promise<number>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
    }
    await study.optimize(objective, { signal: controller.signal })
    expect(study.trials).toMatchObject([{ state: 'waiting', attributes: { checkpoint: 'epoch 7' } }])
    expect((await study.ask()).attributes).toEqual({ checkpoint: 'epoch 7' })
  })

  it('runs no trial if the signal is already aborted', async () => {
    const study = await open()
    const result = await study.optimize(() => 1, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ reason: 'aborted', trialCount: 0, abortReason: { name: 'AbortError' } })
    expect(study.snapshot.trials.next).toBe(0)
  })

  it('keeps the reports of an interrupted attempt away from the next one', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const controller = new AbortController()
    let late: (() => void) | undefined
    const first = study.optimize(
      (trial) => {
        trial.report(7)
        late = () => trial.report(8)
        return waits(clock, 50)()
      },
      { signal: controller.signal, trials: 1 },
    )
    await clock.advance(1)
    controller.abort()
    await first
    const second = study.optimize(waits(clock, 50), { trials: 1 })
    await clock.advance(1)
    expect(late).toThrow('ERR_TRIAL_NOT_RUNNING')
    await clock.until(second)
    expect(study.trials[0]?.measurements).toEqual([])
    const [interrupted] = study.trials[0]?.earlierAttempts ?? []
    expect(interrupted?.measurements.map(({ values }) => values.value)).toEqual([7])
  })
})

describe('trialTimeout', () => {
  it('fails a trial that takes too long, aborts its signal and continues', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const reasons: unknown[] = []
    const result = await clock.until(
      study.optimize(
        ({ number, signal }) => {
          signal.addEventListener('abort', () => reasons.push(signal.reason))
          return waits(clock, number === 1 ? 500 : 20)()
        },
        { trials: 3, trialTimeout: 100, retries: 2 },
      ),
    )
    expect(result).toEqual({ reason: 'trials', trialCount: 3 })
    expect(clock.now()).toBe(140)
    expect(study.trials).toMatchObject([
      { state: 'completed' },
      { state: 'failed', reason: 'timeout', attempt: 1 },
      { state: 'completed' },
    ])
    expect(reasons).toEqual([expect.objectContaining({ code: 'ERR_TRIAL_TIMEOUT' })])
  })

  it('leaves no timer behind', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    await study.optimize(() => 1, { trials: 5, trialTimeout: 100, timeout: 1_000 })
    // The heartbeat of the study, and its digest.
    expect(clock.timers).toBe(2)
    await study.close()
    expect(clock.timers).toBe(0)
  })
})

describe('onTrial, observers and notices', () => {
  it('calls onTrial after each trial is stored, and rejects with its error', async () => {
    const study = await open()
    const seen: string[] = []
    await study.optimize(({ number }) => number, {
      trials: 3,
      onTrial: ({ number }) => seen.push(`${number} ${study.snapshot.trials.get(number)?.state}`),
      observer: { trialFinished: ({ number }) => seen.push(`observed ${number}`) },
    })
    expect(seen).toEqual(['observed 0', '0 completed', 'observed 1', '1 completed', 'observed 2', '2 completed'])
    const stop = study.optimize(() => 1, {
      onTrial: () => {
        throw new Error('stop here')
      },
    })
    await expect(stop).rejects.toThrow('stop here')
    expect(study.trials).toHaveLength(4)
    await study.optimize(() => 1, { trials: 1 })
    expect(seen).toHaveLength(6)
  })

  it('sends a notice of the cost of a grid before it starts', async () => {
    const study = await createStudy({
      space: space({ a: int(1, 100), b: int(1, 30), c: choice(['u', 'v']) }),
      sampler: gridSampler(),
    })
    const notices: string[] = []
    await study.optimize(() => 1, { trials: 2, observer: { notice: (text) => notices.push(text) } })
    expect(notices).toEqual(['The grid has 6,000 combinations; only the first 2 will be tried.'])
    await study.optimize(() => 1, { totalTrials: 3, observer: { notice: (text) => notices.push(text) } })
    expect(notices[1]).toContain('only the first 3 will be tried')
  })

  it('sends no notice if the call finishes the grid', async () => {
    const study = await createStudy({ space: space({ a: int(1, 4) }), sampler: gridSampler() })
    const notices: string[] = []
    const observer = { notice: (text: string) => notices.push(text) }
    await study.optimize(() => 1, { totalTrials: 2, observer })
    await study.optimize(() => 1, { trials: 2, observer })
    expect(notices).toEqual(['The grid has 4 combinations; only the first 2 will be tried.'])
  })

  it('sends a notice if another process ended a trial, and continues', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const notices: string[] = []
    study.observe({ notice: (text) => notices.push(text) })
    const run = study.optimize(waits(clock, 100), { trials: 2 })
    await clock.advance(10)
    await study.tell(0, 5)
    expect(await clock.until(run)).toEqual({ reason: 'trials', trialCount: 1 })
    expect(notices).toEqual([expect.stringContaining('The result of trial 0 is not used')])
    expect(study.trials).toMatchObject([{ values: { value: 5 } }, { values: { value: 1 } }])
  })

  it('does not count a trial that another process failed as a failure of the objective', async () => {
    const clock = simulatedClock(idle)
    const study = await open(clock)
    const notices: string[] = []
    study.observe({ notice: (text) => notices.push(text) })
    const run = study.optimize(waits(clock, 100), { trials: 2 })
    await clock.advance(10)
    await study.tell(0, { state: 'failed', error: 'gone wrong' })
    expect(await clock.until(run)).toEqual({ reason: 'trials', trialCount: 1 })
    expect(notices).toEqual([expect.stringContaining('The result of trial 0 is not used')])
    expect(study.trials).toMatchObject([{ error: 'gone wrong' }, { values: { value: 1 } }])
  })
})

it('accepts destructured functions of a trial', async () => {
  const study = await open()
  await study.optimize(
    async ({ params: { x }, report, shouldPrune, annotate, signal, number }) => {
      report(x)
      annotate('twice', x * 2)
      return shouldPrune() || signal.aborted ? number : x
    },
    { trials: 2 },
  )
  expect(study.trials[0]?.attributes).toEqual({ twice: 2 * (study.trials[0]?.params.x as number) })
})
