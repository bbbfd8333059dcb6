import { describe, expect, it } from 'vitest'
import { boolean, choice, fixed, float, int, ordinal } from '../parameters/parameter.ts'
import { widen } from './widen.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error

describe('widen', () => {
  it('returns the known parameter where nothing changed', () => {
    const known = float(0, 1, { default: 0.5 })
    expect(widen('x', known, float(0, 1, { default: 0.5 }))).toBe(known)
    // A default is advice for the first trial.
    expect(widen('x', known, float(0, 1))).toBe(known)
    const options = choice(['a', 'b'])
    expect(widen('x', options, choice(['b', 'a'], { default: 'a' }))).toBe(options)
  })

  it('covers both ranges', () => {
    expect(widen('x', float(0, 1), float(-1, 0.5))).toEqual(float(-1, 1))
    expect(widen('x', int(4, 8, { log: true }), int(2, 4, { log: true }))).toEqual(int(2, 8, { log: true }))
    expect(widen('x', int(4, 8, { default: 5 }), int(2, 4, { default: 2 }))).toEqual(int(2, 8, { default: 5 }))
  })

  it('keeps a step while one lattice holds both', () => {
    expect(widen('x', float(0, 1, { step: 0.1 }), float(0.5, 1.5, { step: 0.1 }))).toEqual(float(0, 1.5, { step: 0.1 }))
    expect(widen('x', float(0, 1, { step: 0.1 }), float(0.55, 1.5, { step: 0.1 }))).toEqual(float(0, 1.5))
    expect(widen('x', float(0, 1, { step: 0.1 }), float(0, 1))).toEqual(float(0, 1))
    expect(widen('x', float(0, 1, { step: 0.1 }), float(0, 1, { step: 0.2 }))).toEqual(float(0, 1))
    expect(widen('x', int(32, 64, { step: 32 }), int(128, 256, { step: 32 }))).toEqual(int(32, 256, { step: 32 }))
    expect(widen('x', int(32, 64, { step: 32 }), int(16, 48, { step: 32 }))).toEqual(int(16, 64))
    expect(widen('x', int(0, 8, { step: 2 }), int(0, 9, { step: 3 }))).toEqual(int(0, 9))
  })

  it.each([
    ['kinds', float(0, 1), int(0, 1)],
    ['scales', float(1, 2), float(1, 2, { log: true })],
    ['choices', choice(['a', 'b']), choice(['a', 'c'])],
    ['orders', ordinal([1, 2]), ordinal([2, 1])],
    ['an order and none', ordinal([1, 2]), choice([1, 2])],
    ['fixed values', fixed(1), fixed(2)],
    ['a boolean and a choice', boolean(), choice([true, false])],
  ])('refuses different %s', (_, known, asked) => {
    expect(() => widen('x', known, asked)).toThrow(code('ERR_PARAMETER_CONFLICT'))
    expect(() => widen('x', known, asked)).toThrow(/^x was .* and is now .*\./)
  })
})
