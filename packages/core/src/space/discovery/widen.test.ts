import { describe, expect, it } from 'vitest'
import { boolean, choice, distribution, fixed, float, int, ordinal } from '../parameters/parameter.ts'
import { widen } from './widen.ts'

describe('widen', () => {
  it('returns the known parameter if nothing changed', () => {
    const known = float(0, 1, { default: 0.5 })
    expect(widen(known, float(0, 1, { default: 0.5 }))).toBe(known)
    // Defaults are ignored: they only advise on the first trial.
    expect(widen(known, float(0, 1))).toBe(known)
    const options = choice(['a', 'b'])
    expect(widen(options, choice(['b', 'a'], { default: 'a' }))).toBe(options)
  })

  it('covers both ranges', () => {
    expect(widen(float(0, 1), float(-1, 0.5))).toEqual(float(-1, 1))
    expect(widen(int(4, 8, { log: true }), int(2, 4, { log: true }))).toEqual(int(2, 8, { log: true }))
    expect(widen(int(4, 8, { default: 5 }), int(2, 4, { default: 2 }))).toEqual(int(2, 8, { default: 5 }))
  })

  it('keeps a step while one lattice contains both ranges', () => {
    expect(widen(float(0, 1, { step: 0.1 }), float(0.5, 1.5, { step: 0.1 }))).toEqual(float(0, 1.5, { step: 0.1 }))
    expect(widen(float(0, 1, { step: 0.1 }), float(0.55, 1.5, { step: 0.1 }))).toEqual(float(0, 1.5))
    expect(widen(float(0, 1, { step: 0.1 }), float(0, 1))).toEqual(float(0, 1))
    expect(widen(float(0, 1, { step: 0.1 }), float(0, 1, { step: 0.2 }))).toEqual(float(0, 1))
    expect(widen(int(32, 64, { step: 32 }), int(128, 256, { step: 32 }))).toEqual(int(32, 256, { step: 32 }))
    expect(widen(int(32, 64, { step: 32 }), int(16, 48, { step: 32 }))).toEqual(int(16, 64))
    expect(widen(int(0, 8, { step: 2 }), int(0, 9, { step: 3 }))).toEqual(int(0, 9))
  })

  it('covers the values of choices, and of fixed values', () => {
    expect(widen(choice(['a', 'b']), choice(['b', 'c']))).toEqual(choice(['a', 'b', 'c']))
    const all = choice(['a', 'b', 'c'])
    expect(widen(all, choice(['c', 'a']))).toBe(all)
    expect(widen(fixed(1), fixed(2))).toEqual(choice([1, 2]))
    expect(widen(choice([1, 2]), fixed(3))).toEqual(choice([1, 2, 3]))
  })

  it.each([
    ['kinds', float(0, 1), int(0, 1)],
    ['scales', float(1, 2), float(1, 2, { log: true })],
    ['orders', ordinal([1, 2]), ordinal([2, 1])],
    ['an order and none', ordinal([1, 2]), choice([1, 2])],
    ['a boolean and a choice', boolean(), choice([true, false])],
  ])('returns the later of two different %s', (_, known, asked) => {
    expect(widen(known, asked)).toBe(asked)
  })

  it('keeps multiples that both have, and the prior of the later one', () => {
    expect(widen(int(0, 8, { multipleOf: 4 }), int(2, 20, { multipleOf: 4 }))).toEqual(int(0, 20, { multipleOf: 4 }))
    expect(widen(int(0, 8, { multipleOf: 4 }), int(0, 9, { multipleOf: 3 }))).toEqual(int(0, 9))
    expect(widen(float(0, 8, { multipleOf: 4 }), float(0, 9))).toEqual(float(0, 9))
    const [wide, narrow] = [distribution({ normal: { mean: 0, sd: 3 } }), distribution({ normal: { mean: 1, sd: 1 } })]
    expect(widen(float(0, 1, { prior: wide }), float(0, 2, { prior: narrow }))).toEqual(float(0, 2, { prior: narrow }))
    expect(widen(float(0, 1, { prior: wide }), float(0, 1))).toEqual(float(0, 1))
    const same = float(0, 1, { prior: wide })
    expect(widen(same, float(0, 1, { prior: distribution({ normal: { sd: 3, mean: 0 } }) }))).toBe(same)
    const positive = float(0, 1, { prior: distribution({ logNormal: { mean: 0, sd: 1 } }) })
    expect(widen(float(-1, 1), positive)).toEqual(float(-1, 1))
  })

  it('gives each value of weighted choices its latest weight, relative to the mean', () => {
    const known = choice(['a', 'b'], { weights: [1, 3] })
    expect(widen(known, choice(['b', 'a'], { weights: [6, 2] }))).toBe(known)
    expect(widen(known, choice(['b', 'c']))).toEqual(choice(['a', 'b', 'c'], { weights: [0.5, 1, 1] }))
    expect(widen(fixed('c'), known)).toEqual(choice(['c', 'a', 'b'], { weights: [1, 0.5, 1.5] }))
    expect(widen(known, choice(['a', 'b']))).toEqual(choice(['a', 'b']))
  })
})
