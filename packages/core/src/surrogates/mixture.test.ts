import { describe, expect, it } from 'vitest'
import { reference } from '../../test/reference-mixture.ts'
import { mixtureOf } from './mixture.ts'

const { mixture, asked, at } = reference
const closeTo = (numbers: readonly number[]) => numbers.map((x) => expect.closeTo(x, 11))

describe('a mixture of posteriors', () => {
  it('has the moments of numpy', () => {
    // For components with mean m and covariance C: the mean of C + m mᵀ minus the outer product of the mean of m.
    expect([...mixture.predict(asked, 5).variance]).toEqual(
      closeTo([0.26482886616751145, 0.2669457979703156, 0.5628755900774072, 0.16747008298709687, 0.2267111075672427]),
    )
    expect([...mixture.covariance(asked, 5, at(2))]).toEqual(
      closeTo([
        -0.06412692240078088, 0.03673268087366943, 0.5628755900774072, -0.06805894472028085, -0.018511447403240844,
      ]),
    )
  })

  it('returns its only component', () => {
    const [first] = mixture.components
    expect(mixtureOf([first!])).toBe(first)
  })

  it('conditions each component', () => {
    const after = mixture.condition(at(0), 5)
    expect(after.components).toHaveLength(3)
    expect(after.predict(at(0), 1).mean[0]).toBeGreaterThan(4)
  })
})
