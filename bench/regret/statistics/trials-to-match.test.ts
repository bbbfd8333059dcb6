import { describe, expect, it } from 'vitest'
import { trialsToMatch } from './trials-to-match.ts'

describe('trialsToMatch', () => {
  it('counts trials until the last regret of the other system', () => {
    expect(trialsToMatch([0, -1, -2, -3], [0, -0.5, -1, -2])).toBe(3)
    expect(trialsToMatch([-2, -2], [0, -1])).toBe(1)
  })

  it('is undefined for a system that does not come as near, and for no trials', () => {
    expect(trialsToMatch([0, -1], [0, -2])).toBeUndefined()
    expect(trialsToMatch([0], [])).toBeUndefined()
  })
})
