import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { keyFromSeed, randomStream } from '../math/random.ts'
import { gpSampler } from '../samplers/gp.ts'
import { gridSampler } from '../samplers/grid.ts'
import { quasiRandomSampler } from '../samplers/quasi-random.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { int } from '../space/parameters/parameter.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'

const samplers: [string, () => Sampler][] = [
  ['random', randomSampler],
  ['quasi-random', quasiRandomSampler],
  ['grid', gridSampler],
  ['gp', gpSampler],
]
const quiet = { observers: [{ notice() {} }] }
const turn = () => new Promise((resolve) => setImmediate(resolve))
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A promise that is kept when `open` is called. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** Objectives with few combinations, that wait before, between and after their questions. */
const objectives: [string, (trial: Trial) => Promise<string>][] = [
  [
    'a range',
    async (trial) => {
      await later(trial.number % 3)
      const x = trial.int('x', 0, 10)
      await later((trial.number * 7) % 5)
      return `${x}`
    },
  ],
  [
    'a choice with a branch',
    async (trial) => {
      const kind = trial.choice('kind', ['a', 'b', 'c', 'd', 'e'])
      await later(trial.number % 2)
      return kind === 'b' ? `b${trial.int('n', 1, 7)}` : kind
    },
  ],
  [
    'a range that depends on another',
    async (trial) => {
      const x = trial.int('x', 0, 2)
      await later(1)
      return `${x} ${trial.int('y', 0, 2 * x)}`
    },
  ],
]
const sizes = [11, 11, 1 + 3 + 5]

describe.each(samplers)('the %s sampler in a finite define-by-run space', (_, make) => {
  it.each([1, 2, 4])('suggests each combination once, in %d lanes', async (concurrency) => {
    for (const [index, [, questions]] of objectives.entries()) {
      if (index === 2 && concurrency > 1) continue
      const study = await createStudy({ sampler: make(), seed: 2, ...quiet })
      const seen: string[] = []
      const objective = async (trial: Trial) => {
        seen.push(await questions(trial))
        return 1
      }
      expect(await study.optimize(objective, { concurrency })).toEqual({
        reason: 'exhausted',
        trialCount: sizes[index],
      })
      expect(new Set(seen).size).toBe(sizes[index])
    }
  })

  it.each([2, 4])(
    'suggests each combination once in %d lanes, in whatever order trials ask and end',
    async (concurrency) => {
      for (let seed = 1; seed <= (make === gpSampler ? 3 : 30); seed += 1) {
        const stream = randomStream(keyFromSeed(seed))
        // Turns of the event loop: unlike timers, they interleave alike on busy machines and on idle ones.
        const wait = async () => {
          for (let turns = stream.integer(2 + stream.integer(10)); turns > 0; turns -= 1) await turn()
        }
        const study = await createStudy({ sampler: make(), seed, ...quiet })
        const seen: string[] = []
        const objective = async (trial: Trial) => {
          await wait()
          const kind = trial.choice('kind', ['a', 'b', 'c', 'd', 'e'])
          await wait()
          seen.push(kind === 'b' ? `b${trial.int('n', 1, 7)}` : kind)
          return 1
        }
        await study.optimize(objective, { concurrency })
        expect(seen.toSorted(), `seed ${seed}`).toEqual(['a', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'c', 'd', 'e'])
      }
    },
  )

  it('suggests each combination once in two processes', async () => {
    const storage = memoryStorage()
    const handle = () => createStudy({ name: 's', storage, sampler: make(), seed: 2, loadIfExists: true, ...quiet })
    const [here, there] = [await handle(), await handle()]
    const seen: number[] = []
    const objective = async (trial: Trial) => {
      await later(trial.number % 3)
      seen.push(trial.int('x', 0, 10))
      await later(2)
      return 1
    }
    const results = await Promise.all([here, there].map((study) => study.optimize(objective, { concurrency: 2 })))
    expect(results.map(({ reason }) => reason)).toEqual(['exhausted', 'exhausted'])
    expect(seen.sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})

describe('concurrent first trials', () => {
  it.each(samplers)('get different combinations without communication, with the %s sampler', async (_, make) => {
    const storage = memoryStorage()
    const handle = () => createStudy({ name: 's', storage, sampler: make(), seed: 5, loadIfExists: true, ...quiet })
    const studies = await Promise.all(Array.from({ length: 4 }, handle))
    const trials = []
    for (const study of studies) trials.push(await study.ask())
    // Nothing is written between these: each process knows only that the trials before its own are under way.
    const seen = trials.map((trial) => `${trial.choice('a', ['x', 'y'])}${trial.boolean('b')}`)
    expect(new Set(seen).size).toBe(4)
    for (const [index, trial] of trials.entries()) await studies[index]?.tell(trial, index)
    await expect(studies[0]?.ask()).rejects.toThrow('ERR_SPACE_EXHAUSTED')
  })
})

describe('a running trial with a value that no finished trial has', () => {
  it('is not repeated with parameters that all finished trials have', async () => {
    const study = await createStudy({ sampler: gridSampler(), seed: 1, ...quiet })
    const first = gate()
    const seen: string[] = []
    const objective = async (trial: Trial) => {
      const kind = trial.choice('kind', ['a', 'b', 'c'])
      if (trial.number === 0) await first.opened
      seen.push(kind === 'b' ? `b${trial.int('n', 1, 2)}` : kind)
      // Trial 1 has both parameters, and no trial has ended without the second one.
      if (trial.number === 2) first.open()
      return 1
    }
    await study.optimize(objective, { concurrency: 2 })
    expect(seen).toEqual(['b1', 'b2', 'a', 'c'])
  })
})

describe('suggestions for trials beside running ones', () => {
  /** A sampler that notes how many suggestions each request asks for. */
  const noting = (sampler: Sampler) => {
    const requests: number[] = []
    const suggest: Sampler['suggest'] = (snapshot, request) => {
      requests.push(request.numbers.length)
      return sampler.suggest(snapshot, request)
    }
    return { requests, sampler: { ...sampler, suggest } }
  }

  it('are one more than the trials that have not asked yet', async () => {
    const { requests, sampler } = noting(gridSampler())
    const study = await createStudy({ sampler, seed: 1 })
    await study.ask()
    await study.ask()
    await study.discover({ x: int(0, 9) })
    requests.length = 0
    const trial = await study.ask()
    expect(requests).toEqual([1, 3])
    expect(trial.int('x', 0, 9)).toBe(2)
  })

  it('are not asked for again when a running trial reports', async () => {
    const { requests, sampler } = noting(randomSampler())
    const study = await createStudy({ sampler, seed: 1, ...quiet })
    const { reason } = await study.optimize(
      async (trial) => {
        trial.choice('x', ['only'])
        for (let step = 0; step < 50; step += 1) {
          trial.report(step, step)
          await later(0)
        }
        return 1
      },
      { concurrency: 2, trials: 9 },
    )
    expect(reason).toBe('exhausted')
    expect(requests.length).toBeLessThan(10)
  })
})
