import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { gridSampler } from '../samplers/grid.ts'
import { randomSampler } from '../samplers/random.ts'
import { choice, float, int, when } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const search = space({
  x: float(0, 1),
  optimizer: choice({
    sgd: { momentum: float(0, 0.99), depth: choice({ deep: { skip: int(1, 9) }, flat: {} }) },
    adam: {},
  }),
})
const open = (seed = 1) => createStudy({ space: search, sampler: randomSampler(), seed })

describe('enqueue', () => {
  it('runs complete params before any suggestion, in order and once', async () => {
    const study = await open()
    const first = { x: 0.25, optimizer: 'adam' } as const
    expect(await study.enqueue(first)).toBe(0)
    expect(await study.enqueue({ ...first, x: 0.75 }, { attributes: { why: 'a guess' } })).toBe(1)
    expect(study.snapshot.counts.waiting).toBe(2)
    expect(await study.ask()).toMatchObject({ number: 0, params: first, suggestion: undefined })
    expect(await study.ask()).toMatchObject({
      number: 1,
      params: { ...first, x: 0.75 },
      attributes: { why: 'a guess' },
    })
    expect((await study.ask()).number).toBe(2)
  })

  it('completes partial params with the sampler', async () => {
    const study = await open()
    await study.enqueue({ x: 0.5 })
    const trial = await study.ask()
    expect(trial.params.x).toBe(0.5)
    expect(trial.params).toHaveProperty('optimizer')
    expect(trial.suggestion?.sampler).toBe('random')
  })

  it('refuses a skipIfTried that is not true or false', async () => {
    const study = await createStudy({ space: search, seed: 1 })
    await expect(study.enqueue({ x: 1 } as never, { skipIfTried: 'false' as never })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    })
  })

  it('adds nothing with skipIfTried if a trial has the values already, whatever its state', async () => {
    const study = await open()
    const tried = (x: number) => study.enqueue({ x, optimizer: 'adam' }, { skipIfTried: true })
    expect([await tried(0.25), await tried(0.25), await tried(0.5)]).toEqual([0, 0, 1])
    const running = await study.ask()
    expect(await tried(0.25)).toBe(0)
    await study.tell(running, { state: 'failed' })
    expect(await tried(0.25)).toBe(0)
    expect(await study.enqueue({ x: 0.25, optimizer: 'adam' })).toBe(2)
    expect(await study.enqueue({ optimizer: 'adam' }, { skipIfTried: true })).toBe(0)
    expect(await study.enqueue({ optimizer: 'sgd' }, { skipIfTried: true })).toBe(3)
    expect(study.snapshot.counts.waiting).toBe(3)
    await study.delete(1)
    expect(await tried(0.5)).toBe(4)
  })

  it('compares by value with skipIfTried, also on lattices, in choices of objects, and in define-by-run spaces', async () => {
    const pairs = space({ pair: choice([{ a: 1, b: [2] }, null]), step: float(0, 1, { step: 0.1 }) })
    const study = await createStudy({ space: pairs, sampler: randomSampler(), seed: 1 })
    await study.enqueue({ pair: { a: 1, b: [2] }, step: 0.3 })
    expect(await study.enqueue({ step: 3 * 0.1, pair: { b: [2], a: 1 } }, { skipIfTried: true })).toBe(0)
    expect(await study.enqueue({ step: 0.3, pair: null }, { skipIfTried: true })).toBe(1)

    const byRun = await createStudy({ sampler: randomSampler(), seed: 1 })
    expect(await byRun.enqueue({ x: 0.3 }, { skipIfTried: true })).toBe(0)
    expect(await byRun.enqueue({ x: 0.3 }, { skipIfTried: true })).toBe(0)
    await byRun.optimize((trial) => trial.float('x', 0, 1, { step: 0.1 }), { trials: 1 })
    expect(await byRun.enqueue({ x: 3 * 0.1 }, { skipIfTried: true })).toBe(0)
    expect(await byRun.enqueue({ x: 0.4 }, { skipIfTried: true })).toBe(1)
  })

  it('finds trials of another process with skipIfTried', async () => {
    const options = { name: 'shared', space: search, storage: memoryStorage(), loadIfExists: true } as const
    const [here, there] = [await createStudy(options), await createStudy(options)]
    await there.enqueue({ x: 0.25, optimizer: 'adam' })
    expect(await here.enqueue({ x: 0.25, optimizer: 'adam' }, { skipIfTried: true })).toBe(0)
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('takes the branch of a given value (seed %d)', async (seed) => {
    const study = await open(seed)
    await study.enqueue({ momentum: 0.9 } as never)
    await study.enqueue({ skip: 4 } as never)
    expect((await study.ask()).params).toMatchObject({ optimizer: 'sgd', momentum: 0.9 })
    expect((await study.ask()).params).toMatchObject({ optimizer: 'sgd', depth: 'deep', skip: 4 })
  })

  it.each<[string, unknown, string]>([
    ['a value out of range', { x: 2 }, 'ERR_INVALID_PARAMS'],
    ['an unknown name', { y: 2 }, 'ERR_INVALID_PARAMS'],
    ['an inactive one', { optimizer: 'adam', momentum: 0.5 }, 'ERR_INVALID_PARAMS'],
    ['no object', [0.5], 'ERR_INVALID_PARAMS'],
    ['null', null, 'ERR_INVALID_PARAMS'],
    ['a prototype', JSON.parse('{"__proto__": 1}'), 'ERR_INVALID_PARAMS'],
  ])('refuses %s', async (_, params, code) => {
    const study = await open()
    await expect(study.enqueue(params as never)).rejects.toThrow(code)
    expect(study.snapshot.trials.next).toBe(0)
  })

  it('refuses values that no params can satisfy, so that the queue never blocks', async () => {
    const constrained = space({ a: float(0, 1), b: float(0, 1) }, { constraints: [({ a, b }) => a + b <= 1] })
    const study = await createStudy({ space: constrained, sampler: randomSampler() })
    await expect(study.enqueue({ a: 0.9, b: 0.9 })).rejects.toThrow('ERR_INVALID_PARAMS')
    const forbidden = space({ a: int(0, 9), b: int(0, 9) }, { constraints: [({ a }) => a < 5] })
    const other = await createStudy({ space: forbidden, sampler: randomSampler() })
    await expect(other.enqueue({ a: 7 })).rejects.toThrow('ERR_INFEASIBLE_SPACE')
    await other.enqueue({ b: 7 })
    expect((await other.ask()).params).toMatchObject({ b: 7 })
  })

  it('runs enqueued params again, even if the sampler is exhausted', async () => {
    const study = await createStudy({ space: space({ n: int(0, 9), m: int(0, 1) }), sampler: gridSampler() })
    for (let count = 0; count < 20; count += 1) await study.ask()
    await expect(study.ask()).rejects.toThrow('ERR_SPACE_EXHAUSTED')
    await study.enqueue({ n: 3, m: 1 })
    expect((await study.ask()).params).toEqual({ n: 3, m: 1 })
    await study.enqueue({ n: 3 })
    expect((await study.ask()).params.n).toBe(3)
  })

  it('accepts values off the grid', async () => {
    const study = await createStudy({
      space: space({ x: float(0, 1), n: int(0, 3) }),
      sampler: gridSampler({ points: 3 }),
    })
    await study.enqueue({ x: 0.3 })
    expect((await study.ask()).params.x).toBe(0.3)
    expect((await study.ask()).params).toEqual({ x: 0, n: 0 })
  })

  it('keeps and checks names and values of a space that is not known yet', async () => {
    const study = await createStudy({ sampler: randomSampler() })
    await study.enqueue({ x: 0.5, kind: 'a' })
    for (const [params, code] of [
      [JSON.parse('{"__proto__": 1}'), 'ERR_INVALID_NAME'],
      [{ x: Number.NaN }, 'ERR_INVALID_JSON'],
      [{ '': 1 }, 'ERR_INVALID_NAME'],
      [[1], 'ERR_INVALID_PARAMS'],
      ['x', 'ERR_INVALID_PARAMS'],
    ] as [Params, string][]) {
      await expect(study.enqueue(params)).rejects.toThrow(code)
    }
    const trial = await study.ask()
    expect(trial.float('x', 0, 1)).toBe(0.5)
    expect(trial.choice('kind', ['a', 'b'])).toBe('a')
    await study.tell(trial, 1)
    await study.enqueue({ kind: 'b' })
    const next = await study.ask()
    expect(next.choice('kind', ['a', 'b'])).toBe('b')
    expect(study.snapshot.trials.get(1)?.params).toHaveProperty('x')
  })
})

describe('add', () => {
  it('adds finished trials, which samplers learn from and do not repeat', async () => {
    const study = await createStudy({ space: space({ n: int(0, 2) }), sampler: randomSampler() })
    expect(await study.add({ n: 1 }, 0.5, { attributes: { from: 'paper' } })).toBe(0)
    await study.add({ n: 2 }, { state: 'failed', error: 'out of memory' })
    expect(study.best).toMatchObject({ number: 0, value: 0.5, attributes: { from: 'paper' } })
    expect(study.snapshot.finishedTrials.count).toBe(2)
    expect((await study.ask()).params).toEqual({ n: 0 })
    await expect(study.ask()).rejects.toThrow('ERR_SPACE_EXHAUSTED')
  })

  it('checks params and results', async () => {
    const study = await open()
    await expect(study.add({ x: 0.5 } as never, 1)).rejects.toThrow('ERR_INVALID_PARAMS')
    await expect(study.add({ x: 0.5, optimizer: 'adam' }, 'good' as never)).rejects.toThrow('ERR_INVALID_VALUE')
    const unknown = await createStudy({})
    await expect(unknown.add({ x: 1 }, 1)).rejects.toThrow('ERR_SPACE_REQUIRED')
  })
})

describe('annotate, correct, delete', () => {
  it('annotates the study and its trials', async () => {
    const study = await open()
    await study.annotate({ owner: 'me', tags: ['a'] })
    await study.annotate({ owner: 'you' })
    expect(study.snapshot.attributes).toEqual({ owner: 'you', tags: ['a'] })
    const trial = await study.ask()
    trial.annotate('inside', { epochs: 3 })
    await study.annotate({ outside: null }, 0)
    await study.tell(trial, 1)
    expect(study.trials[0]?.attributes).toEqual({ inside: { epochs: 3 }, outside: null })
    await expect(study.annotate({ a: 1 }, 4)).rejects.toThrow('ERR_TRIAL_NOT_FOUND')
    await expect(study.annotate(JSON.parse('{"__proto__": 1}'))).rejects.toThrow('ERR_INVALID_NAME')
    await expect(study.annotate({ a: () => 1 })).rejects.toThrow('ERR_INVALID_JSON')
    expect(() => trial.annotate('__proto__', 1)).toThrow('ERR_INVALID_NAME')
  })

  it('corrects a result, for better or worse', async () => {
    const study = await open()
    for (const value of [1, 2, Number.NaN]) await study.tell(await study.ask(), value)
    await study.correct(0, 3, 'the wrong metric')
    expect(study.best).toMatchObject({ number: 1, value: 2 })
    await study.correct(2, 0, 'it had converged')
    expect(study.best).toMatchObject({ number: 2, value: 0 })
    await study.correct(2, { state: 'failed' }, 'no, it had not')
    expect(study.best.number).toBe(1)
    expect(study.snapshot.counts).toMatchObject({ completed: 2, failed: 1 })
    await study.ask()
    await expect(study.correct(3, 1, 'too early')).rejects.toThrow('ERR_INVALID_ARGUMENT')
    await expect(study.correct(9, 1, 'nobody')).rejects.toThrow('ERR_TRIAL_NOT_FOUND')
  })

  it('deletes a trial and does not reuse its number', async () => {
    const study = await open()
    for (const value of [1, 2]) await study.tell(await study.ask(), value)
    await study.delete(0)
    expect(study.trials.map(({ number }) => number)).toEqual([1])
    expect(study.best.number).toBe(1)
    expect(study.snapshot.finishedTrials.count).toBe(1)
    expect((await study.ask()).number).toBe(2)
    await expect(study.delete(0)).rejects.toThrow('ERR_TRIAL_NOT_FOUND')
  })

  it('stops a running trial that is deleted, and skips a waiting one', async () => {
    const study = await open()
    const trial = await study.ask()
    await study.enqueue({ x: 0.5 })
    await study.delete(1)
    await study.delete(0)
    expect(trial.signal.aborted).toBe(true)
    await expect(study.tell(trial, 1)).rejects.toThrow('ERR_TRIAL_NOT_FOUND')
    expect((await study.ask()).number).toBe(2)
  })
})

describe('a changed space', () => {
  const before: SearchSpace = space({ x: float(0, 1) }) as SearchSpace
  const after: SearchSpace = space({
    x: float(0, 0.5),
    deep: choice([true, false]),
    n: when({ deep: true }, int(1, 3)),
  }) as SearchSpace

  it('gives a notice, is kept in the journal, and uses the trials that still fit', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 's', storage, space: before })
    await study.add({ x: 0.25 }, 1)
    const notices: string[] = []
    const observers = [{ notice: (text: string) => notices.push(text) }]
    const again = await createStudy({ name: 's', storage, space: after, loadIfExists: true, observers })
    expect(notices).toEqual([expect.stringContaining('The search space of s has changed: ')])
    expect(notices[0]).toContain('x was a number from 0 to 1 and is now a number from 0 to 0.5. deep was added')
    expect(notices[0]).toContain('Samplers learn from 0 of 1 finished trials: those that fit the space')
    expect(again.snapshot.finishedTrials).toMatchObject({ count: 0, incompatible: 1 })
    expect(again.trials).toHaveLength(1)
    const same = await createStudy({ name: 's', storage, space: after, loadIfExists: true, observers })
    expect(notices).toHaveLength(1)
    expect(same.snapshot.position).toBe(again.snapshot.position)
  })

  it('gives notices of changed constraints and of constraints that were not passed', async () => {
    const storage = memoryStorage()
    const notices: string[] = []
    const options = {
      name: 's',
      storage,
      loadIfExists: true,
      observers: [{ notice: (text: string) => notices.push(text) }],
    }
    const constrained = space(
      { x: float(0, 1) },
      { constraints: [{ description: 'x is small', holds: ({ x }) => x < 0.5 }] },
    )
    await createStudy({ ...options, space: before })
    await createStudy({ ...options, space: constrained })
    expect(notices).toEqual([expect.stringContaining('The constraint "x is small" was added.')])
    await createStudy({ ...options, space: constrained })
    expect(notices).toHaveLength(1)
    await createStudy(options)
    expect(notices[1]).toContain('not obeyed: x is small')
    await createStudy({ ...options, space: before })
    expect(notices[2]).toContain('The constraint "x is small" was removed.')
  })
})

describe('add with options', () => {
  const plain = () => createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1 })
  const imported = {
    startedAt: 1_000,
    finishedAt: 61_000,
    measurements: [
      { step: 2, values: { value: 0.4 } },
      { step: 1, values: { value: 0.9 }, at: 2_000 },
    ],
    suggestion: { sampler: 'tpe', phase: 'model', memo: { rung: 1 } },
    attributes: { from: 'optuna' },
  }

  it('keeps the times, curve, suggestion and attributes', async () => {
    const study = await plain()
    const number = await study.add({ x: 0.5 }, 0.3, imported)
    expect(study.snapshot.trials.get(number)).toMatchObject({
      state: 'completed',
      startedAt: 1_000,
      finishedAt: 61_000,
      measurements: [
        { step: 1, values: { value: 0.9 }, at: 2_000 },
        { step: 2, values: { value: 0.4 }, at: 61_000 },
      ],
      suggestion: imported.suggestion,
      attributes: imported.attributes,
    })
  })

  it('adds a waiting trial, or a running one that is told by its number', async () => {
    const study = await plain()
    const waiting = await study.add({ x: 0.25 }, { state: 'waiting' })
    const running = await study.add({ x: 0.75 }, { state: 'running' }, { startedAt: 5 })
    expect(study.snapshot.running).toMatchObject([{ number: running, startedAt: 5, owner: null }])
    const trial = await study.ask()
    expect([trial.number, trial.params]).toEqual([waiting, { x: 0.25 }])
    await study.tell(running, 1)
    expect(study.snapshot.trials.get(running)?.state).toBe('completed')
  })

  it.each([
    ['times out of order', { startedAt: 2, finishedAt: 1 }, 'ERR_INVALID_ARGUMENT'],
    ['an invalid time', { startedAt: Number.NaN }, 'ERR_INVALID_ARGUMENT'],
    ['a step twice', { measurements: [imported.measurements[0], imported.measurements[0]] }, 'ERR_INVALID_ARGUMENT'],
    ['a suggestion without a sampler', { suggestion: { phase: 'model' } }, 'ERR_INVALID_ARGUMENT'],
    ['a value that is no number', { measurements: [{ step: 1, values: { value: 'x' } }] }, 'ERR_INVALID_VALUE'],
  ])('refuses %s', async (_, options, code) => {
    const study = await plain()
    await expect(study.add({ x: 0.5 }, 1, options as never)).rejects.toMatchObject({ code })
    expect(study.trials).toEqual([])
  })
})
