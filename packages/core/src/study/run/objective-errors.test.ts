import { describe, expect, it } from 'vitest'
import { randomSampler } from '../../samplers/random.ts'
import { float } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { createStudy } from '../create-study.ts'
import { FailedTrialError, FatalError } from './objective-errors.ts'

const open = () => createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1 })
const throwing = (error: (number: number) => Error) => (trial: { readonly number: number }) => {
  throw error(trial.number)
}

describe('FailedTrialError', () => {
  it.each([[{}], [{ catch: false }], [{ catch: () => false }], [{ concurrency: 3 }]])(
    'fails its trial and lets the study continue with %o',
    async (options) => {
      const study = await open()
      const objective = throwing((number) => new FailedTrialError(`too large in ${number}`))
      expect(await study.optimize(objective, { trials: 5, ...options })).toEqual({ reason: 'trials', trialCount: 5 })
      expect(study.trials).toMatchObject(
        [0, 1, 2, 3, 4].map((number) => ({ state: 'failed', reason: 'error', error: `too large in ${number}` })),
      )
    },
  )

  it('is not retried, and counts as a consecutive failure', async () => {
    const study = await open()
    const objective = throwing(() => new FailedTrialError('no'))
    const limits = { trials: 9, retries: 3, maxConsecutiveFailures: 2 }
    await expect(study.optimize(objective, limits)).rejects.toMatchObject({ code: 'ERR_TOO_MANY_FAILURES' })
    expect(study.trials.map(({ attempt }) => attempt)).toEqual([1, 1])
  })

  it('is an Error with a name and a cause', () => {
    const cause = new Error('inner')
    expect(new FailedTrialError('outer', { cause })).toMatchObject({
      name: 'FailedTrialError',
      message: 'outer',
      cause,
    })
  })
})

describe('FatalError', () => {
  it.each([[{}], [{ catch: true }], [{ catch: () => true }], [{ retries: 3, catch: true }]])(
    'ends optimize with %o, after its trial was recorded',
    async (options) => {
      const study = await open()
      const fatal = new FatalError('the data are gone')
      await expect(
        study.optimize(
          throwing(() => fatal),
          { trials: 5, ...options },
        ),
      ).rejects.toBe(fatal)
      expect(study.trials).toMatchObject([{ state: 'failed', error: 'the data are gone', attempt: 1 }])
    },
  )

  it('lets concurrent trials finish', async () => {
    const study = await open()
    const objective = async ({ number }: { readonly number: number }) => {
      await Promise.resolve()
      if (number === 0) throw new FatalError('no')
      return number
    }
    await expect(study.optimize(objective, { trials: 5, concurrency: 2, catch: true })).rejects.toThrow('no')
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'completed'])
  })
})
