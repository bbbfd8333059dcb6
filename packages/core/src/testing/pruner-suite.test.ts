import { describe, expect, it } from 'vitest'
import type { Pruner } from '../pruners/pruner.ts'
import { prunerCases } from './pruner-suite.ts'

/** The promises that a pruner breaks. */
async function broken(make: () => Pruner): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of prunerCases(make)) await run().catch(() => names.push(name))
  return names
}

describe('the suite of pruners', () => {
  it('lets a pruner pass that never stops anything', async () => {
    expect(await broken(() => ({ name: 'none', shouldPrune: () => false }))).toEqual([])
  })

  it.each<[string, Pruner['shouldPrune'], string]>([
    ['stops silent trials', () => true, 'never stops a trial that has reported nothing'],
    ['is of another opinion each time', fickle(), 'says the same'],
    [
      'overlooks the direction',
      (_, { measurements }) => (measurements.at(-1)?.values.loss ?? 0) > 1,
      'takes maximising',
    ],
    [
      'needs its metric to be there',
      (_, { measurements }) => measurements.some(({ values }) => (values.loss as number).toFixed() === 'x'),
      'works with several metrics',
    ],
    [
      'answers with a number',
      (_, { measurements }) => (measurements.at(-1)?.values.loss ?? false) as never,
      'survives NaN',
    ],
  ])('finds a pruner that %s', async (_, shouldPrune, promise) => {
    expect(await broken(() => ({ name: 'wrong', shouldPrune }))).toContainEqual(expect.stringContaining(promise))
  })
})

function fickle(): Pruner['shouldPrune'] {
  let calls = 0
  return (_, { measurements }) => {
    calls += 1
    return measurements.length > 0 && calls % 3 === 0
  }
}
