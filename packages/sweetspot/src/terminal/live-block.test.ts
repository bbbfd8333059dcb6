import { createStudy, float, randomSampler, space } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { bar, type ProgressState, remaining } from './live-block.ts'

describe('bar', () => {
  it('fills in eighths of a cell', () => {
    expect([0, 0.5, 1, 2, -1].map((share) => bar(share, 4))).toEqual(['░░░░', '██░░', '████', '████', '░░░░'])
    expect(bar(0.4, 4)).toBe('█▋░░')
    expect(bar(0.01, 4)).toBe('░░░░')
  })

  it('always has its width', () => {
    for (let share = 0; share <= 1; share += 0.01) expect(bar(share, 7)).toHaveLength(7)
  })
})

describe('remaining', () => {
  const state = async (
    finished: number,
    finishedBefore: number,
    trials: number | undefined,
  ): Promise<ProgressState> => {
    const study = await createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler() })
    for (let count = 0; count < finished; count += 1) await study.add({ x: 0.5 }, 1)
    return {
      snapshot: study.snapshot,
      running: [],
      began: 0,
      finishedBefore,
      trials,
      steps: undefined,
      stepName: 'step',
    }
  }

  it('uses only trials since the display started', async () => {
    // 2 of its own in 10 s; 4 of 10 are done, so 6 are left.
    expect(remaining(await state(4, 2, 10), 10_000)).toBe(30_000)
  })

  it('is undefined without a number of trials, or before any progress', async () => {
    expect(remaining(await state(4, 2, undefined), 10_000)).toBeUndefined()
    expect(remaining(await state(2, 2, 10), 10_000)).toBeUndefined()
  })

  it('is 0 once all trials are done', async () => {
    expect(remaining(await state(12, 0, 10), 10_000)).toBe(0)
  })
})
