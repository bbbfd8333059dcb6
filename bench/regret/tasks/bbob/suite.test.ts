import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bbobFunction, FUNCTION_COUNT } from './suite.ts'

/** The points of the reference values, by dimension. */
const POINTS: { readonly [dimensions: number]: readonly (readonly number[])[] } = {
  2: [
    [0, 0],
    [1.5, -1.2],
    [-2.9, -2.2],
  ],
  5: [
    [0, 0, 0, 0, 0],
    [1.5, -1.2, 2.1, -0.6, 2.7],
    [-2.9, -2.2, -1.5, -0.8, -0.1],
  ],
}

/** Function, dimensions, instance, and values at the points, computed by COCO's own code, coco-experiment 2.8.2. */
const reference = JSON.parse(readFileSync(new URL('coco-values.json', import.meta.url), 'utf8')) as readonly (readonly [
  number,
  number,
  number,
  readonly number[],
])[]

describe('the functions of BBOB', () => {
  it('are all in the reference', () => {
    expect(new Set(reference.map(([number]) => number)).size).toBe(FUNCTION_COUNT)
    expect(reference).toHaveLength(FUNCTION_COUNT * 4)
  })

  it.each(reference)(
    'have the values of COCO: f%d in %d dimensions, instance %d',
    (number, dimensions, instance, values) => {
      const { value } = bbobFunction(number, dimensions, instance)
      for (const [index, point] of (POINTS[dimensions] as readonly (readonly number[])[]).entries()) {
        const expected = values[index] as number
        expect(Math.abs(value(Float64Array.from(point)) - expected)).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(expected)),
        )
      }
    },
  )

  it.each(Array.from({ length: FUNCTION_COUNT }, (_, index) => index + 1))(
    'have their least value at the optimum: f%d',
    (number) => {
      for (const [dimensions, instance] of [
        [2, 1],
        [5, 2],
        [10, 5],
      ] as const) {
        const { optimum, optimalValue, value } = bbobFunction(number, dimensions, instance)
        expect(value(optimum)).toBeCloseTo(optimalValue, 7)
        for (const step of [-0.3, -0.01, 0.01, 0.3]) {
          for (let i = 0; i < dimensions; i += 1) {
            const near = optimum.slice()
            near[i] = (near[i] as number) + step
            expect(value(near)).toBeGreaterThanOrEqual(optimalValue - 1e-9)
          }
        }
      }
    },
  )
})
