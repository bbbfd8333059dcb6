import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf, normalLogCdf, normalLogPdf, normalPdf, normalQuantile, normalQuantileOfLog } from './normal.ts'

const { POSITIVE_INFINITY: UP, NEGATIVE_INFINITY: DOWN } = Number

function expectNear(value: number, exact: number, tolerance: number): void {
  expect(Math.abs(value - exact)).toBeLessThanOrEqual(tolerance * Math.abs(exact))
}

describe('the normal distribution', () => {
  // z, φ, Φ, log Φ by mpmath with 40 digits.
  it.each([
    [-37.5, 1.7282337322841054e-306, 4.605353009581955e-308, -707.6689893175072],
    [-20, 5.520948362159764e-88, 2.7536241186062337e-89, -203.91715537109727],
    [-8, 5.052271083536892e-15, 6.220960574271784e-16, -35.01343715991455],
    [-3, 0.0044318484119380075, 0.0013498980316300946, -6.607726221510349],
    [-1, 0.24197072451914334, 0.15865525393145705, -1.8410216450092636],
    [-0.1, 0.39695254747701175, 0.460172162722971, -0.7761545927302733],
    [0, 0.3989422804014327, 0.5, -Math.LN2],
    [0.5, 0.35206532676429947, 0.6914624612740131, -0.3689464152886564],
    [1.7, 0.09404907737688693, 0.955434537241457, -0.045589029170068934],
    [5, 1.4867195147342977e-6, 0.9999997133484281, -2.866516129637636e-7],
    [9, 1.0279773571668915e-18, 1, -1.1285884059538405e-19],
  ])('at %d', (z, pdf, cdf, logCdf) => {
    expectNear(normalPdf(z), pdf, 2e-15)
    expectNear(normalCdf(z), cdf, 2e-15)
    expectNear(normalLogCdf(z), logCdf, 4e-15)
    expectNear(normalLogPdf(z), Math.log(pdf), 4e-15)
  })

  it('is accurate in the far tails', () => {
    // mpmath, 40 digits.
    expectNear(normalLogCdf(-40), -804.6084420137538, 1e-15)
    expectNear(normalLogCdf(-1e4), -50000010.12927891, 1e-15)
    expect([normalCdf(DOWN), normalCdf(UP), normalPdf(UP), normalPdf(DOWN)]).toEqual([0, 1, 0, 0])
    expect([normalLogCdf(DOWN), normalLogCdf(UP)]).toEqual([DOWN, -0])
  })
})

describe('normalQuantile', () => {
  // mpmath, 40 digits: the root of Φ(z) = p.
  it.each([
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965326],
    [1e-20, -9.262340089798407],
    [0.001, -3.0902323061678136],
    [0.07, -1.4757910281791706],
    [0.2, -0.8416212335729142],
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.95, 1.6448536269514722],
    [0.999999, 4.753424308817087],
  ])('of %d', (p, z) => {
    expectNear(normalQuantile(p), z, 2e-15)
    expectNear(normalQuantileOfLog(Math.log(p)), z, 4e-15)
  })

  // mpmath, 40 digits: the root of log Φ(z) = log p.
  it.each([
    [-1000, -44.6157477319694],
    [-1e5, -447.1978936785251],
    [-1e10, -141421.3561469523],
  ])('normalQuantileOfLog(%d)', (logP, z) => expectNear(normalQuantileOfLog(logP), z, 2e-15))

  it('is the inverse of the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 5, noNaN: true }), (z) => {
        expect(normalQuantileOfLog(normalLogCdf(z))).toBeCloseTo(z, 9)
      }),
    )
  })

  it('has the right limits', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantileOfLog(DOWN), normalQuantileOfLog(0)]).toEqual([
      DOWN,
      UP,
      DOWN,
      UP,
    ])
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN)].every(Number.isNaN)).toBe(true)
  })
})
