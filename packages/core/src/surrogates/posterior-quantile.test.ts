import { describe, expect, it } from 'vitest'
import { reference } from '../../test/reference-mixture.ts'
import { normalQuantile } from '../math/normal.ts'
import { posteriorQuantile } from './posterior-quantile.ts'

const { mixture, at } = reference
const points = [0, 1, 2, 3, 4].map(at)

describe('posteriorQuantile', () => {
  // scipy 1.17.1: brentq on the mean of norm.cdf((x − m) / sd) over the components, xtol = rtol = 1e-15.
  it.each([
    [
      0.025,
      [-0.29989244121239206, -2.0357162178476456, -0.3530549370446957, -0.05643945606802696, -1.1458492992549563],
    ],
    [0.5, [0.9697407991239568, -1.294001398137187, 1.1054938146569289, 0.8782039112648574, -0.243016748515255]],
    [0.975, [1.7021487025912247, 0.008283272922137144, 2.5891658433916698, 1.613086884319257, 0.7703929424541494]],
    [1e-6, [-1.8573750418593065, -3.4178831964587446, -2.4155371853851073, -1.6952913592913534, -2.9176125672993147]],
  ])('equals scipy for a mixture at %d', (p, expected) => {
    expect(points.map((point) => posteriorQuantile(mixture, point, p))).toEqual(
      expected.map((x) => expect.closeTo(x, 10)),
    )
  })

  it('is exact for a single Gaussian', () => {
    const [gaussian] = mixture.components
    const { mean, variance } = gaussian!.predict(at(0), 1)
    expect(posteriorQuantile(gaussian!, at(0), 0.9)).toBe(mean[0]! + Math.sqrt(variance[0]!) * normalQuantile(0.9))
  })
})
