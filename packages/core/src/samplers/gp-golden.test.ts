/**
 * Golden tests: the Gaussian-process sampler's suggestions equal those in `golden/` bit for bit. A change that is meant
 * to change suggestions says so and rewrites the files: `npx vitest run gp-golden -u`.
 */
import { describe, expect, it } from 'vitest'
import { prediction } from '../analysis/prediction.ts'
import { recommendation } from '../analysis/recommendation.ts'
import { surrogateSlice } from '../analysis/surrogate-slice.ts'
import { foldIn, keyFromSeed, randomStream } from '../math/random.ts'
import { choice, float, int, ordinal } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import type { Trial } from '../study/live/trial.ts'
import type { TrialResult } from '../study/results/outcome.ts'
import type { Study } from '../study/study.ts'
import type { StudyOptions } from '../study/study-options.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import { type GpSamplerOptions, gpSampler } from './gp.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))

const MIXED = space({
  rate: float(1e-5, 1, { log: true }),
  layers: int(1, 4),
  width: ordinal([16, 32, 64]),
  optimizer: choice({ sgd: { momentum: float(0, 0.9) }, adam: {} }),
}) as SearchSpace

/** A bowl over any params, with its minimum at 0.3 of each range. */
function bowl(params: Params): number {
  return Object.entries(params).reduce((sum, [name, value]) => sum + distance(name, value) ** 2, 0)
}

function distance(name: string, value: unknown): number {
  if (typeof value === 'string') return value === 'sgd' ? 0.2 : 0.1
  const x = value as number
  if (name === 'rate') return Math.log10(x) / 5 + 0.7
  if (name === 'width') return x / 64 - 0.3
  return name === 'layers' ? x / 4 - 0.3 : x - 0.3
}

type Finish = (study: Study, trial: Trial, number: number) => Promise<unknown>

interface Scenario extends StudyOptions {
  readonly gp?: GpSamplerOptions
  /** Number of trials added at the start, with random params. */
  readonly before?: number
  readonly trials: number
  readonly workers?: number
  readonly finish?: Finish
}

const value: Finish = (study, trial) => study.tell(trial, bowl(trial.params))

/** The study after the scenario, and a line for each suggestion. */
async function played({ gp, before = 0, trials, workers = 1, finish = value, ...options }: Scenario) {
  const clock = simulatedClock(idle)
  const study = await createStudy({ seed: 7, clock, sampler: gpSampler(gp), observers: [{ notice() {} }], ...options })
  for (let number = 0; number < before; number += 1) {
    const params = sampleParams(options.space as SearchSpace, foldIn(keyFromSeed(3), number))
    await study.add(params, bowl(params))
  }
  const lines: string[] = []
  const open: Trial[] = []
  for (let asked = 0; asked < trials || open.length > 0; ) {
    while (open.length < workers && asked < trials) {
      const trial = await study.ask()
      asked += 1
      open.push(trial)
      lines.push(JSON.stringify([trial.number, trial.params, trial.suggestion]))
    }
    await clock.advance(10)
    // Not the first one: trials end out of order.
    const [ended] = open.splice(open.length > 1 ? 1 : 0, 1) as [Trial]
    await clock.advance(1 + (ended.number % 5))
    await finish(study as Study, ended, ended.number)
  }
  return { study, lines }
}

const hostile: Finish = async (study, trial, number) => {
  const loss = bowl(trial.params)
  const ends: readonly TrialResult<string>[] = [{ state: 'failed', error: 'no' }, Number.NaN, { state: 'pruned' }]
  trial.report(2 * loss, 0)
  if (number % 3 === 0) trial.report(1.5 * loss, 4)
  return study.tell(trial, number % 4 === 3 ? (ends[number % 3] as TrialResult<string>) : loss)
}

const SCENARIOS: { readonly [name: string]: Scenario } = {
  branches: { space: MIXED, trials: 40 },
  'branches-and-pending': { space: MIXED, trials: 40, workers: 4 },
  'failures-and-pruned': { space: MIXED, trials: 40, workers: 2, finish: hostile },
  'many-workers': { space: MIXED, trials: 30, workers: 10 },
  constraints: {
    space: MIXED,
    constraints: { memory: { atMost: 3 }, speed: { atLeast: 0.2 } },
    trials: 30,
    workers: 2,
    finish: (study, trial, number) => {
      const { layers, rate } = trial.params as { layers: number; rate: number }
      const measured = number % 6 === 5 ? {} : { speed: -Math.log10(rate) / 5 }
      return study.tell(trial, { value: bowl(trial.params), memory: layers + rate, ...measured } as never)
    },
  },
  'several-metrics': {
    space: MIXED,
    directions: { loss: 'minimize', size: 'maximize' },
    trials: 25,
    workers: 2,
    finish: (study, trial) =>
      study.tell(trial, { loss: bowl(trial.params), size: (trial.params as { layers: number }).layers }),
  },
  maximize: {
    space: MIXED,
    direction: 'maximize',
    trials: 25,
    finish: (study, trial) => study.tell(trial, -bowl(trial.params)),
  },
  preferences: {
    space: MIXED,
    gp: {
      priors: { rate: { around: 1e-2 }, optimizer: { weights: { adam: 3 } } },
      cost: { of: 'duration', budget: 1_000 },
    },
    trials: 25,
  },
  noisy: {
    space: MIXED,
    gp: { noisy: { sd: 0.05 }, initialTrials: 3 },
    trials: 25,
    finish: (study, trial, number) =>
      study.tell(trial, bowl(trial.params) + 0.05 * randomStream(foldIn(keyFromSeed(5), number)).normal()),
  },
  'by-run': {
    trials: 20,
    finish: (study, trial, number) => {
      const rate = trial.float('rate', 1e-5, 1, { log: true })
      const optimizer = trial.choice('optimizer', ['sgd', 'adam'])
      if (optimizer === 'sgd') trial.float('momentum', 0, 0.9)
      if (number % 7 === 5) return study.tell(trial, { state: 'failed' })
      return study.tell(trial, bowl(trial.params) + rate)
    },
  },
  'small-space': {
    space: space({ layers: int(1, 4), width: ordinal([16, 32, 64, 128, 256]) }) as SearchSpace,
    trials: 15,
  },
  'many-dimensions': {
    space: space(Object.fromEntries(Array.from({ length: 55 }, (_, i) => [`x${i}`, float(0, 1)]))) as SearchSpace,
    before: 130,
    trials: 3,
  },
  'after-100': { space: MIXED, before: 100, trials: 4, workers: 2 },
  'after-200': { space: MIXED, before: 200, trials: 4, workers: 2 },
  'after-500': { space: MIXED, before: 500, trials: 3, workers: 2 },
}

describe('suggestions', () => {
  it.each(Object.entries(SCENARIOS))('equal the golden file bit for bit: %s', async (name, scenario) => {
    const { study, lines } = await played(scenario)
    expect(lines.length).toBe(scenario.trials)
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/${name}.txt`)
    await study.close()
  })
})

describe('predictions of the model', () => {
  it('equal the golden file bit for bit', async () => {
    const { study } = await played({ ...(SCENARIOS['failures-and-pruned'] as Scenario), trials: 30 })
    const { snapshot } = study
    const best = study.best.params as Params
    const { mean, low, high, numbers, tied } = recommendation(snapshot)
    const predictions = {
      prediction: prediction(snapshot, best),
      recommendation: { mean, low, high, numbers, tied: tied.map(({ probabilityBetter }) => probabilityBetter) },
      slice: surrogateSlice(snapshot, { parameter: 'rate', resolution: 11 })?.points,
    }
    await expect(`${JSON.stringify(predictions, undefined, 1)}\n`).toMatchFileSnapshot('golden/model.txt')
  })
})
