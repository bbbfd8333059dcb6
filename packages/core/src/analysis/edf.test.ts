import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { edfData } from './edf.ts'

async function studyOf(values: readonly number[], direction: 'minimize' | 'maximize' = 'minimize', name = 'e') {
  const study = await createStudy({ name, space: space({ x: float(0, 1) }), direction })
  for (const value of values) await study.add({ x: 0.5 }, value)
  return study.snapshot
}

describe('edfData', () => {
  it('rises by the share of trials at each value', async () => {
    // By hand: of five values one is at most 1, three are at most 2, four at most 3.
    const { curves } = edfData(await studyOf([3, 1, 2, 2, 5]))
    expect(curves).toEqual([
      {
        study: 'e',
        points: [
          { value: 1, share: 0.2 },
          { value: 2, share: 0.6 },
          { value: 3, share: 0.8 },
          { value: 5, share: 1 },
        ],
      },
    ])
  })

  it('counts the trials that meet all constraints', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }), constraints: { memory: { atMost: 8 } } })
    for (const [value, memory] of [
      [1, 9],
      [2, 8],
      [3, undefined],
      [4, 7],
    ] as const)
      await study.add({ x: 0 }, { value, memory })
    expect(edfData(study.snapshot).curves[0]?.points).toEqual([
      { value: 2, share: 0.5 },
      { value: 4, share: 1 },
    ])
  })

  it('has the share of values that are at most each value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 20 }), async (values) => {
        const [curve] = edfData(await studyOf(values)).curves
        for (const { value, share } of curve?.points ?? []) {
          expect(share).toBe(values.filter((other) => other <= value).length / values.length)
        }
        expect(curve?.points.map(({ value }) => value)).toEqual([...new Set(values)].toSorted((a, b) => a - b))
      }),
      { numRuns: 50 },
    )
  })

  it('compares studies with equal directions, and throws otherwise', async () => {
    const [one, two] = [await studyOf([1, 2]), await studyOf([], 'minimize', 'two')]
    expect(edfData([one, two]).curves.map(({ study, points }) => [study, points.length])).toEqual([
      ['e', 2],
      ['two', 0],
    ])
    const upwards = await studyOf([1], 'maximize')
    expect(() => edfData([one, upwards])).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
    expect(() => edfData([])).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
  })
})
