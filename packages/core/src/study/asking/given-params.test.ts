/** Given params are used, or a notice reports that they are not. */
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../journal/memory-storage.ts'
import { readStudy } from '../../journal/read-study.ts'
import { gpSampler } from '../../samplers/gp.ts'
import { gridSampler } from '../../samplers/grid.ts'
import { quasiRandomSampler } from '../../samplers/quasi-random.ts'
import { randomSampler } from '../../samplers/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { boolean, choice, float, int } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { type SearchSpace, space } from '../../space/search-space.ts'
import { createStudy } from '../create-study.ts'
import type { Trial } from '../live/trial.ts'

const branched = space({
  lr: float(1e-4, 0.1, { log: true }),
  optimizer: choice({ sgd: { momentum: float(0, 1) }, adam: {} }),
  layers: int(1, 4),
})

function heard() {
  const notices: string[] = []
  return { notices, observers: [{ notice: (text: string) => notices.push(text) }] }
}

describe('enqueue in a declared space', () => {
  it.each([
    [{ lr: 5 }, 'lr cannot be 5 (a number from 0.0001 to 0.1'],
    [{ lr: 'a' }, 'lr cannot be "a"'],
    [{ lrr: 0.01 }, '"lrr" is not a parameter (did you mean lr?)'],
    [{ Layers: 2 }, '"Layers" is not a parameter (did you mean layers?)'],
    [{ lr: 0.01, lrate: 0.01 }, '"lrate" is not a parameter'],
    [{ layers: 2.5 }, 'layers cannot be 2.5'],
    [{ optimizer: 'adm' }, 'optimizer cannot be "adm"'],
    [{ optimizer: 'adam', momentum: 0.5 }, 'momentum is inactive here'],
    [{ lr: Number.NaN }, 'lr'],
    [{ lr: undefined }, 'lr'],
    [[0.01], 'Expected params to be an object'],
    [null, 'Expected params to be an object'],
  ])('refuses %j', async (params, message) => {
    const study = await createStudy({ space: branched, seed: 1 })
    const enqueued = study.enqueue(params as never)
    await expect(enqueued).rejects.toMatchObject({
      code: 'ERR_INVALID_PARAMS',
      message: expect.stringContaining(message),
    })
    expect(study.trials).toEqual([])
  })

  it('uses a value of a branch whose choice is not given', async () => {
    const study = await createStudy({ space: branched, sampler: randomSampler(), seed: 1 })
    for (let copy = 0; copy < 5; copy += 1) await study.enqueue({ momentum: 0.25 } as never)
    await study.optimize(() => 1, { trials: 5 })
    for (const { params } of study.trials) expect(params).toMatchObject({ optimizer: 'sgd', momentum: 0.25 })
    expect(study.trials[0]).toMatchObject({ given: { momentum: 0.25 }, state: 'completed' })
  })

  it('keeps given values whatever the sampler suggests', async () => {
    const random = randomSampler()
    const deaf: Sampler = {
      name: 'deaf',
      suggest: (snapshot, { known: _known, ...rest }) => random.suggest(snapshot, rest),
    }
    const other = await createStudy({ space: branched, sampler: deaf, seed: 1 })
    await other.enqueue({ lr: 0.0123, layers: 3 } as never)
    await other.optimize(() => 1, { trials: 1 })
    expect(other.trials[0]?.params).toMatchObject({ lr: 0.0123, layers: 3 })
  })

  it.each([randomSampler(), quasiRandomSampler(), gridSampler({ points: 3 }), gpSampler()])(
    'is obeyed by the $name sampler, within constraints and branches',
    async (sampler) => {
      const constraints = [{ description: 'a + b <= 1', holds: ({ a, b }: { a: number; b: number }) => a + b <= 1 }]
      const search = space(
        { a: float(0, 1), b: float(0, 1), kind: choice({ deep: { layers: int(1, 9) }, flat: {} }) },
        { constraints },
      )
      const study = await createStudy<Params>({
        space: search as SearchSpace as SearchSpace<Params>,
        sampler,
        seed: 1,
        observers: [{ notice() {} }],
      })
      await study.optimize(() => 1, { trials: 3 })
      const queue: Params[] = [{ a: 0.87 }, { layers: 7 }, { b: 0.123, kind: 'flat' }, { a: 0.3, b: 0.3, layers: 2 }]
      for (const params of queue) await study.enqueue(params)
      await study.optimize(() => 1, { trials: queue.length })
      for (const [index, given] of queue.entries()) {
        const trial = study.trials[3 + index]
        expect(trial).toMatchObject({ state: 'completed', given, params: given })
        expect((trial?.params['a'] as number) + (trial?.params['b'] as number)).toBeLessThanOrEqual(1)
      }
      await expect(study.enqueue({ a: 0.9, b: 0.9 })).rejects.toThrow('ERR_INFEASIBLE_SPACE')
      await expect(study.enqueue({ a: 0.9, b: 0.9, kind: 'flat' })).rejects.toThrow('ERR_INVALID_PARAMS')
    },
  )

  it('keeps a value that is not on the grid', async () => {
    const study = await createStudy({ space: space({ a: int(1, 3), b: boolean() }), sampler: gridSampler(), seed: 1 })
    await study.enqueue({ a: 2 })
    await study.optimize(() => 1)
    expect(study.trials[0]?.params.a).toBe(2)
  })
})

describe('a queued trial after an edit of the space', () => {
  async function edited(before: SearchSpace, queue: readonly Params[], after: SearchSpace, trials: number) {
    const storage = memoryStorage()
    const { notices, observers } = heard()
    const open = (declared: SearchSpace) =>
      createStudy<Params>({
        name: 's',
        storage,
        loadIfExists: true,
        space: declared as SearchSpace<Params>,
        seed: 1,
        observers,
      })
    const first = await open(before)
    for (const params of queue) await first.enqueue(params)
    const study = await open(after)
    const seen: Params[] = []
    const objective = ({ params }: Trial) => {
      seen.push(params)
      return 1
    }
    const result = await study.optimize(objective, { trials })
    return { study, notices, seen, result, storage }
  }
  const plain = space({ x: float(0, 10) })

  it.each([
    ['a range that was narrowed', plain, { x: 9 }, space({ x: float(0, 5) }), 'x cannot be 9'],
    ['a parameter that was removed', plain, { x: 9 }, space({ y: float(0, 5) }), '"x" is not a parameter'],
    ['a parameter of another kind', plain, { x: 9 }, space({ x: choice(['a', 'b']) }), 'x cannot be 9'],
    [
      'a constraint that came in',
      plain,
      { x: 9 },
      space({ x: float(0, 10) }, { constraints: [{ description: 'x < 5', holds: ({ x }) => x < 5 }] }),
      'the constraint "x < 5" is violated',
    ],
    [
      'a constraint that leaves nothing for a partial one',
      space({ x: int(0, 9), y: int(0, 9) }),
      { x: 9 },
      space({ x: int(0, 9), y: int(0, 9) }, { constraints: [{ description: 'x < 5', holds: ({ x }) => x < 5 }] }),
      'No combination satisfies the constraints',
    ],
    [
      'a branch that is closed',
      branched,
      { lr: 0.01, optimizer: 'sgd', momentum: 0.5, layers: 1 },
      space({ lr: float(1e-4, 0.1), optimizer: choice({ sgd: {}, adam: {} }), layers: int(1, 4) }),
      '"momentum" is not a parameter',
    ],
  ] as const)('fails with a reason and a notice: %s', async (_, before, params, after, why) => {
    const { study, notices, seen, result, storage } = await edited(
      before as SearchSpace,
      [params],
      after as SearchSpace,
      2,
    )
    expect(study.trials[0]).toMatchObject({
      state: 'failed',
      reason: 'invalid-params',
      error: expect.stringContaining(why),
      params,
      given: params,
    })
    expect(notices.filter((text) => text.startsWith('Trial 0 failed before it started'))).toHaveLength(1)
    expect(seen).toHaveLength(2)
    expect(result).toEqual({ reason: 'trials', trialCount: 2 })
    expect(study.snapshot.counts).toMatchObject({ completed: 2, failed: 1, waiting: 0 })
    expect((await readStudy(storage, 's')).trials.get(0)).toEqual(study.trials[0])
    expect(study.snapshot.finishedTrials.incompatible).toBe(0)
  })

  it('is completed if a parameter is new, with a notice on opening', async () => {
    const { seen, notices } = await edited(plain, [{ x: 3 }], space({ x: float(0, 10), y: float(0, 1) }), 1)
    expect(seen).toEqual([{ x: 3, y: expect.any(Number) }])
    expect(notices).toContain('Queued trials without a value for new params, which the sampler will choose: 0.')
  })

  it('is named in a notice on opening if it will fail', async () => {
    const { notices } = await edited(plain, [{ x: 9 }, { x: 1 }, { x: 8 }], space({ x: float(0, 5) }), 1)
    expect(notices).toContain('Queued trials that do not fit the space, and will fail when they start: 0, 2.')
  })

  it('does not count as a failure of the objective', async () => {
    const queue = Array.from({ length: 5 }, () => ({ x: 9 }))
    const storage = memoryStorage()
    const { observers } = heard()
    const shared = { name: 's', storage, loadIfExists: true, seed: 1, observers } as const
    const first = await createStudy({ ...shared, space: plain })
    for (const params of queue) await first.enqueue(params)
    const study = await createStudy({ ...shared, space: space({ x: float(0, 5) }) })
    await study.optimize(() => 1, { trials: 1, maxConsecutiveFailures: 1 })
    expect(study.snapshot.counts).toMatchObject({ failed: 5, completed: 1 })
  })
})

describe('an interrupted trial after an edit of the space', () => {
  it.each([
    ['lacks a parameter', space({ x: float(0, 10), y: float(0, 1) }), 'y is missing'],
    ['is out of range', space({ x: float(100, 200) }), 'x cannot be'],
  ])('fails and does not run with missing params, if it %s', async (_, after, why) => {
    const storage = memoryStorage()
    const { notices, observers } = heard()
    const shared = { name: 's', storage, loadIfExists: true, seed: 1, observers } as const
    const first = await createStudy({ ...shared, space: space({ x: float(0, 10) }) })
    const [retried, pausedTrial] = [await first.ask(), await first.ask()]
    await first.requeue(retried, 'retry')
    expect(pausedTrial.number).toBe(1)
    await first.close()
    const study = await createStudy({
      ...shared,
      space: after as SearchSpace as SearchSpace<Params>,
    })
    const seen: Params[] = []
    await study.optimize(
      ({ params }) => {
        seen.push(params)
        return 1
      },
      { trials: 1 },
    )
    for (const { params } of study.trials.slice(2)) expect(params).not.toHaveProperty('z')
    expect(study.trials.slice(0, 2)).toMatchObject([
      { state: 'failed', reason: 'invalid-params', error: expect.stringContaining(why) },
      { state: 'failed', reason: 'invalid-params', error: expect.stringContaining(why) },
    ])
    expect(seen).toHaveLength(1)
    expect(notices.filter((text) => text.includes('failed before it started'))).toHaveLength(2)
  })

  it('fails if a scheduler resumes it after a pause', async () => {
    const storage = memoryStorage()
    const { notices, observers } = heard()
    const shared = {
      name: 's',
      storage,
      loadIfExists: true,
      seed: 1,
      observers,
      pruner: { name: 'pauses', decide: () => ({ action: 'pause' as const }) },
      scheduler: {
        name: 'resumes',
        next: ({ paused: [first] }: { readonly paused: readonly { readonly number: number }[] }) =>
          first ? { resume: first.number } : ('suggest' as const),
      },
    } as const
    const first = await createStudy({ ...shared, space: space({ x: float(0, 10) }) })
    const trial = await first.ask()
    trial.report(1)
    trial.shouldPrune()
    await first.tell(trial, { state: 'pruned' })
    expect(first.trials[0]?.state).toBe('paused')
    const study = await createStudy({ ...shared, space: space({ x: float(0, 10), y: float(0, 1) }) })
    const next = await study.ask()
    expect(next).toMatchObject({ number: 1, params: { y: expect.any(Number) } })
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'invalid-params', measurements: [{ step: 0 }] })
    expect(notices.at(-1)).toContain('Trial 0 failed before it started: These params do not fit: y is missing')
  })
})

describe('enqueue in a define-by-run space', () => {
  const objective = (trial: Trial) => trial.float('lr', 1e-4, 0.1)

  async function begun() {
    const { notices, observers } = heard()
    const study = await createStudy({ seed: 1, observers })
    await study.optimize(objective, { trials: 2 })
    return { study, notices }
  }

  it.each([
    [{ lr: 5 }, 'lr = 5', 'a number from 0.0001 to 0.1'],
    [{ lr: 'a' }, 'lr = "a"', 'a number from 0.0001 to 0.1'],
    [{ lr: null }, 'lr = null', 'a number'],
  ])('fails a trial whose value does not fit: %j', async (params, given, range) => {
    const { study, notices } = await begun()
    const number = await study.enqueue(params)
    expect(notices).toEqual([
      expect.stringMatching(`^Trial 2 is given ${given.replace('"', '.')}`.replaceAll('"', '.')),
    ])
    const result = await study.optimize(objective, { trials: 3, maxConsecutiveFailures: 1 })
    expect(result).toEqual({ reason: 'trials', trialCount: 3 })
    expect(study.trials[number]).toMatchObject({
      state: 'failed',
      reason: 'invalid-params',
      error: expect.stringContaining(`Trial 2 was given ${given}, but its objective asks for ${range}`),
      given: params,
    })
    expect(study.trials.slice(3).map(({ state }) => state)).toEqual(['completed', 'completed'])
  })

  it('sends a notice with names that were never asked for, and the nearest known ones', async () => {
    const { study, notices } = await begun()
    await study.enqueue({ lrr: 0.01 })
    await study.enqueue({ lr: 0.02, depth: 3 })
    expect(notices.splice(0)).toEqual([
      expect.stringContaining('Trial 2 is given lrr, which no trial has asked for so far (did you mean lr?)'),
      expect.stringContaining('Trial 3 is given depth, which no trial has asked for so far.'),
    ])
    await study.optimize(objective, { trials: 2 })
    expect(notices).toEqual([
      'Trial 2 was given params that its objective did not ask for, so they were not used: lrr (did you mean lr?).',
      'Trial 3 was given params that its objective did not ask for, so they were not used: depth.',
    ])
    expect(study.trials[2]).toMatchObject({ state: 'completed', given: { lrr: 0.01 } })
    expect(study.trials[2]?.params).not.toHaveProperty('lrr')
    expect(study.trials[3]).toMatchObject({ params: { lr: 0.02 }, given: { lr: 0.02, depth: 3 } })
  })

  it('accepts values and names that a changed objective asks for', async () => {
    const { study } = await begun()
    await study.enqueue({ lr: 0.5, depth: 3 })
    await study.optimize((trial) => trial.float('lr', 1e-4, 1) + trial.int('depth', 1, 5), { trials: 1 })
    expect(study.trials[2]).toMatchObject({ state: 'completed', params: { lr: 0.5, depth: 3 }, values: { value: 3.5 } })
  })

  it('sends no notice before a parameter is known, or if all fits', async () => {
    const { notices, observers } = heard()
    const study = await createStudy({ seed: 1, observers })
    await study.enqueue({ lr: 0.01 })
    await study.optimize(objective, { trials: 2 })
    await study.enqueue({ lr: 0.02 })
    await study.optimize(objective, { trials: 1 })
    expect(study.trials.map(({ params }) => params['lr'])).toEqual([0.01, expect.any(Number), 0.02])
    expect(notices).toEqual([])
  })

  it('accepts a value of a branch that is not taken, with a notice', async () => {
    const { notices, observers } = heard()
    const study = await createStudy({ seed: 1, observers })
    const branching = (trial: Trial) =>
      trial.choice('optimizer', ['sgd', 'adam']) === 'sgd' ? trial.float('momentum', 0, 1) : 0
    await study.optimize(branching, { trials: 6 })
    await study.enqueue({ optimizer: 'adam', momentum: 0.5 })
    await study.optimize(branching, { trials: 1 })
    expect(study.trials[6]).toMatchObject({ state: 'completed', params: { optimizer: 'adam' } })
    expect(notices.at(-1)).toContain('so they were not used: momentum')
  })

  it('fails again on a retry, and replaces values that the sampler suggested', async () => {
    const study = await createStudy({ seed: 1, observers: [{ notice() {} }] })
    await study.optimize(objective, { trials: 1 })
    await study.enqueue({ lr: 0.05 })
    const narrower = (trial: Trial) => {
      if (trial.attempt === 1) throw new Error('connection reset')
      return trial.float('lr', 1e-4, 0.01)
    }
    await study.optimize(narrower, { trials: 2, retries: 1 })
    expect(study.trials[1]).toMatchObject({ attempt: 2, state: 'failed', reason: 'invalid-params' })
    expect(study.trials[2]).toMatchObject({ attempt: 2, state: 'completed' })
    expect(study.trials[2]?.params['lr']).toBeLessThanOrEqual(0.01)
  })

  it('does not count a snapped number as replaced', async () => {
    const study = await createStudy({ seed: 1, observers: [{ notice() {} }] })
    const stepped = (high: number) => (trial: Trial) => trial.float('x', 0, 1, { step: 0.1 }) + trial.int('n', 0, high)
    await study.optimize(stepped(9), { trials: 2 })
    await study.enqueue({ x: 3 * 0.1 })
    const phases: unknown[] = []
    const watched = (trial: Trial) => {
      const value = stepped(9)(trial)
      phases.push(trial.suggestion?.phase)
      return value
    }
    await study.optimize(watched, { trials: 1 })
    expect(study.trials[2]).toMatchObject({ params: { x: 0.3 }, suggestion: { phase: expect.any(String) } })
    expect(phases).toEqual([study.trials[2]?.suggestion?.phase])
    expect(phases).not.toEqual(['remade'])
    await study.enqueue({ x: 3 * 0.1 })
    const elsewhere = (trial: Trial) => trial.float('x', 0, 1, { step: 0.1 }) + trial.int('n', 20, 29)
    await study.optimize(elsewhere, { trials: 1 })
    expect(study.trials[3]).toMatchObject({ params: { x: 0.3 }, suggestion: { phase: 'remade' } })
  })

  it('does not use up a combination that failed because a given value did not fit', async () => {
    const study = await createStudy({ seed: 1, sampler: gridSampler(), observers: [{ notice() {} }] })
    const questions = (trial: Trial) => trial.int('a', 1, 2) * 10 + trial.int('b', 1, 2)
    await study.optimize(questions, { trials: 1 })
    const rest = [1, 2].flatMap((a) => [1, 2].map((b) => a * 10 + b)).filter((sum) => sum !== study.best.value)
    await study.enqueue({ a: Math.floor((rest[0] as number) / 10), b: 7 })
    expect(await study.optimize(questions)).toEqual({ reason: 'exhausted', trialCount: 4 })
    expect(study.trials[1]).toMatchObject({ state: 'failed', reason: 'invalid-params' })
    const values = study.trials.slice(2).map((trial) => (trial as { value?: number }).value ?? 0)
    expect(values.sort((a, b) => a - b)).toEqual(rest)
  })

  it('keeps given values with ask and tell', async () => {
    const { study } = await begun()
    await study.enqueue({ lr: 5 })
    const trial = await study.ask()
    expect(() => trial.float('lr', 0, 1)).toThrow('ERR_UNFIT_PARAMS')
    expect(trial.float('other', 0, 1)).toBeTypeOf('number')
  })

  it('fails a trial with an unknown name once the space is declared', async () => {
    const storage = memoryStorage()
    const shared = { name: 's', storage, loadIfExists: true, seed: 1, observers: [{ notice() {} }] } as const
    await (await createStudy(shared)).enqueue({ lrr: 0.01 })
    const study = await createStudy({ ...shared, space: space({ lr: float(0, 1) }) })
    await study.optimize(({ params }) => params.lr, { trials: 1 })
    expect(study.trials[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('"lrr" is not a parameter (did you mean lr?)'),
    })
    expect(study.trials[1]).toMatchObject({ state: 'completed' })
  })
})

describe('added waiting trials', () => {
  it('fail like enqueued ones', async () => {
    const storage = memoryStorage()
    const shared = { name: 's', storage, loadIfExists: true, seed: 1, observers: [{ notice() {} }] } as const
    const first = await createStudy({ ...shared, space: space({ x: float(0, 10) }) })
    await first.add({ x: 9 }, { state: 'waiting' })
    const study = await createStudy({ ...shared, space: space({ x: float(0, 5) }) })
    expect(await study.ask()).toMatchObject({ number: 1 })
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'invalid-params', given: { x: 9 } })
  })
})

it('params that no trial asks for do not damage the study when the trial is told by its number', async () => {
  const study = await createStudy({ seed: 1, observers: [{ notice() {} }] })
  const first = await study.ask()
  first.float('a', 0, 1)
  await study.tell(first, 1)
  await study.discover({ x: int(0, 9) })
  const number = await study.enqueue({ a: 0.5, x: 1, unknown: 2 })
  await study.ask()
  await study.tell(number, 1)
  expect(study.snapshot.space.dimensions.map(({ name }) => name)).toEqual(['a', 'x'])
})
