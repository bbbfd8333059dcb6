import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { gpSampler } from '../samplers/gp.ts'
import { gridSampler } from '../samplers/grid.ts'
import { quasiRandomSampler } from '../samplers/quasi-random.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'
import { TrialPruned } from './results/outcome.ts'

const samplers: [string, () => Sampler][] = [
  ['random', randomSampler],
  ['quasi-random', quasiRandomSampler],
  ['grid', gridSampler],
  ['gp', gpSampler],
]

const open = (sampler: Sampler, pruner?: Pruner) =>
  createStudy({ sampler, seed: 1, ...(pruner && { pruner }), observers: [{ notice() {} }] })

const alwaysPrunes: Pruner = { name: 'always', decide: () => ({ action: 'stop', reason: 'always' }) }

/** Ends the first trials in some way after their first question; the others ask for a range as well. */
const early =
  (count: number, end: (trial: Trial) => unknown) =>
  async (trial: Trial): Promise<number> => {
    const optimizer = trial.choice('optimizer', ['sgd', 'adam'])
    if (trial.number < count) await end(trial)
    return trial.int('batch', 0, 9) + (optimizer === 'sgd' ? 1 : 0)
  }

describe.each(samplers)('a combination suggested by %s', (name, make) => {
  // A grid of these is gone through after 20 trials that completed.
  const trials = name === 'grid' ? 23 : 15

  it.each([
    [
      'fails',
      () => {
        throw new Error('GPU not ready')
      },
    ],
    [
      'is pruned',
      (trial: Trial) => {
        trial.report(1)
        if (trial.shouldPrune()) throw new TrialPruned()
      },
    ],
    ['times out', () => new Promise(() => {})],
  ])('is not used up by a trial that %s before asking for the second parameter', async (_, end) => {
    const study = await open(make(), alwaysPrunes)
    const options = { trials, catch: true, trialTimeout: 20 }
    expect(await study.optimize(early(3, end), options)).toEqual({ reason: 'trials', trialCount: trials })
    expect(study.snapshot.counts.completed).toBe(trials - 3)
  })

  it('is not used up by a trial that was cancelled', async () => {
    const study = await open(make())
    const end = async (trial: Trial) => {
      await study.cancel(trial.number)
    }
    // A cancelled trial is skipped, and does not count as finished.
    await study.optimize(early(2, end), { trials: 10, catch: true })
    expect(study.snapshot.counts).toMatchObject({ failed: 2, completed: 8 })
  })

  it('is used up by a trial that fails after asking for all parameters', async () => {
    const study = await open(make())
    const seen: string[] = []
    const objective = (trial: Trial) => {
      seen.push(`${trial.choice('a', ['x', 'y'])}${trial.int('n', 1, 3)}`)
      if (seen.length === 4) throw new Error('diverged')
      return seen.length
    }
    expect(await study.optimize(objective, { catch: true })).toEqual({ reason: 'exhausted', trialCount: 6 })
    expect(new Set(seen).size).toBe(6)
  })
})

describe('optimize with an objective that always fails', () => {
  it.each(samplers)('ends with the %s sampler', async (_, make) => {
    const study = await open(make())
    const objective = (trial: Trial) => {
      throw new Error(`never with ${trial.choice('a', [1, 2])}`)
    }
    const result = await study.optimize(objective, { catch: true })
    expect(result.reason).toBe('exhausted')
    expect(result.trialCount).toBeLessThanOrEqual(21)
  })

  it('gives up one branch and enumerates the others', async () => {
    const study = await open(gridSampler())
    const seen: string[] = []
    const objective = (trial: Trial) => {
      const model = trial.choice('model', ['broken', 'tree', 'linear'])
      if (model === 'broken') throw new Error('not installed')
      seen.push(`${model}${trial.int('depth', 1, 3)}`)
      return 1
    }
    expect(await study.optimize(objective, { catch: true })).toMatchObject({ reason: 'exhausted' })
    expect(seen.sort()).toEqual(['linear1', 'linear2', 'linear3', 'tree1', 'tree2', 'tree3'])
  })
})

describe('optimize on an exhausted study', () => {
  it.each(samplers)(
    'calls the objective once with the %s sampler, and continues if it asks for more',
    async (_, make) => {
      const study = await open(make())
      await study.optimize((trial: Trial) => trial.choice('batch', [64, 128]))
      expect(study.snapshot.counts.completed).toBe(2)
      let calls = 0
      const same = (trial: Trial) => {
        calls += 1
        return trial.choice('batch', [64, 128])
      }
      expect(await study.optimize(same)).toEqual({ reason: 'exhausted', trialCount: 1 })
      expect(calls).toBe(1)
      const more = (trial: Trial) => trial.choice('batch', [64, 128]) + trial.int('n', 0, 3)
      expect(await study.optimize(more, { trials: 5 })).toEqual({ reason: 'trials', trialCount: 5 })
      const wider = (trial: Trial) => trial.choice('batch', [64, 128, 256]) + trial.int('n', 0, 3)
      expect(await study.optimize(wider, { trials: 4, concurrency: 3 })).toEqual({ reason: 'trials', trialCount: 4 })
    },
  )

  it('calls the objective once in several lanes, and in all lanes once it asks for more', async () => {
    const study = await open(randomSampler())
    await study.optimize((trial: Trial) => Number(trial.boolean('b')))
    const objective = async (trial: Trial) => {
      const b = trial.boolean('b') ? 1 : 0
      await Promise.resolve()
      return b
    }
    expect(await study.optimize(objective, { concurrency: 3 })).toEqual({ reason: 'exhausted', trialCount: 1 })
    let running = 0
    let most = 0
    const larger = async (trial: Trial) => {
      trial.boolean('b')
      const x = trial.float('x', 0, 1)
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      return x
    }
    expect(await study.optimize(larger, { concurrency: 3, trials: 9 })).toEqual({ reason: 'trials', trialCount: 9 })
    expect(most).toBe(3)
  })

  it('suggests the combination of a lost trial again', async () => {
    const storage = memoryStorage()
    const handle = () =>
      createStudy({
        name: 's',
        storage,
        sampler: gridSampler(),
        seed: 1,
        loadIfExists: true,
        observers: [{ notice() {} }],
      })
    const dying = await handle()
    const trial = await dying.ask()
    trial.choice('a', ['x', 'y'])
    await dying.close()
    const study = await handle()
    const seen: string[] = []
    const objective = (next: Trial) => {
      seen.push(`${next.choice('a', ['x', 'y'])}${next.int('n', 1, 2)}`)
      return 1
    }
    expect(await study.optimize(objective)).toMatchObject({ reason: 'exhausted' })
    expect(seen.sort()).toEqual(['x1', 'x2', 'y1', 'y2'])
  })

  it('does not call the objective for a declared space or beyond a limit', async () => {
    const study = await open(gridSampler())
    await study.optimize((trial: Trial) => trial.int('n', 1, 3))
    const never = () => {
      throw new Error('called')
    }
    expect(await study.optimize(never, { trials: 0 })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(await study.optimize(never, { totalTrials: 3 })).toEqual({ reason: 'trials', trialCount: 0 })
  })
})
