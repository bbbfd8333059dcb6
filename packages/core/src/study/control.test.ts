import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { createStudy } from './create-study.ts'
import type { StudyChange } from './observing/written.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const quiet = [{ notice() {} }]

/** Two handles on one study, like those of two processes, and their events. */
async function pair() {
  const storage = memoryStorage()
  const open = () =>
    createStudy({
      name: 's',
      storage,
      space: space({ x: float(0, 1) }),
      sampler: randomSampler(),
      seed: 1,
      loadIfExists: true,
      observers: quiet,
    })
  return { storage, here: await open(), there: await open() }
}

describe('a study controlled by another process', () => {
  it('is followed: starts, reports, attributes and ends of other processes', async () => {
    const { here, there } = await pair()
    const seen: string[] = []
    const following = (async () => {
      for await (const { events, snapshot } of there.changes()) {
        for (const event of events) seen.push('number' in event ? `${event.type} ${event.number}` : event.type)
        if (snapshot.counts.completed === 2) return
      }
    })()
    await here.optimize(
      async ({ report, annotate, params }) => {
        report(0.5)
        annotate('host', 'here')
        await idle()
        return params.x
      },
      { trials: 2 },
    )
    await following
    const each = (number: number) =>
      ['trial-started', 'trial-reported', 'trial-annotated', 'trial-finished'].map((type) => `${type} ${number}`)
    expect(seen).toEqual([...each(0), ...each(1)])
    expect(there.snapshot.position).toBe(here.snapshot.position)
  })

  it('is paused and resumed: optimize waits and continues', async () => {
    const { here, there } = await pair()
    let started = 0
    const running = here.optimize(
      async () => {
        started += 1
        if (started === 2) await there.pause('lunch')
        return 1
      },
      { trials: 4 },
    )
    for (let turn = 0; turn < 20; turn += 1) await idle()
    expect(started).toBe(2)
    expect(there.snapshot.status).toBe('paused')
    await expect(here.ask()).rejects.toMatchObject({ code: 'ERR_STUDY_PAUSED' })
    await there.resume()
    expect(await running).toEqual({ reason: 'trials', trialCount: 4 })
  })

  it('is stopped: running trials are finished, and optimize ends, even if it waits', async () => {
    const { here, there } = await pair()
    const stopping = async ({ number }: { number: number }) => {
      if (number === 1) await there.stop()
      return 1
    }
    expect(await here.optimize(stopping, { trials: 9 })).toEqual({ reason: 'stopped', trialCount: 2 })
    expect(await here.optimize(() => 1, { trials: 9 })).toEqual({ reason: 'stopped', trialCount: 0 })
    await expect(here.ask()).rejects.toMatchObject({ code: 'ERR_STUDY_STOPPED' })
    await there.pause()
    const waiting = here.optimize(() => 1, { trials: 9 })
    await idle()
    await there.stop()
    expect(await waiting).toEqual({ reason: 'stopped', trialCount: 0 })
    await there.resume()
    expect(await here.optimize(() => 1, { trials: 1 })).toEqual({ reason: 'trials', trialCount: 1 })
  })

  it('ends the wait of a paused optimize by its signal and timeout', async () => {
    const clock = simulatedClock(idle)
    const study = await createStudy({ space: space({ x: float(0, 1) }), clock, observers: quiet })
    await study.pause()
    const timed = study.optimize(() => 1, { timeout: 1_000 })
    const aborting = new AbortController()
    const aborted = study.optimize(() => 1, { signal: aborting.signal })
    await clock.advance(999)
    aborting.abort()
    expect(await aborted).toMatchObject({ reason: 'aborted', trialCount: 0 })
    await clock.advance(1)
    expect(await timed).toEqual({ reason: 'timeout', trialCount: 0 })
  })

  it('cancels a running trial: its signal is aborted, it fails, and the others continue', async () => {
    const { here, there } = await pair()
    const reasons: unknown[] = []
    const finished: string[] = []
    here.observe({ trialFinished: ({ number, state }) => finished.push(`${number} ${state}`) })
    const objective = async ({ number, signal }: { number: number; signal: AbortSignal }) => {
      if (number !== 1) return 1
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      await there.cancel(number, 'takes too long')
      await ended
      reasons.push(signal.reason)
      throw new Error('gave up')
    }
    expect(await here.optimize(objective, { trials: 3 })).toMatchObject({ reason: 'trials' })
    expect(reasons).toEqual([expect.objectContaining({ code: 'ERR_TRIAL_CANCELLED' })])
    expect(here.trials[1]).toMatchObject({ state: 'failed', reason: 'cancelled', error: 'takes too long' })
    expect(finished).toEqual(['0 completed', '1 failed', '2 completed'])
  })

  it('cancels waiting trials and leaves finished ones unchanged', async () => {
    const { here } = await pair()
    const waiting = await here.enqueue({ x: 0.5 })
    const done = await here.add({ x: 0.25 }, 1)
    expect(await here.cancel(waiting)).toBe(true)
    expect(await here.cancel(done)).toBe(false)
    expect(await here.cancel(waiting)).toBe(false)
    expect(here.trials.map(({ state }) => state)).toEqual(['failed', 'completed'])
    await expect(here.cancel(9)).rejects.toMatchObject({ code: 'ERR_TRIAL_NOT_FOUND' })
    expect((await here.ask()).number).toBe(2)
  })

  it('cancels a trial once, even if two processes do it at the same time', async () => {
    const { here, there } = await pair()
    const { number } = await here.ask()
    const cancelled = await Promise.all([here.cancel(number), there.cancel(number), here.cancel(number)])
    expect(cancelled.filter(Boolean)).toHaveLength(1)
  })

  it('excludes trials from learning and includes them again', async () => {
    const { here, there } = await pair()
    for (const value of [3, 1, 2]) await here.add({ x: value / 10 }, value)
    expect(here.best.number).toBe(1)
    await there.exclude(1, 'wrong data')
    await here.refresh()
    expect(here.best.number).toBe(2)
    expect([...here.snapshot.finishedTrials.numbers]).toEqual([0, 2])
    expect(here.bestTrials.map(({ number }) => number)).toEqual([2])
    expect(here.snapshot.counts.completed).toBe(3)
    await here.include(1)
    expect(here.best.number).toBe(1)
    expect([...here.snapshot.finishedTrials.numbers]).toEqual([0, 1, 2])
  })
})

describe('changes', () => {
  it('come in order, including own ones, and a slow reader misses none', async () => {
    const { here, there } = await pair()
    const ended = new AbortController()
    const changes: StudyChange[] = []
    const reading = (async () => {
      for await (const change of here.changes({ signal: ended.signal })) {
        changes.push(change)
        await idle()
      }
    })()
    for (let trial = 0; trial < 5; trial += 1) {
      await here.tell(await here.ask(), 1)
      await there.tell(await there.ask(), 2)
    }
    await here.refresh()
    ended.abort()
    await reading
    const events = changes.flatMap((change) => change.events)
    expect(events).toHaveLength(20)
    expect(changes.at(-1)?.snapshot).toBe(here.snapshot)
  })

  it('end when the study is closed', async () => {
    const { here } = await pair()
    const reading = (async () => {
      for await (const _ of here.changes()) throw new Error('nothing happens')
    })()
    await here.close()
    await reading
  })

  it('are polled if the storage has no watch', async () => {
    const clock = simulatedClock(idle)
    const { watch: _watch, ...storage } = memoryStorage()
    const open = () => createStudy({ name: 's', storage, seed: 1, loadIfExists: true, clock, observers: quiet })
    const [here, there] = [await open(), await open()]
    const heard = (async () => {
      for await (const { events } of there.changes()) return events.map(({ type }) => type)
      return []
    })()
    await idle()
    await here.annotate({ note: 1 })
    await clock.advance(1_000)
    expect(await heard).toEqual(['study-annotated'])
  })
})

describe('readStudy', () => {
  it('reads a study and writes nothing, not even about trials of dead processes', async () => {
    const { storage, here } = await pair()
    await here.ask()
    await here.close()
    const before = await storage.list()
    const snapshot = await readStudy(storage, 's')
    expect(snapshot.running).toHaveLength(1)
    expect(await storage.list()).toEqual(before)
    await expect(readStudy(storage, 'other')).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
  })
})
