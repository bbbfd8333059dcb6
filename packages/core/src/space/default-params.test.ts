import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSpace } from '../../test/arbitrary-space.ts'
import { defaultParams } from './default-params.ts'
import { boolean, choice, fixed, float, int, ordinal } from './parameters/parameter.ts'
import { space } from './search-space.ts'
import { isValidParams } from './validate.ts'

describe('defaultParams', () => {
  it('uses declared defaults, and otherwise the middle or the first value', () => {
    const search = space({
      lr: float(1e-4, 1, { log: true }),
      units: int(1, 9, { default: 3 }),
      size: ordinal([1, 2, 4]),
      bias: boolean(),
      none: choice([1, null], { default: null }),
      off: boolean({ default: false }),
      model: choice({ a: {}, b: { p: float(0, 1, { default: 0 }), q: float(0, 1) } }, { default: 'b' }),
      seed: fixed(7),
    })
    const { lr, ...others } = defaultParams(search) as { lr: number }
    expect(lr).toBeCloseTo(1e-2, 12)
    const expected = { units: 3, size: 2, bias: false, none: null, off: false, model: 'b', p: 0, q: 0.5, seed: 7 }
    expect(others).toEqual(expected)
  })

  it('returns undefined without an active default', () => {
    expect(defaultParams(space({ x: float(0, 1) }))).toBeUndefined()
    expect(defaultParams(space({ m: choice({ a: {}, b: { x: int(1, 2, { default: 2 }) } }) }))).toBeUndefined()
  })

  it('returns undefined if a constraint is violated', () => {
    const search = space({ a: int(1, 9, { default: 5 }), b: int(1, 9) }, { constraints: [({ a, b }) => a < b] })
    expect(defaultParams(search)).toBeUndefined()
  })

  it('returns valid params in any space', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const search = drawSpace(g)
        const params = defaultParams(search)
        if (params) expect(isValidParams(search, params)).toBe(true)
      }),
    )
  })
})
