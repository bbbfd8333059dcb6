/** Behaviour of a process that shares a study with others, or leaves it. */
import { describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { createStudy } from './create-study.ts'
import type { Executor } from './run/executor.ts'
import type { StudyOptions } from './study-options.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const search = space({ x: float(0, 1) })

function opener(storage: JournalStorage = memoryStorage()) {
  return (options: StudyOptions = {}) =>
    createStudy({
      name: 's',
      storage,
      space: search,
      sampler: randomSampler(),
      seed: 1,
      loadIfExists: true,
      observers: [{ notice() {} }],
      ...(options as object),
    })
}

describe('close', () => {
  it('leaves running trials lost, not failed', async () => {
    const open = opener()
    const study = await open()
    const running = study.optimize(() => new Promise<number>(() => {}), { trials: 1 })
    await idle()
    await study.close()
    await expect(running).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    const next = await open()
    expect(next.snapshot.counts).toMatchObject({ running: 1, failed: 0 })
    await next.reclaim()
    expect(next.trials[0]).toMatchObject({ state: 'waiting', requeued: 'lost' })
  })

  it('ends an optimize that waits for a paused study', async () => {
    const study = await opener()()
    await study.pause()
    const waiting = study.optimize(() => 1, { trials: 1 })
    await idle()
    await study.close()
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
  })

  it('refuses later reports of an objective', async () => {
    const study = await opener()()
    const trial = await study.ask()
    await study.close()
    expect(() => trial.report(1)).toThrow('ERR_TRIAL_NOT_RUNNING')
    expect(() => trial.annotate('a', 1)).toThrow('ERR_TRIAL_NOT_RUNNING')
  })
})

describe('optimize of a paused study', () => {
  it('rejects with an error of another lane', async () => {
    const open = opener()
    const [here, there] = [await open(), await open()]
    const objective = async ({ number }: { number: number }) => {
      if (number === 1) return 1
      await there.pause()
      for (let turn = 0; turn < 9; turn += 1) await idle()
      throw new Error('boom')
    }
    await expect(here.optimize(objective, { trials: 9, concurrency: 2 })).rejects.toThrow('boom')
  })

  it('ends when a stopping rule is met', async () => {
    const clock = simulatedClock(idle)
    const study = await opener()({ clock })
    await study.pause()
    const rule = { name: 'late', isMet: (_: unknown, { now }: { now: number }) => now >= 5_000 }
    const waiting = study.optimize(() => 1, { stopping: [rule] })
    await clock.advance(6_000)
    expect(await waiting).toEqual({ reason: 'rule', rule: 'late', trialCount: 0 })
  })
})

describe('observers', () => {
  it('are called once per end, however many events are read together', async () => {
    const open = opener()
    const [here, there] = [await open(), await open()]
    const told: string[] = []
    here.observe({ trialFinished: ({ number }) => told.push(`finished ${number}`) })
    const trial = await here.ask()
    await there.annotate({ between: 1 })
    trial.report(1, 0)
    trial.report(2, 1)
    trial.annotate('a', 1)
    await here.tell(trial, 1)
    const cancelled = await here.ask()
    cancelled.annotate('a', 1)
    await idle()
    await there.cancel(cancelled.number)
    await here.refresh()
    expect(told).toEqual(['finished 0', 'finished 1'])
  })
})

describe('tell', () => {
  it('does not wait until other trials of the process stop reporting', async () => {
    const clock = simulatedClock(idle)
    const inner = memoryStorage()
    const slow: JournalStorage = {
      ...inner,
      append: async (...args) => {
        await new Promise<void>((resolve) => void clock.after(10, resolve))
        return inner.append(...args)
      },
    }
    const study = await opener(slow)({ clock })
    const [loud, quiet] = [await clock.until(study.ask()), await clock.until(study.ask())]
    let isTold = false
    const tell = () => {
      if (isTold || clock.now() > 5_000) return
      loud.report(1)
      clock.after(3, tell)
    }
    tell()
    await clock.until(study.tell(quiet, 1))
    isTold = true
    expect(clock.now()).toBeLessThan(200)
  })
})

describe('edits', () => {
  it('use the latest events of other processes', async () => {
    const open = opener()
    const [here, there] = [await open(), await open()]
    const number = await here.add({ x: 0.5 }, 1)
    await here.exclude(number)
    await there.include(number)
    await here.refresh()
    expect(here.best.number).toBe(number)
    const trial = await here.ask()
    await there.refresh()
    await here.tell(trial, 3)
    await there.correct(trial.number, 0.5, 'measured again')
    expect(there.best.number).toBe(trial.number)
  })

  it('update the digest, also if the best trial is excluded', async () => {
    const storage = memoryStorage()
    const study = await opener(storage)()
    await study.add({ x: 0.1 }, 1)
    const best = await study.add({ x: 0.2 }, 0)
    await study.exclude(best)
    await study.close()
    expect((await storage.list())[0]?.digest).toMatchObject({ best: { value: 1 }, counts: { completed: 2 } })
  })

  it('update the digest if the study is stopped or archived', async () => {
    const storage = memoryStorage()
    const change = async (work: (study: Awaited<ReturnType<ReturnType<typeof opener>>>) => Promise<void>) => {
      const study = await opener(storage)()
      await work(study)
      await study.close()
      const [entry] = await storage.list()
      expect(entry?.digest?.position).toBe(entry?.position)
      return entry?.digest
    }
    expect(await change((study) => study.stop())).toMatchObject({ status: 'stopped' })
    const archived = await change(async (study) => {
      await study.resume()
      await study.annotate({ archived: true })
    })
    expect(archived).toMatchObject({ archived: true })
    expect(archived).not.toHaveProperty('status')
    expect(await change((study) => study.annotate({ archived: false }))).not.toHaveProperty('archived')
  })
})

describe('an executor that ends an aborted run with its own error', () => {
  const stopped: Executor = {
    run: (_, host) =>
      new Promise((resolve) => {
        const crashed = () => resolve({ outcome: { state: 'failed', reason: 'crashed', error: 'killed' } })
        host.signal.addEventListener('abort', crashed)
      }),
    close: async () => {},
  }

  it('does not count a cancelled trial as a failure', async () => {
    const study = await opener()()
    const finished: number[] = []
    const running = study.optimize(stopped, {
      trials: 1,
      maxConsecutiveFailures: 1,
      onTrial: ({ number }) => finished.push(number),
    })
    await idle()
    await study.cancel(0)
    expect(await running).toEqual({ reason: 'trials', trialCount: 0 })
    expect(finished).toEqual([])
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'cancelled' })
  })

  it('fails a trial that timed out', async () => {
    const clock = simulatedClock(idle)
    const study = await opener()({ clock })
    const running = study.optimize(stopped, { trials: 1, trialTimeout: 100 })
    await clock.until(running)
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'timeout' })
  })

  it.each([[null], [{ state: 'failed', reason: 'oom' }], [{ state: 'done' }], ['completed']])(
    'is refused the outcome %j',
    async (outcome) => {
      const study = await opener()()
      const broken: Executor = { run: async () => ({ outcome: outcome as never }), close: async () => {} }
      await expect(study.optimize(broken, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_INVALID_VALUE' })
      expect(study.trials[0]).toMatchObject({ state: 'waiting', requeued: 'aborted' })
    },
  )
})

describe('a define-by-run trial', () => {
  it('continues with suggested params that it had not asked for before the pause', async () => {
    const pruner = { name: 'once', decide: () => ({ action: 'pause' }) as const }
    const study = await createStudy({ pruner, sampler: randomSampler(), seed: 3, observers: [{ notice() {} }] })
    const first = await study.ask()
    const [a, b] = [first.float('a', 0, 1), first.float('b', 0, 1)]
    await study.tell(first, a + b)
    const paused = await study.ask()
    const asked = paused.float('a', 0, 1)
    paused.report(1)
    expect(paused.shouldPrune()).toBe(true)
    expect(await study.tell(paused, { state: 'pruned' })).toMatchObject({
      state: 'paused',
      params: { a: asked, b: expect.any(Number) },
    })
  })

  it('uses up what it asked for, even if it is cancelled', async () => {
    const study = await createStudy({ sampler: randomSampler(), seed: 3, observers: [{ notice() {} }] })
    const trial = await study.ask()
    const params = { a: trial.int('a', 1, 3) }
    await idle()
    await study.cancel(trial.number)
    expect(study.snapshot.tried(params)).toBe(true)
  })
})

describe('changes', () => {
  it('end immediately, even while the next one is awaited', async () => {
    const study = await opener()()
    const changes = study.changes()
    const next = changes.next()
    await changes.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
    await study.annotate({ note: 1 })
    expect(await changes.next()).toEqual({ done: true, value: undefined })
  })

  it('are followed no longer than the signal lasts, and still deliver what came before', async () => {
    const study = await opener()()
    const stop = new AbortController()
    const changes = study.changes({ signal: stop.signal })
    await study.annotate({ note: 1 })
    stop.abort()
    await study.annotate({ note: 2 })
    const seen = []
    for await (const { events } of changes) seen.push(...events)
    expect(seen).toMatchObject([{ type: 'study-annotated', attributes: { note: 1 } }])
  })

  it('start when changes() is called', async () => {
    const study = await opener()()
    const changes = study.changes()
    await study.annotate({ note: 1 })
    expect(await changes.next()).toMatchObject({ value: { events: [{ type: 'study-annotated' }] } })
    await changes.return?.()
  })
})
