/** Pruners and analyses see the curve of the latest attempt only, unless it resumed a paused one. */
import { describe, expect, it } from 'vitest'
import { intermediateValues } from '../analysis/intermediate-values.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { medianPruner } from '../pruners/median.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'
import { TrialPruned } from './results/outcome.ts'

const search = space({ x: float(0, 1) })

describe('an attempt after a retry', () => {
  it('is not pruned because of reports of the previous attempt', async () => {
    const pruner = medianPruner({ startupTrials: 5, warmupSteps: 5 })
    const study = await createStudy({ space: search, sampler: randomSampler(), seed: 1, pruner })
    const pruned: string[] = []
    const objective = (trial: Trial<{ x: number }>) => {
      const isBad = trial.number === 5 && trial.attempt === 1
      for (let epoch = 0; epoch < 8; epoch += 1) {
        trial.report(10 - epoch + (isBad ? 0.5 : 0), epoch)
        if (trial.shouldPrune() && !isBad) {
          pruned.push(`${trial.number}/${trial.attempt} at ${epoch}`)
          throw new TrialPruned()
        }
        if (isBad && epoch === 7) throw new Error('connection reset')
      }
      return 3
    }
    await study.optimize(objective, { trials: 6, retries: 1 })
    expect(pruned).toEqual([])
    expect(study.trials[5]).toMatchObject({ state: 'completed', attempt: 2 })
    expect(study.trials[5]?.measurements.map(({ values }) => values.value)).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
    expect(study.trials[5]?.earlierAttempts).toMatchObject([{ attempt: 1, end: 'retry', error: 'connection reset' }])
    const points = intermediateValues(study.snapshot).curves[5]?.points
    expect(points?.map(({ value }) => value)).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
  })

  it('counts its steps from 0, also in a define-by-run space', async () => {
    const study = await createStudy({ seed: 1 })
    const objective = (trial: Trial) => {
      const x = trial.float('x', 0, 1)
      for (const value of trial.attempt === 1 ? [100, 101, 102, 103] : [1, 2]) trial.report(value)
      if (trial.attempt === 1) throw new Error('out of luck')
      return x
    }
    await study.optimize(objective, { trials: 1, retries: 1 })
    expect(study.trials[0]?.measurements.map(({ step, values }) => [step, values.value])).toEqual([
      [0, 1],
      [1, 2],
    ])
  })
})

describe('an attempt after the death of a process', () => {
  it('has its own curve, live and after replay', async () => {
    const storage = memoryStorage()
    const open = () =>
      createStudy({ name: 's', storage, loadIfExists: true, space: search, seed: 1, observers: [{ notice() {} }] })
    const first = await open()
    const lost = await first.ask()
    for (const value of [9, 8, 7]) lost.report(value)
    await first.close()
    const second = await open()
    await second.reclaim()
    const again = await second.ask()
    expect([again.number, again.attempt]).toEqual([0, 2])
    again.report(5)
    await second.tell(again, 4)
    for (const { trials } of [second, await open()]) {
      expect(trials[0]?.measurements.map(({ step, values }) => [step, values.value])).toEqual([[0, 5]])
      expect(trials[0]?.earlierAttempts?.map(({ end, measurements }) => [end, measurements.length])).toEqual([
        ['lost', 3],
      ])
    }
  })
})

describe('a trial resumed after a pause', () => {
  const resume = async (steps: readonly (readonly [step: number | undefined, value: number])[]) => {
    const study = await createStudy({
      space: search,
      seed: 1,
      pruner: { name: 'pauses', decide: (_, { attempt }) => ({ action: attempt === 1 ? 'pause' : 'continue' }) },
      scheduler: { name: 'resumes', next: ({ paused: [first] }) => (first ? { resume: first.number } : 'suggest') },
    })
    const trial = await study.ask()
    for (const value of [100, 101, 102, 103]) trial.report(value)
    expect(trial.shouldPrune()).toBe(true)
    await study.tell(trial, { state: 'pruned' })
    const resumed = await study.ask()
    for (const [step, value] of steps) resumed.report(value, step)
    await study.tell(resumed, 1)
    return study.trials[0]?.measurements.map(({ step, values }) => [step, values.value])
  }

  it('continues its curve from a checkpoint', async () => {
    const before = [100, 101, 102, 103].map((value, step) => [step, value])
    expect(await resume([[undefined, 50]])).toEqual([...before, [4, 50]])
  })

  it('replaces steps that it repeats', async () => {
    const again = [
      [0, 1],
      [1, 2],
    ] as const
    expect(await resume(again)).toEqual(again)
  })
})
