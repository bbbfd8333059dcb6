import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { gpSampler } from '../samplers/gp.ts'
import { choice, float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { CompletedTrial, TrialRecord } from '../trial/trial-record.ts'
import { createStudy } from './create-study.ts'

const search = space({ rate: float(0, 1), optimizer: choice({ sgd: { momentum: float(0, 0.9) }, adam: {} }) })
const open = () => createStudy({ space: search, directions: { loss: 'minimize' }, seed: 1 })

/** What of a record has nothing to do with the study that it is in. */
const content = (trial: TrialRecord) => ({ ...trial, number: undefined, createdAt: undefined, attempt: undefined })

/** A study with a trial in every state. */
async function eventful() {
  const study = await createStudy({
    space: search,
    directions: { loss: 'minimize' },
    seed: 3,
    pruner: {
      name: 'once',
      decide: (_, { number }) => ({ action: number === 7 ? 'pause' : 'continue', reason: 'enough for now' }),
    },
  })
  const completed = await study.ask()
  for (const [step, loss] of [0.9, 0.6, Number.NaN, 0.5].entries()) completed.report({ loss, accuracy: step / 10 })
  completed.annotate('host', { gpu: ['a', null] })
  await study.tell(completed, 0.4)
  await study.tell(await study.ask(), { state: 'pruned' })
  await study.tell(await study.ask(), { state: 'failed', error: 'out of memory' })
  await study.tell(await study.ask(), Number.POSITIVE_INFINITY)
  await study.cancel((await study.ask()).number, 'no longer wanted')
  await study.add({ rate: 0.25, optimizer: 'adam' }, 0.3, { startedAt: 1_000, finishedAt: 5_000 })
  await study.exclude(5, 'measured on another machine')
  await study.ask()
  const paused = await study.ask()
  paused.report(0.7)
  paused.shouldPrune()
  await study.tell(paused, { state: 'pruned' })
  await study.enqueue({ rate: 0.75 }, { attributes: { why: 'a guess' } })
  expect(study.trials.map(({ state }) => state)).toEqual([
    'completed',
    'pruned',
    'failed',
    'failed',
    'failed',
    'completed',
    'running',
    'paused',
    'waiting',
  ])
  return study
}

describe('addTrials', () => {
  it('keeps the finished trials of another study, and queues the others', async () => {
    const old = await eventful()
    const storage = memoryStorage()
    const study = await createStudy({ name: 'new', storage, space: search, directions: { loss: 'minimize' }, seed: 1 })
    await study.add({ rate: 0.5, optimizer: 'adam' }, 1)
    expect(await study.addTrials(old.trials)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const trials of [study.trials, [...(await readStudy(storage, 'new')).trials]]) {
      expect(trials.slice(1, 7).map(content)).toEqual(old.trials.slice(0, 6).map(content))
      expect(trials.slice(7)).toMatchObject(
        old.trials.slice(6).map(({ params, attributes }) => ({ state: 'waiting', attempt: 0, params, attributes })),
      )
    }
    expect((await study.ask()).number).toBe(7)
  })

  it('keeps the values of failed trials, the reason of pruned ones, and the exclusion of waiting ones', async () => {
    const params = { rate: 0.1, optimizer: 'adam' } as const
    const study = await open()
    await study.addTrials([
      { params, state: 'pruned', reason: 'not-finite', values: { loss: 3 } } as never,
      { params, state: 'failed', reason: 'not-finite', values: { loss: 3 } },
      { params, state: 'failed', reason: 'crashed', values: { loss: 7 } },
      { params: { rate: 0.5 }, state: 'waiting', excluded: true },
    ])
    expect(study.trials).toMatchObject([
      { state: 'pruned', reason: 'not-finite', values: { loss: 3 } },
      { state: 'failed', reason: 'not-finite', values: { loss: 3 } },
      { state: 'failed', reason: 'crashed', values: { loss: 7 } },
      { state: 'waiting', excluded: true },
    ])
    const copy = await open()
    await copy.addTrials(study.trials)
    expect(copy.trials.map(content)).toEqual(study.trials.map(content))
  })

  it('writes all trials at once', async () => {
    const storage = memoryStorage()
    let appends = 0
    const counting = {
      ...storage,
      append: (...args: Parameters<typeof storage.append>) => {
        appends += 1
        return storage.append(...args)
      },
    }
    const study = await createStudy({ storage: counting, space: search, directions: { loss: 'minimize' } })
    const rows = Array.from({ length: 500 }, (_, i) => ({
      params: { rate: i / 500, optimizer: 'adam' } as const,
      value: (i / 500 - 0.3) ** 2,
    }))
    expect(await study.addTrials(rows)).toHaveLength(500)
    expect(appends).toBe(1)
    expect(study.best.params.rate).toBe(0.3)
  })

  it('accepts plain objects, completed by default', async () => {
    const study = await open()
    const measurements = [
      { step: 2, values: { loss: 0.5 } },
      { step: 1, values: { loss: 0.9 } },
    ]
    await study.addTrials([
      { params: { rate: 0.1, optimizer: 'adam' }, value: 0.5 },
      { params: { rate: 0.2, optimizer: 'adam' }, values: { loss: 0.4 }, startedAt: 10, finishedAt: 30, measurements },
      { params: { rate: 0.3, optimizer: 'adam' }, state: 'pruned', reason: 'too slow', memo: { rung: 1 } },
      { params: { rate: 0.4, optimizer: 'adam' }, state: 'failed', error: 'diverged', attributes: { host: 'a' } },
      { params: { rate: 0.5, optimizer: 'adam' }, value: 0.1, excluded: true },
      { params: { rate: 0.6 }, state: 'waiting' },
    ])
    expect(study.trials).toMatchObject([
      { state: 'completed', value: 0.5 },
      {
        state: 'completed',
        value: 0.4,
        startedAt: 10,
        finishedAt: 30,
        measurements: [{ step: 1 }, { step: 2, at: 30 }],
      },
      { state: 'pruned', reason: 'too slow', memo: { rung: 1 } },
      { state: 'failed', reason: 'error', error: 'diverged', attributes: { host: 'a' } },
      { state: 'completed', excluded: true },
      { state: 'waiting', params: { rate: 0.6 } },
    ])
    expect(study.best.number).toBe(1)
  })

  it('trains the sampler like trials that ran here', async () => {
    const objective = (rate: number) => (rate - 0.7) ** 2
    const quadratic = () =>
      createStudy({ space: space({ rate: float(0, 1) }), sampler: gpSampler({ initialTrials: 5 }), seed: 2 })
    const old = await quadratic()
    await old.optimize(({ params }) => objective(params.rate), { trials: 8 })
    const study = await quadratic()
    await study.addTrials(old.trials)
    expect((await study.ask()).suggestion?.phase).not.toBe('initial')
    expect((await study.ask()).params).toEqual((await old.ask().then(() => old.ask())).params)
  })

  it('adds trials to a study whose space is define-by-run', async () => {
    const study = await createStudy({ seed: 1 })
    await study.optimize((trial) => trial.int('n', 1, 9), { trials: 1 })
    await study.addTrials([{ params: { n: 4 }, value: 4 }])
    expect(study.trials).toMatchObject([{}, { params: { n: 4 }, value: 4 }])
  })

  it('accepts an empty list', async () => {
    const study = await open()
    expect(await study.addTrials([])).toEqual([])
    expect(study.snapshot.position).toBe(1)
  })

  const fine = { params: { rate: 0.1, optimizer: 'adam' }, value: 0.5 }
  it.each<[string, unknown, string, string]>([
    ['no list', 5, 'ERR_INVALID_ARGUMENT', 'Expected a list of trials'],
    ['a text', 'abc', 'ERR_INVALID_ARGUMENT', 'Expected a list of trials'],
    ['null', null, 'ERR_INVALID_ARGUMENT', 'Expected a list of trials'],
    ['an invalid trial', [fine, 7], 'ERR_INVALID_ARGUMENT', 'Trial 1 of the list'],
    ['an unknown property', [fine, { ...fine, valeu: 1 }], 'ERR_INVALID_ARGUMENT', '"valeu"'],
    ['an unknown state', [fine, { ...fine, state: 'done' }], 'ERR_INVALID_ARGUMENT', '"done"'],
    [
      'params outside of the space',
      [fine, { params: { rate: 5, optimizer: 'adam' }, value: 1 }],
      'ERR_INVALID_PARAMS',
      'Trial 1',
    ],
    ['params that are missing', [fine, { value: 1 }], 'ERR_INVALID_PARAMS', 'Trial 1'],
    [
      'a metric of another study',
      [fine, { params: fine.params, values: { accuracy: 1 } }],
      'ERR_UNKNOWN_METRIC',
      'accuracy',
    ],
    ['no value', [fine, { params: fine.params }], 'ERR_INVALID_VALUE', 'Trial 1'],
    [
      'an unknown reason',
      [fine, { params: fine.params, state: 'failed', reason: 'bad luck' }],
      'ERR_INVALID_VALUE',
      'Trial 1',
    ],
    ['times out of order', [fine, { ...fine, startedAt: 2, finishedAt: 1 }], 'ERR_INVALID_ARGUMENT', 'Trial 1'],
    [
      'queued params outside of the space',
      [fine, { params: { rate: 5 }, state: 'waiting' }],
      'ERR_INVALID_PARAMS',
      'Trial 1',
    ],
  ])('refuses %s, and adds none of the others', async (_, trials, code, text) => {
    const study = await open()
    const wrong = trials as Parameters<typeof study.addTrials>[0]
    await expect(study.addTrials(wrong)).rejects.toMatchObject({ code, message: expect.stringContaining(text) })
    expect(study.trials).toEqual([])
  })

  it('rejects if the study is closed or knows no parameter', async () => {
    const study = await createStudy({ space: space({ n: int(1, 2) }) })
    await study.close()
    await expect(study.addTrials([])).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    const byRunning = await createStudy()
    const trial = { params: { n: 1 }, value: 1 }
    await expect(byRunning.addTrials([trial])).rejects.toMatchObject({ code: 'ERR_SPACE_REQUIRED' })
  })

  it('accepts the records of readStudy', async () => {
    const storage = memoryStorage()
    const old = await createStudy({ name: 'old', storage, space: search, directions: { loss: 'minimize' } })
    await old.add({ rate: 0.5, optimizer: 'adam' }, 0.2)
    const study = await open()
    await study.addTrials((await readStudy(storage, 'old')).trials)
    expect(study.trials.map((trial) => (trial as CompletedTrial).value)).toEqual([0.2])
  })
})
