import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createStudy,
  float,
  memoryStorage,
  randomSampler,
  type Scheduler,
  SweetspotError,
  space,
  type Trial,
  TrialPruned,
} from '../index.ts'

const CAUSE = new Error('the disk is full')

/** Failures of user functions. */
const FAILURES: readonly (readonly [string, () => unknown, unknown])[] = [
  [
    'throws',
    () => {
      throw CAUSE
    },
    CAUSE,
  ],
  [
    'throws undefined',
    () => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw undefined
    },
    undefined,
  ],
]
const REJECTIONS: readonly (readonly [string, () => unknown, unknown])[] = [
  ['rejects', () => Promise.reject(CAUSE), CAUSE],
  ['rejects with undefined', () => Promise.reject(undefined), undefined],
]

const unhandled: unknown[] = []
const take = (reason: unknown) => unhandled.push(reason)
beforeAll(() => void process.on('unhandledRejection', take))
afterAll(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', take)
  expect(unhandled).toEqual([])
})

const search = space({ x: float(0, 1) })
const reporting = (trial: Trial<{ x: number }>) => {
  trial.report(1)
  trial.shouldPrune()
  return 1
}

async function open(part: object = {}) {
  const notices: string[] = []
  const study = await createStudy({
    space: search,
    sampler: randomSampler(),
    observers: [{ notice: (text) => notices.push(text) }],
    ...part,
  })
  return { study, notices }
}

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'It went on',
    (error: unknown) => error,
  )
}

describe('onTrial', () => {
  it.each([...FAILURES, ...REJECTIONS])('%s: optimize rejects with it', async (_, onTrial, cause) => {
    const { study } = await open()
    expect(await refusal(study.optimize(() => 1, { trials: 5, onTrial }))).toBe(cause)
    expect(study.trials).toHaveLength(1)
  })

  it('is awaited before the next trial of its lane, while other lanes continue', async () => {
    const { study } = await open()
    const order: string[] = []
    const onTrial = async ({ number }: { readonly number: number }) => {
      order.push(`begin ${number}`)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(`end ${number}`)
    }
    await study.optimize(({ number }) => order.push(`run ${number}`), { trials: 2, onTrial })
    expect(order).toEqual(['run 0', 'begin 0', 'end 0', 'run 1', 'begin 1', 'end 1'])
  })

  it('ends optimize after the running trials have finished', async () => {
    const { study } = await open()
    const objective = async ({ number }: { readonly number: number }) => {
      if (number === 1) await new Promise((resolve) => setTimeout(resolve, 20))
      return 1
    }
    const onTrial = async ({ number }: { readonly number: number }) => {
      if (number === 0) throw CAUSE
    }
    expect(await refusal(study.optimize(objective, { trials: 9, concurrency: 2, onTrial }))).toBe(CAUSE)
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed'])
  })
})

describe('an observer', () => {
  const occasions = ['trialStarted', 'trialReported', 'trialFinished', 'trialPaused'] as const
  const cases = occasions.flatMap((occasion) =>
    [...FAILURES, ...REJECTIONS].map(([how, call]) => [occasion, how, call] as const),
  )
  it.each(cases)('whose %s %s does not affect the study and gives one notice', async (occasion, _, call) => {
    const pruner = { name: 'pauses', decide: () => ({ action: 'pause' as const }) }
    const { study, notices } = await open(occasion === 'trialPaused' ? { pruner } : {})
    study.observe({ [occasion]: call })
    const objective = occasion === 'trialPaused' ? pausing : reporting
    expect(await study.optimize(objective, { trials: 3 })).toMatchObject({ reason: 'trials' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(notices.filter((text) => text.includes(`failed in ${occasion}`))).toHaveLength(1)
  })

  it.each([...FAILURES, ...REJECTIONS])('whose notice %s does not affect the study', async (_, notice) => {
    const study = await createStudy({ observers: [{ notice }] })
    study.notice('a text')
    await new Promise((resolve) => setImmediate(resolve))
    expect(await study.optimize((trial) => trial.float('x', 0, 1), { trials: 1 })).toMatchObject({ trialCount: 1 })
  })
})

function pausing(trial: Trial<{ x: number }>): number {
  trial.report(1)
  if (trial.shouldPrune()) throw new TrialPruned()
  return 1
}

/** Parts that decide synchronously, by their name. */
const DECISIONS: readonly (readonly [string, (call: () => never) => Promise<unknown>, string])[] = [
  [
    'a pruner',
    async (decide) => (await open({ pruner: { name: 'mine', decide } })).study.optimize(reporting, { trials: 1 }),
    'pruner mine',
  ],
  [
    'a scheduler',
    async (next) =>
      (await open({ scheduler: { name: 'mine', next } satisfies Scheduler })).study.optimize(() => 1, { trials: 1 }),
    'scheduler mine',
  ],
  [
    'a stopping rule',
    async (isMet) => (await open()).study.optimize(() => 1, { trials: 1, stopping: [{ name: 'mine', isMet }] }),
    'stopping rule mine',
  ],
  [
    'a constraint',
    async (holds) =>
      (await open({ space: space({ x: float(0, 1) }, { constraints: [{ description: 'mine', holds }] }) })).study.ask(),
    'constraint "mine"',
  ],
  [
    'advise of a sampler',
    async (advise) => (await open({ sampler: { ...randomSampler(), advise } })).study.optimize(() => 1, { trials: 1 }),
    'advise',
  ],
  ['catch', async (test) => (await open()).study.optimize(() => { throw new Error('of the objective') }, { trials: 1, catch: test }), 'catch'], // biome-ignore format: one line each
]

describe.each(DECISIONS)('%s', (_, use, named) => {
  it.each(FAILURES)('that %s ends the call with ERR_CALLBACK_FAILED and the cause', async (_how, call, cause) => {
    const error = await refusal(use(call as () => never))
    expect(error).toBeInstanceOf(SweetspotError)
    expect(error).toMatchObject({ code: 'ERR_CALLBACK_FAILED', cause })
    expect(String(error)).toContain(named)
  })

  it.each([...REJECTIONS, ['resolves', () => Promise.resolve(true), undefined] as const])(
    'that %s is refused, and not taken for true',
    async (_how, call) => {
      const error = await refusal(use(call as () => never))
      expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
      expect(String(error)).toContain('received a promise')
    },
  )
})

/** Parts that may answer asynchronously. */
const SLOW: readonly (readonly [string, (call: () => never) => Promise<unknown>])[] = [
  ['a sampler', async (suggest) => (await open({ sampler: { name: 'mine', suggest } })).study.ask()],
  ['an executor', async (run) => (await open()).study.optimize({ run, close: async () => {} }, { trials: 1 })],
]

describe.each(SLOW)('%s', (_, use) => {
  it.each([...FAILURES, ...REJECTIONS])(
    'that %s ends the call with ERR_CALLBACK_FAILED and the cause',
    async (_how, call, cause) => {
      expect(await refusal(use(call as () => never))).toMatchObject({ code: 'ERR_CALLBACK_FAILED', cause })
    },
  )

  it('that returns an invalid answer is refused', async () => {
    expect(await refusal(use((() => 7) as unknown as () => never))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
  })
})

describe('learn of a sampler', () => {
  it.each([...FAILURES, ...REJECTIONS])('that %s does not affect the study', async (_, learn) => {
    const { study } = await open({ sampler: { ...randomSampler(), learn } })
    expect(await study.optimize(() => 1, { trials: 2 })).toMatchObject({ trialCount: 2 })
  })
})

describe('a storage', () => {
  it.each([...FAILURES, ...REJECTIONS])('whose watch %s does not affect the study', async (_, watch) => {
    const { study } = await open({ storage: { ...memoryStorage(), watch } })
    const changes = study.changes()
    expect(await study.optimize(() => 1, { trials: 1 })).toMatchObject({ trialCount: 1 })
    await changes.return?.()
  })

  it.each([...FAILURES, ...REJECTIONS])('whose heartbeat %s causes no unhandled rejection', async (_, beat) => {
    const storage = memoryStorage()
    const { study } = await open({ storage: { ...storage, presence: { ...storage.presence, beat } } })
    expect(await refusal(study.optimize(() => 1, { trials: 1 }))).not.toBe('It went on')
  })
})
