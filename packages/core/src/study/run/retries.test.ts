import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../../math/random.ts'
import { randomSampler } from '../../samplers/random.ts'
import { float } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { simulatedClock } from '../../testing/simulated-clock.ts'
import { createStudy } from '../create-study.ts'
import { retryDelay } from './retries.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const open = () => {
  const clock = simulatedClock(idle)
  const options = { space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1, clock }
  return { clock, study: createStudy({ ...options, observers: [{ notice() {} }] }) }
}

describe('retryDelay', () => {
  it('doubles up to a limit, with a share of up to a half left out, the same each time', () => {
    const key = keyFromSeed(1)
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(20), fc.integer({ min: 1, max: 1_000 }), (number, retry, delay) => {
        const longest = Math.min(60_000, delay * 2 ** retry)
        const one = retryDelay({ times: 99, delay }, key, number, retry)
        expect(one).toBeLessThanOrEqual(longest)
        expect(one).toBeGreaterThanOrEqual(longest / 2)
        expect(retryDelay({ times: 99, delay }, key, number, retry)).toBe(one)
      }),
    )
    const spread = new Set([0, 1, 2, 3].map((number) => retryDelay({ times: 1, delay: 1_000 }, key, number, 0)))
    expect(spread.size).toBe(4)
    expect(retryDelay(3, key, 0, 0)).toBe(0)
    expect(retryDelay({ times: 1, delay: 300_000 }, key, 0, 0)).toBeGreaterThanOrEqual(150_000)
    expect(retryDelay({ times: 9, delay: 300_000 }, key, 0, 8)).toBeLessThanOrEqual(300_000)
    expect(retryDelay({ times: 3, delay: 8, factor: 1, maxDelay: 4 }, key, 0, 9)).toBeLessThanOrEqual(4)
  })
})

describe('retries with a delay', () => {
  it('name the option that was meant', async () => {
    const study = await createStudy({ seed: 1 })
    const retries = { times: 1, maxTimeout: 5 } as never
    await expect(study.optimize(() => 1, { trials: 1, retries })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      message: expect.stringContaining('Unknown option "maxTimeout" of retries; did you mean "maxDelay"?'),
    })
  })

  it('wait longer each time, by the clock of the study', async () => {
    const { clock, study: opening } = open()
    const study = await opening
    const times: number[] = []
    const objective = () => {
      times.push(clock.now())
      if (times.length < 4) throw new Error('429 Too Many Requests')
      return 1
    }
    const retries = { times: 5, delay: 1_000 }
    await clock.until(study.optimize(objective, { trials: 1, retries }))
    const { key } = study.snapshot
    const waits = times.slice(1).map((time, index) => time - (times[index] as number))
    expect(waits).toEqual([0, 1, 2].map((retry) => retryDelay(retries, key, 0, retry)))
    expect(study.trials).toMatchObject([{ state: 'completed', attempt: 4, requeues: { retry: 3 } }])
  })

  it('do not count towards the time of the trial', async () => {
    const { clock, study: opening } = open()
    const study = await opening
    const objective = ({ attempt }: { readonly attempt: number }) => {
      if (attempt < 3) throw new Error('busy')
      return 1
    }
    const options = { trials: 1, retries: { times: 3, delay: 10_000 }, trialTimeout: 100 }
    await clock.until(study.optimize(objective, options))
    expect(study.trials).toMatchObject([{ state: 'completed', attempt: 3 }])
  })

  it('end immediately with the signal, and the trial is requeued', async () => {
    const { clock, study: opening } = open()
    const study = await opening
    const controller = new AbortController()
    const failing = () => {
      throw new Error('busy')
    }
    const run = study.optimize(failing, { retries: { times: 3, delay: 50_000 }, signal: controller.signal })
    await clock.advance(10)
    expect(study.snapshot.running).toHaveLength(1)
    controller.abort('enough')
    expect(await run).toEqual({ reason: 'aborted', abortReason: 'enough', trialCount: 0 })
    expect(clock.now()).toBe(10)
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted' }])
  })

  it('end immediately if the trial is cancelled, the study is closed, or another trial ends the call', async () => {
    const { clock, study: opening } = open()
    const study = await opening
    const failing = ({ number }: { readonly number: number }) => {
      if (number === 2) return 0
      throw new Error('busy')
    }
    const options = { retries: { times: 3, delay: 50_000 }, catch: true, trials: 1 }
    const cancelled = study.optimize(failing, options)
    await clock.advance(10)
    await study.cancel(0)
    expect((await cancelled).reason).toBe('trials')
    const ended = study.optimize(failing, { ...options, trials: 9, concurrency: 2, target: 0 })
    await clock.advance(10)
    expect((await ended).reason).toBe('target')
    expect(study.trials[1]).toMatchObject({ state: 'waiting', requeued: 'retry' })
    const closed = study.optimize(failing, options)
    await clock.advance(10)
    await study.close()
    await expect(closed).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    expect(clock.now()).toBe(30)
  })

  it.each([
    [-1],
    [1.5],
    ['3'],
    [null],
    [{}],
    [{ delay: 5 }],
    [{ times: -1 }],
    [{ times: 1, delay: -1 }],
    [{ times: 1, delay: Number.NaN }],
    [{ times: 1, delay: Number.POSITIVE_INFINITY }],
    [{ times: 1, factor: 0.5 }],
    [{ times: 1, maxDelay: '9' }],
    [{ times: 1, backoff: 2 }],
    [[3]],
  ])('refuse %o', async (retries) => {
    const study = await open().study
    await expect(study.optimize(() => 1, { trials: 1, retries: retries as never })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    })
  })
})
