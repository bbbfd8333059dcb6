import { describe, expect, it } from 'vitest'
import { isBetter } from './direction.ts'

describe('isBetter', () => {
  it.each([
    ['minimize', 1, 2, true],
    ['minimize', 2, 1, false],
    ['minimize', 1, 1, false],
    ['minimize', Number.NEGATIVE_INFINITY, -1e308, true],
    ['minimize', -0, 0, false],
    ['maximize', 2, 1, true],
    ['maximize', 1, 2, false],
    ['maximize', 1, 1, false],
    ['minimize', Number.NaN, 1, false],
    ['minimize', 1, Number.NaN, false],
    ['maximize', Number.NaN, 1, false],
  ] as const)('%s: %d against %d', (direction, value, other, better) => {
    expect(isBetter(direction, value, other)).toBe(better)
  })
})
