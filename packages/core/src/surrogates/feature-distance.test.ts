import { expect, it } from 'vitest'
import { squaredFeatureDistance } from './feature-distance.ts'

it('adds squared differences, each at most 1', () => {
  // A number, a category that differs by three, and an equal category.
  const points = Float64Array.of(0.2, 3, 1, 0.5, 0, 1)
  expect(squaredFeatureDistance(points, 0, points, 3, 3)).toBeCloseTo(0.09 + 1, 15)
  expect(squaredFeatureDistance(points, 0, points, 0, 3)).toBe(0)
  expect(squaredFeatureDistance(points, 0, points, 3, 0)).toBe(0)
})
