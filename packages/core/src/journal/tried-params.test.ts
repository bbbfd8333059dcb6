import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Params } from '../space/params.ts'
import { TriedParams } from './tried-params.ts'

describe('TriedParams', () => {
  it('distinguishes values and types, and ignores the order of keys', () => {
    const tried = new TriedParams().extend([
      { number: 0, params: { a: 1, b: '1' } },
      { number: 1, params: { c: [true, null] } },
    ])
    expect(tried.has({ b: '1', a: 1 })).toBe(true)
    expect(tried.has({ c: [true, null] })).toBe(true)
    for (const other of [
      {},
      { a: 1 },
      { a: '1', b: 1 },
      { a: 1, b: '1', c: 1 },
      { c: [1, null] },
      { c: [null, true] },
    ]) {
      expect(tried.has(other)).toBe(false)
    }
  })

  it('each version contains what was added before it, whenever it is queried', () => {
    const step = fc.record({
      version: fc.nat(),
      added: fc.array(fc.nat({ max: 8 }), { maxLength: 3 }),
      asks: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const versions = [{ tried: new TriedParams(), known: new Set<number>() }]
        const paramsOf = (x: number): Params => ({ x })
        for (const { version, added, asks } of steps) {
          const from = versions[version % versions.length] as (typeof versions)[number]
          if (asks) from.tried.has(paramsOf(0))
          versions.push({
            tried: from.tried.extend(added.map((x) => ({ number: x, params: paramsOf(x) }))),
            known: new Set([...from.known, ...added]),
          })
        }
        for (const { tried, known } of versions) {
          for (let x = 0; x <= 8; x += 1) expect(tried.has(paramsOf(x))).toBe(known.has(x))
        }
      }),
    )
  })
})
