import { describe, expect, it } from 'vitest'
import { createStudy } from './create-study.ts'

describe('a lane that waits in an exhausted define-by-run space', () => {
  it('wakes when the running trial asks for a wider range, however soon after its start', async () => {
    for (let turns = 0; turns < 30; turns += 1) {
      const study = await createStudy({ seed: 1, observers: [{ notice() {} }] })
      await study.optimize((trial) => trial.int('x', 1, 2), { trials: 1 })
      const other = Promise.withResolvers<boolean>()
      let starts = 0
      await study.optimize(
        async (trial) => {
          starts += 1
          if (starts > 1) {
            other.resolve(true)
            return trial.int('x', 1, 3)
          }
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
          const value = trial.int('x', 1, 3)
          const timer = setTimeout(() => other.resolve(false), 20_000)
          expect(await other.promise, `${turns} turns`).toBe(true)
          clearTimeout(timer)
          return value
        },
        { trials: 2, concurrency: 2 },
      )
    }
  })
})
