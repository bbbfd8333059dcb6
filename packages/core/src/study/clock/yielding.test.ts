import { describe, expect, it } from 'vitest'
import { gpSampler } from '../../samplers/gp.ts'
import { float, int } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { createStudy } from '../create-study.ts'
import { yielding } from './yielding.ts'

/** A clock that advances by a millisecond at each reading. */
function ticking() {
  let now = 0
  let pauses = 0
  return {
    now: () => ++now,
    after: () => () => {},
    pause: async () => {
      pauses += 1
    },
    get pauses() {
      return pauses
    },
  }
}

describe('yielding', () => {
  it('yields when the interval has passed, and not before', async () => {
    const clock = ticking()
    const pause = yielding(clock)
    const given = []
    for (let step = 0; step < 100; step += 1) {
      const turn = pause()
      given.push(turn !== undefined)
      await turn
    }
    expect(clock.pauses).toBe(given.filter(Boolean).length)
    expect(clock.pauses).toBeGreaterThan(3)
    expect(clock.pauses).toBeLessThan(10)
  })

  it('yields in many short computations as in a long one', async () => {
    const clock = ticking()
    let given = 0
    for (let computation = 0; computation < 100; computation += 1) {
      const turn = yielding(clock)()
      if (turn) given += 1
      await turn
    }
    expect(given).toBeGreaterThan(3)
    expect(given).toBeLessThan(10)
  })

  it('shares a yield between concurrent computations', async () => {
    let [steps, most] = [0, 0]
    let now = 0
    const clock = {
      now: () => ++now,
      after: () => () => {},
      pause: () =>
        new Promise<void>((resolve) => {
          setImmediate(() => {
            most = Math.max(most, steps)
            steps = 0
            resolve()
          })
        }),
    }
    const compute = async () => {
      const pause = yielding(clock)
      for (let step = 0; step < 100; step += 1) {
        steps += 1
        await pause()
      }
    }
    await Promise.all(Array.from({ length: 6 }, compute))
    expect(most).toBeGreaterThan(10)
    // As long as one of them alone, plus a step of each.
    expect(most).toBeLessThanOrEqual(16 + 6)
  })

  it('never yields with a clock without pause', () => {
    const pause = yielding({ now: () => 1e9, after: () => () => {} })
    expect(pause()).toBeUndefined()
  })
})

describe('a study with a slow sampler', () => {
  const search = space({ x: float(0, 1), y: float(1e-4, 1, { scale: 'log' }), k: int(1, 9) })
  const objective = ({ x, y, k }: { x: number; y: number; k: number }) => (x - 0.3) ** 2 + Math.log(y) ** 2 / 50 + k / 9
  const asked = async (clock: ReturnType<typeof ticking> | undefined) => {
    const study = await createStudy({ space: search, sampler: gpSampler(), seed: 4, ...(clock && { clock }) })
    for (let trial = 0; trial < 14; trial += 1) {
      const { number, params } = await study.ask()
      await study.tell(number, objective(params))
    }
    return study.trials.map(({ params }) => params)
  }

  it('yields to the event loop without changing suggestions', async () => {
    const clock = ticking()
    const often = await asked(clock)
    expect(clock.pauses).toBeGreaterThan(20)
    expect(await asked(undefined)).toEqual(often)
  })

  it('learns after a result, before the next ask', async () => {
    const clock = ticking()
    const sampler = gpSampler()
    const learned: number[] = []
    const watched = {
      ...sampler,
      learn: async (...[snapshot, pause]: Parameters<NonNullable<typeof sampler.learn>>) => {
        await sampler.learn?.(snapshot, pause)
        learned.push(snapshot.finishedTrials.count)
      },
    }
    const study = await createStudy({ space: search, sampler: watched, seed: 4, clock })
    for (let trial = 0; trial < 8; trial += 1) {
      const { number, params } = await study.ask()
      await study.tell(number, objective(params))
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    expect(learned).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })
})
