import { describe, expect, it } from 'vitest'
import { DEFINITIONS } from './yahpo-definitions.ts'
import { largestKnown } from './yahpo-optima.ts'

describe('largestKnown', () => {
  it.each(Object.entries(DEFINITIONS))('knows all instances for development of %s', (scenario, { development }) => {
    for (const instance of development) expect(largestKnown(scenario, instance)).toBeGreaterThan(0)
  })

  it('says how to search one that is missing', () => {
    expect(() => largestKnown('lcbench', 'unknown')).toThrow(/--scenario lcbench --instances unknown/)
  })
})
