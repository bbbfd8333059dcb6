import { describe, expect, it } from 'vitest'
import { hasValue, hasValues, snapped } from './named-values.ts'
import { choice, float, int } from './parameters/parameter.ts'
import { space } from './search-space.ts'

describe('hasValues', () => {
  it('compares values as JSON, and own properties only', () => {
    const params = { a: 1, b: { y: 2, x: [1] } }
    expect(hasValues(params, { b: { x: [1], y: 2 } })).toBe(true)
    expect(hasValues(params, {})).toBe(true)
    expect(hasValues(params, { a: 1, c: 1 })).toBe(false)
    expect(hasValues(params, { a: '1' })).toBe(false)
    expect(hasValue(params, 'toString', null)).toBe(false)
  })
})

describe('snapped', () => {
  const branches = space({ kind: choice({ a: { size: int(1, 3) }, b: { size: float(0, 1, { step: 0.1 }) } }) })

  it('returns the exact value of the dimension that contains it', () => {
    expect(snapped(branches, 'size', 3 * 0.1)).toBe(0.3)
    expect(snapped(branches, 'size', 2)).toBe(2)
  })

  it('returns undefined if no dimension of the name contains it', () => {
    expect(snapped(branches, 'size', 4)).toBeUndefined()
    expect(snapped(branches, 'other', 1)).toBeUndefined()
  })
})
