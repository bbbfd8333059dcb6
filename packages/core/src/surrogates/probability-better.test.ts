import { describe, expect, it } from 'vitest'
import { reference } from '../../test/reference-mixture.ts'
import { probabilityBetter } from './probability-better.ts'

const { mixture, asked, at } = reference
const [first] = mixture.components

describe('probabilityBetter', () => {
  it('equals scipy', () => {
    // The mean over the components of norm.cdf((m₂ − m) / sqrt(C_ii + C_22 − 2 C_i2)).
    const expected = [0.5736147582170915, 0.9948019016491898, 0.5, 0.6007515801448473, 0.9304468361281196]
    expect([...probabilityBetter(mixture, asked, 5, at(2))]).toEqual(expected.map((x) => expect.closeTo(x, 11)))
    const ofOne = [0.44207358117699436, 0.9997853944825091, 0.5, 0.6085337825801821, 0.9506154151303304]
    expect([...probabilityBetter(first!, asked, 5, at(2))]).toEqual(ofOne.map((x) => expect.closeTo(x, 11)))
  })

  it('sums to 1 for two points in both orders', () => {
    for (const [i, j] of [
      [0, 1],
      [1, 4],
      [3, 2],
    ] as const) {
      const [forth] = probabilityBetter(mixture, at(i), 1, at(j))
      const [back] = probabilityBetter(mixture, at(j), 1, at(i))
      expect(forth! + back!).toBeCloseTo(1, 12)
    }
  })
})
