import { describe, expect, it } from 'vitest'
import { aulc } from './aulc.ts'

describe('aulc', () => {
  it('averages log10 regret from the tenth trial on', () => {
    const early = Array.from({ length: 9 }, () => 1)
    expect(aulc({ regret: [...early, 0.1, 0.1, 0.001, 0.001] })).toBeCloseTo(-2, 12)
  })

  it('takes the last trial of a shorter run', () => {
    expect(aulc({ regret: [1, 0.5, 0.01] })).toBeCloseTo(-2, 12)
  })
})
