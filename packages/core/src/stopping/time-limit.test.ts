import { describe, expect, it } from 'vitest'
import { createStudy } from '../study/create-study.ts'
import { timeLimit } from './time-limit.ts'

describe('timeLimit', () => {
  it('is met once the timeout has passed since the start of the call', async () => {
    const { snapshot } = await createStudy()
    const rule = timeLimit(100)
    const isMet = (now: number) => rule.isMet(snapshot, { startedAt: 1_000, now, trialCount: 0 })
    expect([1_000, 1_099, 1_100, 5_000].map(isMet)).toEqual([false, false, true, true])
  })
})
