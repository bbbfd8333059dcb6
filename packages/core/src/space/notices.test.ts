import { describe, expect, it } from 'vitest'
import { spaceNotices } from './notices.ts'
import { choice, float, int } from './parameters/parameter.ts'
import { space } from './search-space.ts'

describe('spaceNotices', () => {
  it('reports each range whose steps do not reach its end, once', () => {
    const unreached = int(0, 10, { step: 4 })
    const search = space({
      x: float(0, 1, { step: 0.3 }),
      y: float(0, 1, { step: 1.5 }),
      model: choice({ a: { units: unreached }, b: { units: unreached } }),
    })
    expect(spaceNotices(search)).toEqual([
      'The steps of "x" do not reach 1 (a number from 0 to 1 by 0.3): its last value is 0.9.',
      'The steps of "y" do not reach 1 (a number from 0 to 1 by 1.5): its only value is 0.',
      'The steps of "units" do not reach 10 (an integer from 0 to 10 by 4): its last value is 8.',
    ])
  })

  it('returns nothing if steps reach the end up to rounding, or without steps', () => {
    const search = space({
      a: float(0, 1),
      b: float(0.9, 1, { step: 0.1 }),
      c: float(0, Math.PI, { step: Math.PI / 4 }),
      d: int(1, 9),
      e: int(32, 512, { step: 32, log: true }),
      f: float(2, 2),
    })
    expect(spaceNotices(search)).toEqual([])
  })
})
