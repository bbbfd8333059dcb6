import { describe, expect, it } from 'vitest'
import { erf, erfc, erfcx } from './special.ts'

// x, erf, erfc, erfcx by mpmath with 40 digits; erfcx(1e5) by two terms of its asymptotic series.
const VALUES: readonly [x: number, erf: number, erfc: number, erfcx: number][] = [
  [-7, -1, 2, 3.8146931449901996e21],
  [-3, -0.9999779095030014, 1.9999779095030015, 16205.988853999586],
  [-0.9, -0.7969082124228322, 1.7969082124228322, 4.039284322029826],
  [-0.3, -0.3286267594591274, 1.3286267594591274, 1.4537492328427655],
  [0, 0, 1, 1],
  [1e-10, 1.1283791670955126e-10, 0.999999999887162, 0.999999999887162],
  [0.2, 0.22270258921047847, 0.7772974107895215, 0.8090195199015807],
  [0.46875, 0.49261347321793797, 0.507386526782062, 0.6320696892495561],
  [0.5, 0.5204998778130465, 0.4795001221869535, 0.6156903441929259],
  [1, 0.8427007929497149, 0.15729920705028513, 0.427583576155807],
  [2.5, 0.999593047982555, 0.0004069520174449589, 0.2108063640611436],
  [4, 0.9999999845827421, 1.541725790028002e-8, 0.13699945762506138],
  [4.5, 0.9999999998033839, 1.9661604415428876e-10, 0.12248480427384142],
  [6, 1, 2.1519736712498913e-17, 0.09277656780053835],
  [12.3, 1, 9.029925149482068e-68, 0.045718957356365296],
  [26, 1, 5.663192408856143e-296, 0.021683584850562907],
  [30, 1, 0, 0.01879588886141675],
  [1e5, 1, 0, 5.6418958351954685e-6],
]

/** Relative error in units of the last place. */
const ulps = (value: number, exact: number) =>
  value === exact ? 0 : Math.abs(value - exact) / Math.abs(exact) / Number.EPSILON

describe.each(VALUES)('at %d', (x, expectedErf, expectedErfc, expectedErfcx) => {
  it('erf, erfc and erfcx are accurate to a few units in the last place', () => {
    expect(ulps(erf(x), expectedErf)).toBeLessThan(4)
    expect(ulps(erfc(x), expectedErfc)).toBeLessThan(8)
    expect(ulps(erfcx(x), expectedErfcx)).toBeLessThan(8)
  })
})

describe('the error functions', () => {
  it('have the right limits', () => {
    const { POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number
    expect([erf(up), erf(down), erfc(up), erfc(down), erfcx(up), erfcx(down)]).toEqual([1, -1, 0, 2, 0, up])
    expect([erf(Number.NaN), erfc(Number.NaN), erfcx(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(erf(1e200)).toBe(1)
    expect(erfcx(1e200)).toBeCloseTo(5.641895835477563e-201, 215)
  })
})
