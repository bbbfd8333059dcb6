import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryKey, drawSpace } from '../../test/arbitrary-space.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { boolean, choice, float, int } from './parameters/parameter.ts'
import { paramsKey } from './params.ts'
import { feasibleParams, sampleParams } from './sample.ts'
import { space } from './search-space.ts'
import { isValidParams } from './validate.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const key = keyFromSeed(3)
const draws = (count: number) => Array.from({ length: count }, (_, index) => foldIn(key, index))

describe('sampleParams', () => {
  it('returns valid params of any space, equal for equal keys', () => {
    fc.assert(
      fc.property(fc.gen(), arbitraryKey, (g, any) => {
        const search = drawSpace(g)
        const params = sampleParams(search, any)
        expect(isValidParams(search, params)).toBe(true)
        expect(sampleParams(search, any)).toEqual(params)
      }),
      { numRuns: 200 },
    )
  })

  it('samples every choice and every part of a range equally often', () => {
    const search = space({ c: choice(['a', 'b', 'c', 'd']), x: float(1, 1e4, { log: true }) })
    const drawn = draws(4000).map((fold) => sampleParams(search, fold))
    // χ² with 3 degrees of freedom is above 16.27 with probability 0.001 (scipy 1.17, chi2.isf(0.001, 3)).
    for (const cell of [
      (p: (typeof drawn)[number]) => p.c,
      (p: (typeof drawn)[number]) => Math.floor(Math.log10(p.x as number)),
    ]) {
      const counts = [...Map.groupBy(drawn, cell).values()].map((group) => group.length)
      expect(counts.length).toBe(4)
      expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(16.27)
    }
  })

  it('satisfies constraints', () => {
    const search = space({ a: float(0, 1), b: float(0, 1) }, { constraints: [({ a, b }) => a + b <= 0.1] })
    for (const fold of draws(50)) {
      const { a, b } = sampleParams(search, fold) as { a: number; b: number }
      expect(a + b).toBeLessThanOrEqual(0.1)
    }
  })

  it('finds the few feasible combinations of a finite space', () => {
    const search = space(
      { a: int(1, 300), b: int(1, 300) },
      { constraints: [{ description: 'a · b = 6', holds: ({ a, b }) => a * b === 6 }] },
    )
    const found = new Set(draws(40).map((fold) => paramsKey(sampleParams(search, fold))))
    expect([...found].sort()).toEqual(
      [
        [1, 6],
        [2, 3],
        [3, 2],
        [6, 1],
      ]
        .map(([a, b]) => `{"a":${a},"b":${b}}`)
        .sort(),
    )
  })

  it('keeps known values', () => {
    const search = space(
      {
        shape: choice([
          [1, 2],
          [3, 4],
        ]),
        a: int(1, 300),
        b: int(1, 300),
        m: choice({ x: { p: boolean() }, y: {} }),
      },
      { constraints: [({ a, b }) => a + b === 600] },
    )
    for (const fold of draws(5)) {
      expect(sampleParams(space({ m: choice({ x: { p: boolean() }, y: {} }) }), fold, { m: 'x', p: true })).toEqual({
        m: 'x',
        p: true,
      })
    }
    const narrow = space(
      {
        shape: choice([
          [1, 2],
          [3, 4],
        ]),
        a: int(1, 200),
        b: int(1, 200),
      },
      { constraints: [({ a, b }) => a + b === 400] },
    )
    expect(sampleParams(narrow, key, { shape: [3, 4] })).toEqual({ shape: [3, 4], a: 200, b: 200 })
    expect(() => sampleParams(narrow, key, { a: 1 })).toThrow(code('ERR_INFEASIBLE_SPACE'))
    expect(search.dimensions.length).toBe(5)
  })

  it.each([
    ['finite', space({ a: int(1, 9) }, { constraints: [({ a }) => a > 9] })],
    ['continuous', space({ a: float(0, 1) }, { constraints: [({ a }) => a > 1] })],
    ['too large to enumerate', space({ a: int(1, 1e9) }, { constraints: [({ a }) => a < 0] })],
  ])('throws for an infeasible space: %s', (_, search) => {
    expect(() => sampleParams(search, key)).toThrow(code('ERR_INFEASIBLE_SPACE'))
    expect(() => sampleParams(search, key)).toThrow(/a [<>] \d/)
  })

  it('feasibleParams lists up to 100,000 combinations', () => {
    expect(feasibleParams(space({ a: int(1, 100), b: int(1, 1_000) }))).toHaveLength(100_000)
    expect(feasibleParams(space({ a: int(1, 100_001) }))).toBeUndefined()
    expect(feasibleParams(space({ a: float(0, 1) }))).toBeUndefined()
  })
})
