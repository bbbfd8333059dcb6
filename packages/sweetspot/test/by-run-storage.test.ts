import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gridSampler, randomSampler, type Sampler, type Trial } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStudy } from '../src/create-study.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (sampler: Sampler) =>
  createStudy({
    name: 's',
    storage: `sqlite:${join(folder, 'studies.db')}`,
    sampler,
    seed: 1,
    loadIfExists: true,
    observers: [{ notice() {} }],
  })

describe.each([
  ['random', randomSampler],
  ['grid', gridSampler],
])('a define-by-run space, in a file, by %s', (_, make) => {
  it('is enumerated once by two handles', async () => {
    const studies = [await open(make()), await open(make())]
    const seen: number[] = []
    const objective = async (trial: Trial) => {
      seen.push(trial.int('x', 0, 10))
      await new Promise((resolve) => setTimeout(resolve, 1))
      return 1
    }
    await Promise.all(studies.map((study) => study.optimize(objective, { concurrency: 2 })))
    await Promise.all(studies.map((study) => study.close()))
    expect(seen.sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('continues after early failures and after an edit, when it is opened again', async () => {
    const first = await open(make())
    const early = (trial: Trial) => {
      throw new Error(`not ready for ${trial.choice('optimizer', ['sgd', 'adam'])}`)
    }
    await first.optimize(early, { trials: 2, catch: true })
    await first.close()
    const second = await open(make())
    const whole = (trial: Trial) =>
      trial.int('n', 1, 3) + (trial.choice('optimizer', ['sgd', 'adam']) === 'sgd' ? 1 : 0)
    expect(await second.optimize(whole)).toEqual({ reason: 'exhausted', trialCount: 6 })
    await second.close()
    const third = await open(make())
    const edited = (trial: Trial) =>
      trial.int('n', 3, 5) + (trial.choice('optimizer', ['sgd', 'adam']) === 'sgd' ? 1 : 0)
    const { reason, trialCount } = await third.optimize(edited)
    expect(reason).toBe('exhausted')
    // Of the six combinations now, the two with n = 3 were tried before; the first call may repeat one of these.
    expect(trialCount).toBeGreaterThanOrEqual(4)
    expect(trialCount).toBeLessThanOrEqual(5)
    const tried = third.trials.filter(({ state }) => state === 'completed').map(({ params }) => JSON.stringify(params))
    expect(new Set(tried).size).toBe(10)
    await third.close()
  })
})
