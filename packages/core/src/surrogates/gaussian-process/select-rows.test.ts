import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../../math/random.ts'
import { squaredFeatureDistance } from '../feature-distance.ts'
import { selectRows } from './select-rows.ts'

describe('selectRows', () => {
  it('selects all rows if they are few', () => {
    expect([...selectRows(new Float64Array(800), new Float64Array(400))]).toHaveLength(400)
  })

  it('selects the best rows and those nearest to the best one', () => {
    const count = 1_000
    // Row i is at i / 1000, and the best one in the middle; every seventh row is good.
    const features = Float64Array.from({ length: count }, (_, i) => i / count)
    const values = Float64Array.from({ length: count }, (_, i) => (i === 500 ? -9 : i % 7 === 0 ? i / count : 5))
    const rows = selectRows(features, values)
    expect(rows).toHaveLength(300)
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b))
    expect(new Set(rows).size).toBe(300)
    const good = [...rows].filter((row) => row % 7 === 0)
    expect(good.length).toBeGreaterThanOrEqual(143)
    // Rows with equal losses are ranked by index.
    const rest = [...rows].filter((row) => row % 7 !== 0 && row > 10)
    expect(Math.max(...rest.map((row) => Math.abs(row - 500)))).toBeLessThan(100)
  })

  it('selects the same rows as sorting all of them, also among equal losses and distances', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 401, max: 700 }),
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        (count, seed, levels) => {
          const stream = randomStream(keyFromSeed(seed))
          const features = Float64Array.from({ length: 2 * count }, () => stream.integer(levels) / levels)
          const losses = Float64Array.from({ length: count }, (_, row) =>
            row % 5 === 0 ? Number.POSITIVE_INFINITY : stream.integer(levels) - levels / 2,
          )
          const ranked = [...losses.keys()].sort((a, b) => (losses[a] === losses[b] ? a - b : losses[a]! - losses[b]!))
          const best = ranked.slice(0, 150)
          const distance = (row: number) => squaredFeatureDistance(features, 2 * row, features, 2 * best[0]!, 2)
          const nearest = ranked
            .slice(150)
            .sort((a, b) => distance(a) - distance(b) || a - b)
            .slice(0, 150)
          expect([...selectRows(features, losses)]).toEqual([...best, ...nearest].sort((a, b) => a - b))
        },
      ),
      { numRuns: 30 },
    )
  })
})
