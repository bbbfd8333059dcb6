import { describe, expect, it } from 'vitest'
import { studyError } from '../errors.ts'
import { foldCompleted } from '../journal/fold.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { gridSampler } from '../samplers/grid.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { type SimulatedClock, simulatedClock } from '../testing/simulated-clock.ts'
import type { RunningTrial } from '../trial/trial-record.ts'
import { systemClock } from './clock/system.ts'
import { createStudy } from './create-study.ts'
import type { StudyOptions } from './study-options.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const search = space({ x: float(0, 1) })
type Options = StudyOptions<{ readonly x: number }, 'value'>

/** Handles of one study, like those of several processes. */
async function handles(count: number, options: Options = {}) {
  const storage = options.storage ?? memoryStorage()
  const notices: string[] = []
  const shared = {
    observers: [{ notice: (text: string) => notices.push(text) }],
    sampler: randomSampler(),
    space: search,
  }
  const open = () => createStudy({ name: 's', loadIfExists: true, ...shared, ...options, storage })
  const studies = []
  for (let handle = 0; handle < count; handle += 1) studies.push(await open())
  return { studies, open, storage, notices }
}

type Handle = Awaited<ReturnType<typeof handles>>['studies'][number]

const ownerOf = ({ snapshot }: Handle, number: number) => (snapshot.trials.get(number) as RunningTrial).owner as string

/** The trials as they are in the storage. */
const stored = async (storage: JournalStorage) => (await createStudy({ name: 's', storage, loadIfExists: true })).trials

describe('two handles on one study', () => {
  it('share trial numbers and learn from each other', async () => {
    const { studies } = await handles(2)
    const [one, two] = studies as [Handle, Handle]
    const trials = []
    for (let round = 0; round < 3; round += 1) trials.push(await one.ask(), await two.ask())
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5])
    await one.tell(trials[0] as never, 1)
    await two.tell(trials[1] as never, 0.5)
    await one.refresh()
    expect(one.best.number).toBe(1)
    expect((await two.ask()).number).toBe(6)
  })

  it('ask at the same time without getting the same trial', async () => {
    const { studies } = await handles(4)
    await studies[0]?.enqueue({ x: 0.5 })
    const asked = await Promise.all(studies.flatMap((study) => [study.ask(), study.ask()]))
    expect(asked.map(({ number }) => number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(asked.filter(({ params }) => params.x === 0.5)).toHaveLength(1)
  })

  it('run exactly the requested total', async () => {
    const { studies } = await handles(4)
    const objective = () => Promise.resolve(1)
    const results = await Promise.all(
      studies.map((study) => study.optimize(objective, { totalTrials: 25, concurrency: 2 })),
    )
    expect(results.reduce((sum, { trialCount }) => sum + trialCount, 0)).toBe(25)
    await studies[0]?.refresh()
    expect(studies[0]?.trials).toHaveLength(25)
  })

  it('tell a trial that only the other handle has read', async () => {
    const { studies } = await handles(2)
    const trial = await studies[0]?.ask()
    expect(await studies[1]?.tell(trial?.number as number, 3)).toMatchObject({ state: 'completed' })
    const [again, other] = [studies[0]?.tell(trial as never, 3), studies[0]?.tell(trial as never, 4)]
    await expect(again).resolves.toMatchObject({ values: { value: 3 } })
    await expect(other).rejects.toThrow('ERR_RESULT_CONFLICT')
  })

  it('abort the signal of a trial that the other handle ended or deleted', async () => {
    const { studies } = await handles(2)
    const [one, two] = studies as [Handle, Handle]
    const [told, deleted] = [await one.ask(), await one.ask()]
    await two.tell(told.number, 1)
    await two.delete(deleted.number)
    await one.refresh()
    expect(told.signal.reason).toMatchObject({ code: 'ERR_TRIAL_NOT_RUNNING' })
    expect(deleted.signal.reason).toMatchObject({ code: 'ERR_TRIAL_NOT_FOUND' })
  })
})

describe('folds of a process beside another one', () => {
  it('add each trial once, although both processes write all the time', async () => {
    const { studies } = await handles(2)
    const [one, two] = studies as [Handle, Handle]
    const added: number[] = []
    const fold = foldCompleted<number>({
      begin: () => 0,
      add: (count, trials) => {
        added.push(...trials.map(({ number }) => number))
        return count + trials.length
      },
    })
    for (let round = 0; round < 30; round += 1) {
      const [mine, other] = [await one.ask(), await two.ask()]
      await Promise.all([one.tell(mine, round), two.tell(other, round)])
      fold(one.snapshot)
    }
    await one.refresh()
    expect(fold(one.snapshot)).toBe(60)
    expect(added.sort((first, second) => first - second)).toEqual(Array.from({ length: 60 }, (_, number) => number))
  })

  it('add each trial once, although writes fail', async () => {
    const inner = memoryStorage()
    let writes = 0
    const storage: JournalStorage = {
      ...inner,
      append: async (...args) => {
        writes += 1
        if (writes % 2 === 0) throw studyError('ERR_STORAGE', 'The disk is full.')
        return inner.append(...args)
      },
    }
    const { studies } = await handles(1, { storage })
    const study = studies[0] as Handle
    let added = 0
    const fold = foldCompleted<number>({
      begin: () => 0,
      add: (count, trials) => {
        added += trials.length
        return count + trials.length
      },
    })
    const again = async <T>(call: () => Promise<T>): Promise<T> => call().catch(() => again(call))
    for (let round = 0; round < 20; round += 1) {
      const trial = await again(() => study.ask())
      await again(() => study.tell(trial, round))
      fold(study.snapshot)
    }
    expect(added).toBe(20)
  })
})

describe('a pending suggestion', () => {
  const slow = (calls: number[], during: () => Promise<void>): Sampler => ({
    name: 'slow',
    suggest: async (snapshot, request) => {
      calls.push(snapshot.position)
      await during()
      return randomSampler().suggest(snapshot, request)
    },
  })

  it('survives reports, results and attributes of the study, and is made again if a trial has started', async () => {
    const { studies, storage } = await handles(1)
    const busy = studies[0] as Handle
    const trial = await busy.ask()
    const calls: number[] = []
    const steps = [
      async () => trial.report(1),
      async () => void (await busy.ask()),
      async () => void (await busy.tell(trial, 1)),
      () => busy.annotate({ note: 1 }),
      () => busy.annotate({ cost: 3 }, trial.number),
    ]
    const sampler = slow(calls, async () => {
      await steps.shift()?.()
      await idle()
    })
    const study = await createStudy({ name: 's', storage, loadIfExists: true, sampler })
    // A report and a result of another trial need no second call, a start does; a note does not.
    const number = (await study.ask()).number
    expect(number).toBe(1)
    expect(calls).toHaveLength(1)
    const next = (await study.ask()).number
    expect(next).toBe(3)
    expect(calls).toHaveLength(3)
    await study.ask()
    expect(calls).toHaveLength(4)
    // Nor does an attribute of a finished trial, such as its cost.
    await study.ask()
    expect(calls).toHaveLength(5)
  })

  it('is dropped for a trial that is requeued in the meantime', async () => {
    const { studies, storage } = await handles(1)
    const busy = studies[0] as Handle
    const trial = await busy.ask()
    const sampler = slow([], async () => {
      if (trial.attempt === 1 && busy.snapshot.running.length > 0) await busy.requeue(trial, 'retry')
      await idle()
    })
    const study = await createStudy({ name: 's', storage, loadIfExists: true, sampler })
    const again = await study.ask()
    expect(again.number).toBe(trial.number)
    expect(again.attempt).toBe(2)
    expect(again.params).toEqual(trial.params)
  })
})

/** A storage in which an owner counts as gone when it has not been seen for three beats; a silent one is not heard. */
function withExpiry(
  inner: JournalStorage,
  clock: SimulatedClock,
  silent: ReadonlySet<string> = new Set(),
): JournalStorage {
  const seen = new Map<string, number>()
  return {
    ...inner,
    presence: {
      interval: 10_000,
      beat: async (owner) => {
        if (!silent.has(owner)) seen.set(owner, clock.now())
      },
      leave: async (owner) => void seen.delete(owner),
      gone: async (owners) => owners.filter((owner) => clock.now() - (seen.get(owner) ?? -1e9) > 30_000),
    },
  }
}

describe('trials of dead processes', () => {
  it('run again with the same params in the next process', async () => {
    const { studies, open, notices } = await handles(1)
    const first = await studies[0]?.ask()
    await studies[0]?.close()
    const study = await open()
    // Opening a study does not change it.
    expect(study.snapshot.counts).toMatchObject({ running: 1, waiting: 0 })
    await study.reclaim()
    expect(notices).toEqual(['Trial 0 was lost because its process died. It will run again.'])
    const again = await study.ask()
    expect([again.number, again.attempt, again.params]).toEqual([0, 2, first?.params])
    await study.tell(again, 1)
    expect(study.trials[0]).toMatchObject({ state: 'completed', attempt: 2, requeues: { lost: 1 } })
  })

  it('are found by processes that keep asking, while the heartbeat of a living process continues', async () => {
    const clock = simulatedClock(idle)
    const silent = new Set<string>()
    const { studies } = await handles(2, { storage: withExpiry(memoryStorage(), clock, silent), clock })
    const [one, two] = studies as [Handle, Handle]
    const first = await one.ask()
    await two.ask()
    await clock.advance(100_000)
    expect((await two.ask()).number).toBe(2)
    silent.add(ownerOf(one, first.number))
    await clock.advance(60_000)
    const taken = await two.ask()
    expect([taken.number, taken.attempt, taken.params]).toEqual([0, 2, first.params])
  })

  it('are refused when they are told later, and their signals have the reason', async () => {
    const clock = simulatedClock(idle)
    const silent = new Set<string>()
    const { studies } = await handles(2, { storage: withExpiry(memoryStorage(), clock, silent), clock })
    const [zombie, other] = studies as [Handle, Handle]
    const trial = await zombie.ask()
    silent.add(ownerOf(zombie, trial.number))
    await clock.advance(60_000)
    const again = await other.ask()
    expect([again.number, again.attempt]).toEqual([0, 2])
    trial.report(1)
    await idle()
    expect(trial.signal.reason).toMatchObject({ code: 'ERR_STALE_ATTEMPT' })
    await expect(zombie.tell(trial, 1)).rejects.toThrow('ERR_STALE_ATTEMPT')
    expect(await other.tell(again, 2)).toMatchObject({ values: { value: 2 }, measurements: [] })
  })

  it('fail when their process has died too often', async () => {
    const { open, notices, storage } = await handles(0, { maxCrashes: 2 })
    const finished: number[] = []
    for (let life = 0; life < 2; life += 1) {
      const study = await open()
      await study.ask()
      await study.close()
    }
    const study = await open()
    study.observe({ trialFinished: ({ number }) => finished.push(number) })
    await study.reclaim()
    expect(notices.at(-1)).toBe('Trial 0 failed: its process died 2 times.')
    expect((await stored(storage))[0]).toMatchObject({
      state: 'failed',
      reason: 'lost',
      error: expect.stringContaining('2 times'),
    })
    expect((await study.ask()).number).toBe(1)
  })

  it('do not count interruptions among their deaths', async () => {
    const { open, storage } = await handles(0, { maxCrashes: 2 })
    const study = await open()
    for (let time = 0; time < 4; time += 1) await study.requeue(await study.ask(), 'aborted')
    await study.ask()
    await study.close()
    await (await open()).reclaim()
    expect((await stored(storage))[0]).toMatchObject({
      state: 'waiting',
      attempt: 5,
      requeues: { aborted: 4, lost: 1 },
    })
  })

  it('are searched for after the clock was set back', async () => {
    let now = 10_000_000
    const clock = { ...systemClock, now: () => now }
    const { studies, storage } = await handles(1)
    const other = await createStudy({ name: 's', storage, loadIfExists: true, clock, observers: [{ notice() {} }] })
    const first = await studies[0]?.ask()
    await other.ask()
    await studies[0]?.close()
    now -= 3_600_000
    expect((await other.ask()).number).toBe(first?.number)
  })
})

describe('optimize, once the study has its total', () => {
  const said = (notices: readonly string[]) => notices.filter((text) => text.includes('in other processes'))

  it('waits for trials of other processes, with a notice', async () => {
    const clock = simulatedClock(idle)
    const { studies, notices } = await handles(2, { clock })
    const [one, two] = studies as [Handle, Handle]
    const held = [await one.ask(), await one.ask()]
    const running = two.optimize(() => 1, { totalTrials: 4, concurrency: 3 })
    const ended: unknown[] = []
    void running.then((result) => ended.push(result))
    await clock.advance(3_600_000)
    expect(ended).toEqual([])
    expect(said(notices)).toEqual([
      'The study has its 4 trials, but 2 of them run in other processes: optimize waits for them, and takes over ' +
        'those of processes that die.',
    ])
    for (const trial of held) await one.tell(trial, 2)
    expect(await clock.until(running)).toEqual({ reason: 'trials', trialCount: 2 })
    expect(two.snapshot.counts).toMatchObject({ completed: 4, running: 0 })
  })

  it('takes over the trials of processes that die', async () => {
    const clock = simulatedClock(idle)
    const { studies } = await handles(2, { clock })
    const [one, two] = studies as [Handle, Handle]
    const lost = await one.ask()
    const running = two.optimize(() => 1, { totalTrials: 3 })
    await clock.advance(60_000)
    expect(two.snapshot.counts).toMatchObject({ completed: 2, running: 1 })
    await one.close()
    expect(await clock.until(running)).toEqual({ reason: 'trials', trialCount: 3 })
    expect(two.trials[lost.number]).toMatchObject({ state: 'completed', attempt: 2, params: lost.params })
  })

  it('runs a trial that an earlier process left behind', async () => {
    const { studies, open } = await handles(1)
    await studies[0]?.optimize(() => 1, { totalTrials: 3 })
    await studies[0]?.ask()
    await studies[0]?.close()
    const next = await open()
    expect(await next.optimize(() => 1, { totalTrials: 4 })).toEqual({ reason: 'trials', trialCount: 1 })
    expect(next.snapshot.counts).toMatchObject({ completed: 4, running: 0 })
  })

  it('waits for the end of a grid that other processes work on', async () => {
    const clock = simulatedClock(idle)
    const grid = space({ x: int(1, 4) }) as unknown as typeof search
    const { studies, notices } = await handles(2, { clock, space: grid, sampler: gridSampler() })
    const [one, two] = studies as [Handle, Handle]
    await one.ask()
    const running = two.optimize(() => 1)
    await clock.advance(60_000)
    expect(said(notices)).toEqual([expect.stringContaining('Every combination has been tried, but 1 of them runs')])
    await one.close()
    expect(await clock.until(running)).toEqual({ reason: 'exhausted', trialCount: 4 })
    expect(two.snapshot.counts).toMatchObject({ completed: 4, running: 0 })
  })

  it('waits for others in a define-by-run space before it probes the objective', async () => {
    const clock = simulatedClock(idle)
    const storage = memoryStorage()
    const notices: string[] = []
    const observers = [{ notice: (text: string) => notices.push(text) }]
    const open = () =>
      createStudy({ name: 's', loadIfExists: true, sampler: gridSampler(), seed: 1, storage, clock, observers })
    const [one, two] = [await open(), await open()]
    const held = await one.ask()
    held.int('x', 1, 4)
    const values: number[] = []
    const running = two.optimize((trial) => {
      values.push(trial.int('x', 1, 4))
      return trial.int('x', 1, 4)
    })
    await clock.advance(60_000)
    expect(values).toHaveLength(3)
    expect(said(notices)).toEqual([expect.stringContaining('Every combination has been tried, but 1 of them runs')])
    await one.close()
    expect(await clock.until(running)).toEqual({ reason: 'exhausted', trialCount: 4 })
    expect([...values].sort((a, b) => a - b)).toEqual([1, 2, 3, 4])
    const again = two.optimize((trial) => trial.int('x', 1, 4))
    expect(await clock.until(again)).toEqual({ reason: 'exhausted', trialCount: 1 })
  })

  it('names the requested number of each state in the notice', async () => {
    const clock = simulatedClock(idle)
    const { studies, notices } = await handles(2, { clock })
    const [one, two] = studies as [Handle, Handle]
    const held = await one.ask()
    const running = two.optimize(() => 1, { totalTrials: { completed: 2, failed: 5 } })
    await clock.advance(60_000)
    await one.tell(held, 2)
    expect(await clock.until(running)).toEqual({ reason: 'trials', trialCount: 1 })
    expect(said(notices)).toEqual([
      expect.stringContaining(
        'The study has its 2 completed or 5 failed trials, but 1 of them runs in other processes',
      ),
    ])
  })

  it('does not wait for detached trials, for its own, or beyond its limits', async () => {
    const clock = simulatedClock(idle)
    const { studies } = await handles(2, { clock })
    const [one, two] = studies as [Handle, Handle]
    await one.ask({ detached: true })
    await two.ask()
    expect(await clock.until(two.optimize(() => 1, { totalTrials: 3 }))).toEqual({ reason: 'trials', trialCount: 1 })
    await one.ask()
    const limited = two.optimize(() => 1, { totalTrials: 4, timeout: 5_000 })
    expect(await clock.until(limited)).toEqual({ reason: 'timeout', trialCount: 0 })
    expect(clock.now()).toBeLessThan(10_000)
    const aborted = two.optimize(() => 1, { totalTrials: 4, signal: AbortSignal.abort('enough') })
    expect(await aborted).toEqual({ reason: 'aborted', trialCount: 0, abortReason: 'enough' })
  })
})

describe('the journal', () => {
  it('has no duplicate events of a repeated decision', async () => {
    const inner = memoryStorage()
    let races = 3
    const storage: JournalStorage = {
      ...inner,
      append: async (study, events, expected) => {
        races -= 1
        if (races > 0) await inner.append(study, [{ type: 'study-annotated', attributes: { races }, at: 0 }], expected)
        return inner.append(study, events, expected)
      },
    }
    const study = await createStudy({ storage, space: space({ n: int(0, 9) }), sampler: randomSampler() })
    await study.ask()
    expect(races).toBe(0)
    expect(study.snapshot.trials.next).toBe(1)
    expect(study.snapshot.position).toBe(4)
  })

  it('that has become shorter is an error', async () => {
    const inner = memoryStorage()
    const study = await createStudy({ storage: inner, name: 's', space: search })
    await study.enqueue({ x: 0.5 })
    const id = (await inner.find('s')) as string
    const created = (await inner.read(id, 0)).slice(0, 1)
    const storage: JournalStorage = { ...inner, read: async (_, after) => created.slice(after) }
    const other = await createStudy({ storage, name: 's', loadIfExists: true })
    await expect(other.enqueue({ x: 0.25 } as never)).rejects.toThrow('ERR_CORRUPT_JOURNAL')
  })
})
