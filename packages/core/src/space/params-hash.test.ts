import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Params, paramsKey } from './params.ts'
import { paramsHash, sameParams } from './params-hash.ts'

const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.string(), fc.jsonValue())
const anyParams = fc.dictionary(fc.string(), value, { maxKeys: 5 }) as fc.Arbitrary<Params>

describe('paramsHash', () => {
  it('is independent of the order, and equal if the keys are equal', () => {
    fc.assert(
      fc.property(anyParams, anyParams, (one, other) => {
        const turned = Object.fromEntries(Object.entries(one).reverse()) as Params
        expect(paramsHash(turned)).toBe(paramsHash(one))
        expect(sameParams(turned, one)).toBe(true)
        expect(sameParams(one, other)).toBe(paramsKey(one) === paramsKey(other))
        if (sameParams(one, other)) expect(paramsHash(one)).toBe(paramsHash(other))
      }),
    )
  })

  it('depends on values, types and names', () => {
    const others: Params[] = [{}, { a: 1 }, { a: 1, b: 1 }, { a: 2, b: 1 }, { a: '1', b: 2 }, { a: 1, b: 2, c: null }]
    const one = { a: 1, b: 2 }
    for (const other of others) {
      expect(sameParams(one, other)).toBe(false)
      expect(paramsHash(one)).not.toBe(paramsHash(other))
    }
    expect(sameParams({ a: -0 }, { a: 0 })).toBe(true)
    expect(paramsHash({ a: -0 })).toBe(paramsHash({ a: 0 }))
  })

  it('rarely collides', () => {
    const count = 50_000
    const hashes = new Set(
      Array.from({ length: count }, (_, i) =>
        paramsHash({ rate: 1e-4 * (i % 223), units: Math.floor(i / 223), kind: 'a' }),
      ),
    )
    // Of 50,000 random words, 0.3 pairs are expected to be equal.
    expect(hashes.size).toBeGreaterThanOrEqual(count - 4)
  })
})
