/** A pruner that pauses and a scheduler that promotes, written outside the package: only public data, no classes. */
import { describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import type { Json } from '../space/json-value.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { TrialRecord } from '../trial/trial-record.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'
import type { StudyObserver } from './observing/observer.ts'
import { TrialPruned } from './results/outcome.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The steps of the rungs. */
const RUNGS = [1, 3]
const EPOCHS = 6
/** Number of paused trials with which a rung is full. */
const FULL = 3

const valueAt = ({ measurements }: TrialRecord, step: number | undefined) =>
  measurements.find((measurement) => measurement.step === step)?.values['value']

/** Pauses a trial at a rung if it is worse than the median of the others that got there. */
const rungPruner: Pruner = {
  name: 'rungs',
  decide({ trials }, trial) {
    const step = trial.measurements.at(-1)?.step
    const rung = RUNGS.findIndex((one) => one === step)
    const own = valueAt(trial, step)
    const others = [...trials].filter(({ number }) => number !== trial.number)
    const sorted = others.flatMap((other) => valueAt(other, step) ?? []).toSorted((one, other) => one - other)
    const median = sorted[Math.floor(sorted.length / 2)]
    if (rung === -1 || own === undefined || median === undefined || own <= median) return { action: 'continue' }
    return { action: 'pause', reason: `${own} is worse than the median ${median}.`, memo: { rung } }
  },
}

const rungOf = (memo: Json | undefined) => (memo as { rung: number } | undefined)?.rung

const lastValue = ({ measurements }: TrialRecord) => measurements.at(-1)?.values['value'] ?? Number.POSITIVE_INFINITY

/** Promotes the best trial of the highest full rung. */
const promotions: Scheduler = {
  name: 'promotions',
  next({ firstWaiting, paused }) {
    if (firstWaiting) return { resume: firstWaiting.number }
    for (const rung of [1, 0]) {
      const standing = paused.filter(({ memo }) => rungOf(memo) === rung)
      const [best] = standing.toSorted((one, other) => lastValue(one) - lastValue(other))
      if (best && standing.length >= FULL) return { resume: best.number }
    }
    return 'suggest'
  },
}

const pausesAll: Pruner = { name: 'pauses', decide: () => ({ action: 'pause', reason: 'Later.', memo: { rung: 0 } }) }

/** Resumes paused trials first. */
const resumesFirst: Scheduler = {
  name: 'resumes',
  next: ({ paused: [first] }) => (first ? { resume: first.number } : 'suggest'),
}

/** An objective that continues after the last epoch of the previous attempt, as from a checkpoint. */
function training() {
  const epochs = new Map<number, number>()
  return async (trial: Trial<{ x: number }>) => {
    for (let epoch = epochs.get(trial.number) ?? 0; epoch < EPOCHS; epoch += 1) {
      await idle()
      trial.report(trial.params.x + 1 / (epoch + 1), epoch)
      epochs.set(trial.number, epoch + 1)
      if (trial.shouldPrune()) throw new TrialPruned()
    }
    return trial.params.x
  }
}

interface Policies {
  readonly pruner?: Pruner
  readonly scheduler?: Scheduler
  readonly storage?: JournalStorage
  readonly observer?: StudyObserver
}

const notices: string[] = []

function open({ pruner, scheduler, storage = memoryStorage(), observer }: Policies) {
  notices.length = 0
  return createStudy({
    name: 's',
    space: space({ x: float(0, 1) }),
    sampler: randomSampler(),
    seed: 1,
    storage,
    loadIfExists: true,
    observers: [{ notice: (text) => notices.push(text) }, ...(observer ? [observer] : [])],
    ...(pruner && { pruner }),
    ...(scheduler && { scheduler }),
  })
}

async function journalOf(storage: JournalStorage): Promise<readonly StudyEvent[]> {
  return storage.read((await storage.find('s')) as string, 0)
}

const stateOf = ({
  trials,
  counts,
  paused,
  running,
  finishedTrials,
  best,
  position,
  finishedOrder,
}: StudySnapshot) => ({
  trials: [...trials],
  counts,
  paused,
  running,
  numbers: [...finishedTrials.numbers],
  best,
  position,
  order: [...finishedOrder],
})

describe.each([1, 3])('trials that are paused and promoted, %d at a time', (concurrency) => {
  const run = async () => {
    const storage = memoryStorage()
    const told: string[] = []
    const study = await open({
      storage,
      pruner: rungPruner,
      scheduler: promotions,
      observer: {
        trialPaused: ({ number, reason, memo }, { trials }) =>
          told.push(`paused ${number} ${trials.get(number)?.state} ${rungOf(memo)} ${reason}`),
        trialFinished: ({ number, state }) => told.push(`${state} ${number}`),
      },
    })
    const result = await study.optimize(training(), { trials: 30, concurrency })
    return { study, told, result, events: await journalOf(storage), again: await readStudy(storage, 's') }
  }

  it('are in the journal with the reason and the memo of the pruner, and have not failed', async () => {
    const { study, events, result } = await run()
    const pauses = events.filter(({ type }) => type === 'trial-paused')
    expect(pauses.length).toBeGreaterThan(5)
    for (const pause of pauses) {
      expect(pause).toMatchObject({
        reason: expect.stringContaining('is worse than the median'),
        memo: { rung: expect.toBeOneOf([0, 1]) },
      })
    }
    expect(study.snapshot.counts).toMatchObject({ failed: 0, pruned: 0, running: 0, waiting: 0 })
    expect(study.snapshot.paused.length).toBe(study.snapshot.counts.paused)
    expect(result).toEqual({ reason: 'trials', trialCount: study.snapshot.counts.completed })
    expect(notices).toEqual([])
  })

  it('continue in the next attempt with their number, params, measurements and suggestion', async () => {
    const { study, events } = await run()
    const starts = events.filter((event) => event.type === 'trial-started')
    const promoted = starts.filter(({ attempt }) => attempt > 1)
    expect(promoted.length).toBeGreaterThan(3)
    expect(promoted.some(({ attempt }) => attempt === 3)).toBe(true)
    for (const { number, attempt, params } of promoted) {
      const attempts = starts.filter((start) => start.number === number).map((start) => start.attempt)
      expect(attempts.slice(0, attempt)).toEqual(Array.from({ length: attempt }, (_, index) => index + 1))
      expect(params).toEqual(starts.find((start) => start.number === number)?.params)
    }
    for (const { state, attempt, measurements, suggestion } of study.trials) {
      const steps = state === 'paused' ? (RUNGS[attempt - 1] as number) + 1 : EPOCHS
      if (state === 'completed' || attempt === 2) {
        expect(measurements.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step))
      }
      expect(suggestion).toMatchObject({ sampler: 'random' })
    }
    expect(starts).toHaveLength(30)
  })

  it('are the same when the journal is read again', async () => {
    const { study, again } = await run()
    expect(stateOf(again)).toEqual(stateOf(study.snapshot))
  })

  it('are told to observers once for each pause', async () => {
    const { told, events } = await run()
    const expected = events.flatMap((event) => {
      if (event.type === 'trial-paused') return [`paused ${event.number} paused ${rungOf(event.memo)} ${event.reason}`]
      return event.type === 'trial-finished' ? [`${event.outcome.state} ${event.number}`] : []
    })
    expect(told).toEqual(expected)
  })
})

describe('limits of optimize', () => {
  it('count starts as trials, so that a pruner that pauses everything ends', async () => {
    const study = await open({ pruner: pausesAll })
    expect(await study.optimize(training(), { trials: 5, concurrency: 2 })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(study.snapshot.counts).toMatchObject({ paused: 5, failed: 0 })
    expect(study.trials.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1])
    const resuming = await open({ pruner: pausesAll, scheduler: resumesFirst })
    expect(await resuming.optimize(training(), { trials: 5 })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(resuming.trials.map(({ attempt }) => attempt)).toEqual([5])
  })

  it('count a paused trial once in totalTrials', async () => {
    const study = await open({ pruner: pausesAll })
    expect(await study.optimize(training(), { totalTrials: 4 })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(await study.optimize(training(), { totalTrials: 4 })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(study.snapshot.counts.paused).toBe(4)
    const storage = memoryStorage()
    const promoting = await open({ storage, pruner: rungPruner, scheduler: promotions })
    await promoting.optimize(training(), { totalTrials: 12, concurrency: 3 })
    expect(promoting.trials).toHaveLength(12)
    const starts = (await journalOf(storage)).filter(({ type }) => type === 'trial-started')
    expect(starts.length).toBeGreaterThan(12)
  })
})

describe('ask and tell', () => {
  it('pauses a trial that is told as pruned if the pruner decided so, and accepts the same tell again', async () => {
    const study = await open({ pruner: pausesAll })
    const trial = await study.ask()
    trial.report(0.5)
    expect(trial.shouldPrune()).toBe(true)
    const paused = await study.tell(trial, { state: 'pruned' })
    expect(paused).toMatchObject({ state: 'paused', reason: 'Later.', memo: { rung: 0 }, params: trial.params })
    const { position } = study.snapshot
    expect(await study.tell(trial, { state: 'pruned' })).toBe(paused)
    expect(await study.tell(trial.number, { state: 'pruned' })).toBe(paused)
    expect(study.snapshot.position).toBe(position)
    await expect(study.tell(trial, 1)).rejects.toMatchObject({ code: 'ERR_TRIAL_NOT_RUNNING' })
    expect(() => trial.report(1)).toThrow('ERR_TRIAL_NOT_RUNNING')
  })

  it('completes a trial that continues although the pruner would pause it', async () => {
    const study = await open({ pruner: pausesAll })
    const trial = await study.ask()
    trial.report(0.5)
    trial.shouldPrune()
    expect(await study.tell(trial, 1)).toMatchObject({ state: 'completed', values: { value: 1 } })
  })

  it('prunes a trial whose pruner was not asked, without a reason', async () => {
    const study = await open({ pruner: pausesAll })
    await study.optimize(
      ({ report }) => {
        report(1)
        throw new TrialPruned()
      },
      { trials: 1 },
    )
    expect(study.trials[0]).toMatchObject({ state: 'pruned' })
    expect(study.trials[0]).not.toHaveProperty('reason')
    expect(study.trials[0]).not.toHaveProperty('memo')
  })

  it('returns the paused record, even if another process resumes the trial first', async () => {
    const inner = memoryStorage()
    const there = await open({ storage: inner, scheduler: resumesFirst })
    const [storage, meanwhile] = withAppends(inner)
    const here = await open({ storage, pruner: pausesAll })
    const trial = await here.ask()
    trial.report(1)
    trial.shouldPrune()
    let read: Promise<StudySnapshot> | undefined
    meanwhile.push([
      ({ type }) => type === 'trial-paused',
      'after',
      async () => {
        expect(await there.ask()).toMatchObject({ number: 0, attempt: 2, params: trial.params })
        read = here.refresh()
      },
    ])
    const paused = await here.tell(trial, { state: 'pruned' })
    expect(paused).toMatchObject({ state: 'paused', attempt: 1, memo: { rung: 0 } })
    expect((await read)?.running).toMatchObject([{ number: 0, attempt: 2 }])
    await expect(here.tell(trial, { state: 'pruned' })).rejects.toMatchObject({ code: 'ERR_STALE_ATTEMPT' })
  })
})

describe('an invalid decision', () => {
  it.each([undefined, null, true, 'pause', {}, { action: 'halt' }, { action: 'pause', reason: 3 }])(
    'of a pruner are an error of the objective: %j',
    async (decision) => {
      const study = await open({ pruner: { name: 'mad', decide: () => decision as never } })
      const refused = { code: 'ERR_INVALID_ARGUMENT', message: expect.stringContaining('pruner mad') }
      await expect(study.optimize(training(), { trials: 3 })).rejects.toMatchObject(refused)
      expect(study.trials).toMatchObject([{ state: 'failed', reason: 'error' }])
    },
  )

  it.each([
    ['a trial that has completed', { resume: 0 }, 'received 0: it is completed.'],
    ['a trial that runs', { resume: 1 }, 'received 1: it is running.'],
    ['a trial that does not exist', { resume: 7 }, 'received 7: it does not exist.'],
    ['no decision', undefined, 'received undefined'],
    ['another word', 'wait', 'received "wait"'],
    ['no number', { resume: '1' }, 'received {"resume":"1"}'],
  ])('of a scheduler is refused: %s', async (_, next, message) => {
    let asked: unknown = 'suggest'
    const study = await open({ scheduler: { name: 'mad', next: () => asked as never } })
    await study.tell(await study.ask(), 1)
    await study.ask()
    asked = next
    const refused = { code: 'ERR_INVALID_ARGUMENT', message: expect.stringContaining(message) }
    await expect(study.ask()).rejects.toMatchObject(refused)
    await expect(study.optimize(training(), { trials: 1 })).rejects.toMatchObject(refused)
    expect(study.trials).toHaveLength(2)
  })
})

describe('a scheduler that changes its mind', () => {
  it('starts the trial of its last decision, with the params of that trial', async () => {
    const inner = memoryStorage()
    const chosen: Scheduler = {
      name: 'chosen',
      next: ({ attributes }) => (attributes['next'] === undefined ? 'suggest' : { resume: Number(attributes['next']) }),
    }
    const there = await open({ storage: inner })
    const [storage, meanwhile] = withAppends(inner)
    const here = await open({ storage, pruner: pausesAll, scheduler: chosen })
    await here.optimize(training(), { trials: 2 })
    await here.annotate({ next: 0 })
    meanwhile.push([({ type }) => type === 'trial-started', 'before', () => there.annotate({ next: 1 })])
    const [first, second] = here.trials.map(({ params }) => params)
    expect(first).not.toEqual(second)
    expect(await here.ask()).toMatchObject({ number: 1, attempt: 2, params: second })
    expect((await readStudy(inner, 's')).trials.get(1)).toMatchObject({ state: 'running', params: second })
  })
})

type Meanwhile = readonly [isMeant: (event: StudyEvent) => boolean, when: 'before' | 'after', act: () => Promise<void>]

/** A storage, and what happens once beside its next append of such an event. */
function withAppends(inner: JournalStorage): readonly [JournalStorage, Meanwhile[]] {
  const meanwhile: Meanwhile[] = []
  const storage: JournalStorage = {
    ...inner,
    async append(study, events, ...rest) {
      const index = meanwhile.findIndex(([isMeant]) => events.some(isMeant))
      const [, when, act] = (index >= 0 && meanwhile.splice(index, 1)[0]) || []
      if (when === 'before') await act?.()
      const position = await inner.append(study, events, ...rest)
      if (when === 'after') await act?.()
      return position
    },
  }
  return [storage, meanwhile]
}
