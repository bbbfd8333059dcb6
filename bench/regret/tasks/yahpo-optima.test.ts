import { describe, expect, it } from 'vitest'
import { DEFINITIONS } from './yahpo-definitions.ts'
import { largestKnown } from './yahpo-optima.ts'

describe('largestKnown', () => {
  it.each(Object.entries(DEFINITIONS))('has all development instances of %s', (scenario, { development }) => {
    for (const instance of development) expect(largestKnown(scenario, instance)).toBeGreaterThan(0)
  })

  it('throws with the command that searches a missing one', () => {
    expect(() => largestKnown('lcbench', 'unknown')).toThrow(/--scenario lcbench --instances unknown/)
  })
})
