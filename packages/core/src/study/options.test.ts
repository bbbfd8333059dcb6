import { describe, expect, it } from 'vitest'
import {
  boolean,
  choice,
  createStudy,
  edfData,
  enumerateParams,
  float,
  gpSampler,
  gridOf,
  gridSampler,
  int,
  intermediateValues,
  medianPruner,
  memoryStorage,
  optimizationHistory,
  ordinal,
  parallelCoordinates,
  prediction,
  quasiRandomSampler,
  queueScheduler,
  randomSampler,
  recommendation,
  SweetspotError,
  sliceData,
  space,
  studySummary,
  surrogateSlice,
  validateParams,
} from '../index.ts'

const declared = space({ x: float(0, 1) })
const open = () => createStudy({ space: declared, sampler: randomSampler(), seed: 1 })
const study = await open()
await study.optimize(({ params }) => params.x, { trials: 3 })
const { snapshot } = study

/** Calls with the argument `any`, as callers without types have it. */
const untyped = (call: (any: never) => unknown) => call as (given: unknown) => unknown

async function refusal(call: () => unknown): Promise<SweetspotError> {
  try {
    await call()
  } catch (error) {
    if (error instanceof SweetspotError) return error
    throw error
  }
  throw new Error('It was accepted')
}

/** Every function with options, with a misspelt or foreign option, and the option that was meant. */
const MISSPELT: readonly (readonly [string, (options: never) => unknown, string, string])[] = [
  ['createStudy', createStudy, 'directon', 'direction'],
  ['createStudy', createStudy, 'study_name', 'name'],
  ['createStudy', createStudy, 'load_if_exists', 'loadIfExists'],
  ['optimize', (o) => study.optimize(() => 1, o), 'n_trials', 'trials'],
  ['optimize', (o) => study.optimize(() => 1, o), 'max_trials', 'trials'],
  ['optimize', (o) => study.optimize(() => 1, o), 'n_jobs', 'concurrency'],
  ['optimize', (o) => study.optimize(() => 1, o), 'callbacks', 'onTrial'],
  ['optimize', (o) => study.optimize(() => 1, o), 'triasl', 'trials'],
  ['ask', (o) => study.ask(o), 'detatched', 'detached'],
  ['enqueue', (o) => study.enqueue({ x: 0.5 }, o), 'user_attrs', 'attributes'],
  ['add', (o) => study.add({ x: 0.5 }, 1, o), 'finished_at', 'finishedAt'],
  ['changes', (o) => study.changes(o), 'singal', 'signal'],
  ['recommendation', (o) => study.recommend(o), 'confidense', 'confidence'],
  ['prediction', (o) => study.predict({ x: 0.5 }, o), 'noise', 'noisy'],
  ['float', (o) => float(0, 1, o), 'stepp', 'step'],
  ['int', (o) => int(0, 1, o), 'sampling', 'scale'],
  ['choice', (o) => choice([1, 2], o), 'defualt', 'default'],
  ['ordinal', (o) => ordinal([1, 2], o), 'initial', 'default'],
  ['boolean', (o) => boolean(o), 'value', 'default'],
  ['space', (o) => space({}, o), 'constraint', 'constraints'],
  ['validateParams', (o) => validateParams(declared as never, {}, o), 'parital', 'partial'],
  ['gridOf', (o) => gridOf(declared as never, o), 'search_space', 'values'],
  ['gpSampler', gpSampler, 'n_startup_trials', 'initialTrials'],
  ['gridSampler', gridSampler, 'point', 'points'],
  ['medianPruner', medianPruner, 'n_warmup_steps', 'warmupSteps'],
  ['edfData', (o) => edfData(snapshot, o), 'target_name', 'metric'],
  ['intermediateValues', (o) => intermediateValues(snapshot, o), 'metrik', 'metric'],
  ['optimizationHistory', (o) => optimizationHistory(snapshot, o), 'metrik', 'metric'],
  ['parallelCoordinates', (o) => parallelCoordinates(snapshot, o), 'params', 'parameters'],
  ['sliceData', (o) => sliceData(snapshot, o), 'params', 'parameters'],
  ['prediction', (o) => prediction(snapshot, { x: 0.5 }, o), 'target_name', 'metric'],
  ['recommendation', (o) => recommendation(snapshot, o), 'confidance', 'confidence'],
  ['surrogateSlice', (o) => surrogateSlice(snapshot, o), 'param', 'parameter'],
]

describe('an unknown option', () => {
  it.each(MISSPELT)('of %s is refused with the nearest known one', async (of, call, wrong, right) => {
    const error = await refusal(() => untyped(call)({ [wrong]: 1 }))
    expect(error.code).toBe('ERR_INVALID_ARGUMENT')
    expect(error.message).toContain(`Unknown option "${wrong}" of ${of}; did you mean "${right}"?`)
  })

  it.each([
    ['randomSampler', randomSampler],
    ['quasiRandomSampler', quasiRandomSampler],
    ['queueScheduler', queueScheduler],
  ])('of %s, which has no similar one, is refused', async (of, call) => {
    expect((await refusal(() => untyped(call)({ seed: 1 }))).message).toContain(
      `Unknown option "seed" of ${of}; it has no options.`,
    )
  })

  it('of another function names that function', async () => {
    expect((await refusal(() => untyped(createStudy)({ n_trials: 3 }))).message).toContain(
      'optimize(objective, { trials })',
    )
    const optimize = untyped((options) => study.optimize(() => 1, options))
    expect((await refusal(() => optimize({ sampler: 1 }))).message).toContain('Pass it to createStudy.')
  })
})

describe('createStudy', () => {
  it.each([
    ['sqlite:x.db', 'Write { storage: "sqlite:x.db" }.'],
    ['my study', 'Write { name: "my study" }.'],
    [null, 'received null'],
    [[], 'received []'],
    [7, 'received 7'],
    [declared, 'Unknown option "dimensions"'],
  ])('refuses %s in place of options, with advice', async (given, advice) => {
    expect((await refusal(() => untyped(createStudy)(given))).message).toContain(advice)
  })

  it.each([
    ['clock', {}],
    ['clock', { now: 1, after: () => {} }],
    ['clock', null],
    ['observers', {}],
    ['observers', [null]],
    ['observers', [{ trialFinished: 1 }]],
    ['observers', [{ trialFinish() {} }]],
    ['storage', {}],
    ['storage', { ...memoryStorage(), presence: null }],
    ['loadIfExists', 'yes'],
    ['closeStorage', 1],
    ['directions', 'minimize'],
    ['directions', null],
    ['sampler', null],
    ['pruner', { decide: 1 }],
    ['scheduler', 'queue'],
    ['space', { dimensions: [1], constraints: [] }],
  ])('refuses the %s %o', async (name, given) => {
    expect((await refusal(() => untyped(createStudy)({ [name]: given }))).code).toBe('ERR_INVALID_ARGUMENT')
  })
})

it('accepts an observer whose data have names like a method', async () => {
  const collector = {
    notices: [] as string[],
    notice(text: string) {
      this.notices.push(text)
    },
  }
  const observed = await createStudy({ observers: [collector] })
  observed.notice('seen')
  expect(collector.notices).toEqual(['seen'])
})

it('says what to write for options of the opposite meaning', async () => {
  expect((await refusal(() => untyped(gpSampler)({ deterministic_objective: true }))).message).toContain(
    'Write { noisy: false }',
  )
  expect(
    (await refusal(() => untyped((options) => recommendation(study, options))({ alpha: 0.05 }))).message,
  ).toContain('Write { confidence: 1 - alpha }')
})

it('treats undefined in nested options as omitted, and refuses unknown ones', async () => {
  expect(() =>
    untyped(gpSampler)({
      cost: { of: 'duration', budget: undefined },
      priors: { x: { around: 1, spread: undefined, weights: undefined }, y: { weights: { a: 1 }, around: undefined } },
    }),
  ).not.toThrow()
  expect((await refusal(() => untyped(gpSampler)({ noisy: { sd: 1, foo: 2 } }))).message).toContain(
    'Unknown option "foo" of noisy; its options are sd.',
  )
})

describe('Study', () => {
  it.each([
    ['observe', (given: never) => study.observe(given)],
    ['changes', (given: never) => study.changes({ signal: given })],
    ['optimize', (given: never) => study.optimize(() => 1, { trials: 0, signal: given })],
    ['optimize', (given: never) => study.optimize(() => 1, { trials: 0, observer: given })],
    ['optimize', (given: never) => study.optimize(() => 1, { trials: 0, onTrial: given })],
    ['pause', (given: never) => study.pause(given)],
    ['notice', (given: never) => study.notice(given)],
    ['annotate', (given: never) => study.annotate(given)],
    ['tell', (given: never) => study.tell(given, 1)],
  ])('%s refuses null, {} with wrong functions, and symbols', async (_, call) => {
    for (const given of [null, { notice: 1 }, Symbol('x')]) {
      if (call.toString().includes('annotate') && given !== null && typeof given === 'object') continue
      expect((await refusal(() => untyped(call)(given))).code).toBe('ERR_INVALID_ARGUMENT')
    }
  })

  it('enumerates the params of a grid', () => {
    expect([...enumerateParams(gridOf(declared as never, { points: 2 }))]).toEqual([{ x: 0 }, { x: 1 }])
    expect(studySummary(snapshot).trials).toBe(3)
  })
})

class OwnError extends Error {}
class NoError {}

describe('catch', () => {
  const run = async (option: unknown, error: unknown = new RangeError('out of range')) => {
    const fresh = await open()
    const objective = () => {
      throw error
    }
    const optimize = untyped((options) => fresh.optimize(objective, options))
    return optimize({ trials: 2, catch: option })
  }

  it.each([
    ['true', true],
    ['the class of the error', RangeError],
    ['a class that it extends', Error],
    ['a list with its class', [TypeError, RangeError]],
    ['a function that returns true', () => true],
    ['a list with a function', [TypeError, () => true]],
  ])('continues for %s', async (_, option) => {
    expect(await run(option)).toMatchObject({ reason: 'trials', trialCount: 2 })
  })

  it.each([
    ['false', false],
    ['another class', TypeError],
    ['a class of ours', OwnError],
    ['a list of other classes', [TypeError, OwnError]],
    ['an empty list', []],
    ['a function that returns false', () => false],
  ])('rejects with the error of the objective for %s', async (_, option) => {
    await expect(run(option)).rejects.toBeInstanceOf(RangeError)
  })

  it.each([
    ['a class that is no error', NoError],
    ['a text', 'RangeError'],
    ['null', null],
    ['a list with a text', [RangeError, 'TypeError']],
    ['an object', {}],
    ['a regular expression', /range/],
  ])('refuses %s before any trial runs', async (_, option) => {
    const error = await refusal(() => run(option))
    expect(error.code).toBe('ERR_INVALID_ARGUMENT')
    expect(error.message).toContain('Expected catch to be')
  })

  it('catches any thrown value', async () => {
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    for (const thrown of [undefined, null, Symbol('x'), revoked.proxy]) {
      expect(await run(true, thrown)).toMatchObject({ trialCount: 2 })
      expect(await run([RangeError, () => true], thrown)).toMatchObject({ trialCount: 2 })
    }
  })
})
