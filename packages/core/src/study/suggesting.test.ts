/** What happens while a sampler makes a suggestion, which may take minutes. */
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { createStudy } from './create-study.ts'
import type { Study } from './study.ts'
import type { StudyOptions } from './study-options.ts'

type Point = { readonly x: number }
type TestStudy = Study<Point, 'value'>
type Options = StudyOptions<Point, 'value', never>

const search = space({ x: float(0, 1) })
const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A sampler that calls a function before each suggestion, with the number of suggestions so far. */
function sampling(during: (calls: number) => Promise<unknown>) {
  let calls = 0
  const sampler: Sampler = {
    name: 'slow',
    suggest: async (snapshot, request) => {
      calls += 1
      await during(calls)
      return randomSampler().suggest(snapshot, request)
    },
  }
  return { sampler, calls: () => calls }
}

const open = (sampler: Sampler, options: Options = {}): Promise<TestStudy> =>
  createStudy<Point>({ space: search, seed: 1, observers: [{ notice() {} }], ...options, sampler })

/** A study with a running trial, and a suggestion under way until `release` is called. */
async function suggesting(options: Options = {}) {
  const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { sampler, calls } = sampling(async (call) => {
    if (call !== 2) return
    started.resolve()
    await gate.promise
  })
  const study = await open(sampler, options)
  const trial = await study.ask()
  return { study, trial, calls, started: started.promise, release: gate.resolve }
}

describe('while a sampler makes a suggestion', () => {
  it('results are recorded, and the suggestion is used', async () => {
    const { study, trial, calls, started, release } = await suggesting()
    const asked = study.ask()
    await started
    trial.report(2)
    await study.tell(trial, 1)
    await study.annotate({ note: 1 })
    expect(study.best).toMatchObject({ number: 0, value: 1 })
    release()
    expect(await asked).toMatchObject({ number: 1 })
    expect(calls()).toBe(2)
  })

  it.each([
    ['cancelled', (study: TestStudy) => study.cancel(0)],
    ['deleted', (study: TestStudy) => study.delete(0)],
  ])('a running trial can be %s', async (_, end) => {
    const { study, trial, started, release } = await suggesting()
    const asked = study.ask()
    await started
    await end(study)
    expect(trial.signal.aborted).toBe(true)
    release()
    expect(await asked).toMatchObject({ number: 1 })
  })

  it('other calls of the study do not wait, and the sampler may await them', async () => {
    const { sampler } = sampling(async () => {
      await study.refresh()
      await study.annotate({ suggested: true })
    })
    const study: TestStudy = await open(sampler)
    expect(await study.ask()).toMatchObject({ number: 0 })
    expect(study.snapshot.attributes).toEqual({ suggested: true })
  })

  it('a queued trial runs first', async () => {
    const { study, started, release } = await suggesting()
    const asked = study.ask()
    await started
    await study.enqueue({ x: 0.125 })
    release()
    expect((await asked).params).toEqual({ x: 0.125 })
  })

  it.each([
    ['paused', 'ERR_STUDY_PAUSED', (study: TestStudy) => study.pause()],
    ['stopped', 'ERR_STUDY_STOPPED', (study: TestStudy) => study.stop()],
  ])('a study that is %s starts no trial', async (_, code, change) => {
    const { study, started, release } = await suggesting()
    const asked = study.ask()
    await started
    await change(study)
    release()
    await expect(asked).rejects.toMatchObject({ code })
    expect(study.trials).toHaveLength(1)
  })

  it('the suggestions of other calls wait, and know its trial', async () => {
    const running: number[] = []
    const { suggest } = randomSampler()
    const sampler: Sampler = {
      name: 'noting',
      suggest: async (snapshot, request) => {
        running.push(snapshot.running.length)
        await idle()
        return suggest(snapshot, request)
      },
    }
    const study = await open(sampler)
    const trials = await Promise.all([study.ask(), study.ask(), study.ask()])
    expect(new Set(trials.map(({ number }) => number))).toEqual(new Set([0, 1, 2]))
    expect(new Set(running)).toEqual(new Set([0, 1, 2]))
  })

  it('closing the study does not wait for it', async () => {
    const { study, started } = await suggesting()
    const asked = study.ask()
    const refused = expect(asked).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    await started
    await study.close()
    await refused
  })

  it('an error of the sampler after the study was closed is not unhandled', async () => {
    const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { sampler } = sampling(async () => {
      started.resolve()
      await gate.promise
      throw new Error('too late')
    })
    const study = await open(sampler)
    const refused = expect(study.ask()).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    await started.promise
    await study.close()
    await refused
    gate.resolve()
    await idle()
  })
})

describe('optimize, while a sampler makes a suggestion', () => {
  it('ends immediately when it is aborted, and starts no trial', async () => {
    const [started, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { sampler } = sampling(async () => {
      started.resolve()
      await gate.promise
    })
    const study = await open(sampler)
    const aborting = new AbortController()
    const result = study.optimize(() => 1, { signal: aborting.signal })
    await started.promise
    aborting.abort('enough')
    expect(await result).toEqual({ reason: 'aborted', trialCount: 0, abortReason: 'enough' })
    gate.resolve()
    await idle()
    expect(study.trials).toEqual([])
    expect(await study.optimize(() => 1, { trials: 1 })).toEqual({ reason: 'trials', trialCount: 1 })
  })

  it('starts no trial after its timeout', async () => {
    const clock = simulatedClock(idle)
    const { sampler } = sampling(() => new Promise<void>((resolve) => void clock.after(300, resolve)))
    const study = await open(sampler, { clock })
    const started: number[] = []
    const result = study.optimize(() => started.push(clock.now()), { timeout: 700 })
    expect(await clock.until(result)).toEqual({ reason: 'timeout', trialCount: 2 })
    expect(started).toEqual([300, 600])
    expect(study.trials).toHaveLength(2)
  })

  it('starts no trial after another one has met a limit', async () => {
    const clock = simulatedClock(idle)
    const { sampler } = sampling(() => new Promise<void>((resolve) => void clock.after(300, resolve)))
    const rule = { name: 'one is done', isMet: ({ counts }: TestStudy['snapshot']) => counts.completed > 0 }
    for (const limit of [{ target: 1 }, { stopping: [rule] }]) {
      const study = await open(sampler, { clock })
      const objective = () => new Promise<number>((resolve) => void clock.after(100, () => resolve(1)))
      const { trialCount } = await clock.until(study.optimize(objective, { ...limit, concurrency: 2 }))
      expect(trialCount).toBe(1)
      expect(study.trials.map(({ state }) => state)).toEqual(['completed'])
    }
  })

  it('starts no trial after the study was stopped by another process', async () => {
    const storage = memoryStorage()
    const named = { storage, name: 's', loadIfExists: true }
    const { sampler } = sampling(async () => {
      await other.stop()
      await study.refresh()
    })
    const study: TestStudy = await open(sampler, named)
    const other: TestStudy = await open(randomSampler(), named)
    expect(await study.optimize(() => 1)).toEqual({ reason: 'stopped', trialCount: 0 })
    expect(study.trials).toEqual([])
  })
})
