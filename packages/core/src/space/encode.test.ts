import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryKey, drawSpace } from '../../test/arbitrary-space.ts'
import { randomStream } from '../math/random.ts'
import { decodeParams, encodeInto, encodeParams, satisfiesConstraints } from './encode.ts'
import { boolean, choice, float, int, when } from './parameters/parameter.ts'
import { buildSpace, type SearchSpace, space } from './search-space.ts'

const search = space({
  lr: float(0, 1),
  model: choice({ net: { layers: int(1, 3) }, tree: { depth: int(2, 8, { step: 2 }) } }),
  bias: when({ layers: { atLeast: 2 } }, boolean()),
})

const uniform = (stream: { uniform(): number }, { dimensions }: SearchSpace) =>
  Float64Array.from(dimensions, () => stream.uniform())

describe('decodeParams', () => {
  it('leaves out inactive parameters and ignores their coordinates', () => {
    expect(decodeParams(search, [0.25, 0, 0.99, 0.5, 0.9])).toEqual({ lr: 0.25, model: 'net', layers: 3, bias: true })
    expect(decodeParams(search, [0.25, 0, 0, Number.NaN, Number.NaN])).toEqual({ lr: 0.25, model: 'net', layers: 1 })
    expect(decodeParams(search, [0.25, 0.5, Number.NaN, 0.99, Number.NaN])).toEqual({
      lr: 0.25,
      model: 'tree',
      depth: 8,
    })
  })

  it('prefers known values if they are active', () => {
    const point = [0.25, 0, 0.99, 0.5, 0.9]
    expect(decodeParams(search, point, { model: 'tree', layers: 1, lr: 1 })).toEqual({ lr: 1, model: 'tree', depth: 6 })
    expect(decodeParams(search, point, { layers: 1 })).toEqual({ lr: 0.25, model: 'net', layers: 1 })
    // Inherited properties are ignored.
    expect(decodeParams(search, point, Object.create({ lr: 1 }) as { lr: number })).toMatchObject({ lr: 0.25 })
  })

  it('freezes the params', () => {
    expect(Object.isFrozen(decodeParams(search, [0, 0, 0, 0, 0]))).toBe(true)
  })
})

describe('encodeParams', () => {
  it('writes NaN for inactive dimensions', () => {
    expect(encodeParams(search, { lr: 0.25, model: 'tree', depth: 2 })).toEqual(
      Float64Array.of(0.25, 0.75, Number.NaN, 0.125, Number.NaN),
    )
  })

  it.each([
    ['a value outside', { lr: 2, model: 'tree', depth: 2 }],
    ['a value beside the lattice', { lr: 0, model: 'tree', depth: 3 }],
    ['a value of another type', { lr: '0', model: 'tree', depth: 2 }],
    ['a missing parameter', { lr: 0, model: 'tree' }],
    ['an unknown parameter', { lr: 0, model: 'tree', depth: 2, x: 1 }],
    ['an inactive parameter', { lr: 0, model: 'tree', depth: 2, layers: 1 }],
    ['nothing', {}],
  ])('returns undefined for %s', (_, params) => {
    expect(encodeParams(search, params)).toBeUndefined()
  })

  it('ignores inherited values', () => {
    expect(encodeParams(space({ constructor: choice([null, 1]) }), {})).toBeUndefined()
    expect(encodeParams(space({ x: int(1, 2) }), Object.create({ x: 1 }) as { x: number })).toBeUndefined()
  })

  it('writes one row of a matrix', () => {
    const rows = new Float64Array(15).fill(9)
    expect(encodeInto(search, { lr: 1, model: 'net', layers: 1 }, rows, 5)).toBe(true)
    expect([...rows]).toEqual([9, 9, 9, 9, 9, 1, 0.25, 1 / 6, Number.NaN, Number.NaN, 9, 9, 9, 9, 9])
  })

  it('round-trips the params of any space', () => {
    fc.assert(
      fc.property(fc.gen(), arbitraryKey, (g, key) => {
        const any = drawSpace(g, { finite: true })
        const stream = randomStream(key)
        for (let draw = 0; draw < 5; draw += 1) {
          const params = decodeParams(any, uniform(stream, any))
          const unit = encodeParams(any, params) as Float64Array
          expect(decodeParams(any, unit)).toEqual(params)
          any.dimensions.forEach(({ isActive, name }, index) => {
            expect(Number.isNaN(unit[index])).toBe(!isActive(params))
            if (isActive(params)) expect(Object.hasOwn(params, name)).toBe(true)
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('round-trips continuous params up to rounding', () => {
    fc.assert(
      fc.property(fc.gen(), arbitraryKey, (g, key) => {
        const any = drawSpace(g)
        const params = decodeParams(any, uniform(randomStream(key), any))
        const again = decodeParams(any, encodeParams(any, params) as Float64Array)
        expect(Object.keys(again)).toEqual(Object.keys(params))
        for (const { name, parameter, isActive } of any.dimensions) {
          if (!isActive(params)) continue
          const value = params[name] as number
          const continuous = parameter.kind === 'float' && parameter.step === undefined ? parameter : undefined
          if (!continuous) expect(again[name]).toEqual(value)
          else {
            const range = continuous.scale === 'linear' ? continuous.high - continuous.low : value
            expect(Math.abs((again[name] as number) - value)).toBeLessThanOrEqual(1e-12 * range)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('an optional dimension', () => {
  const optional = buildSpace([
    { name: 'x', parameter: int(1, 4), conditions: [] },
    { name: 'y', parameter: int(1, 2), conditions: [], optional: true },
  ])

  it('round-trips if absent', () => {
    const without = encodeParams(optional, { x: 1 }) as Float64Array
    expect(without).toEqual(Float64Array.of(0.125, Number.NaN))
    expect(decodeParams(optional, without)).toEqual({ x: 1 })
    expect(decodeParams(optional, [0, 0.9])).toEqual({ x: 1, y: 2 })
    expect(encodeParams(optional, { x: 1, y: 3 })).toBeUndefined()
  })
})

describe('satisfiesConstraints', () => {
  it('checks every constraint', () => {
    const limited = space(
      { a: int(1, 9), b: int(1, 9) },
      { constraints: [({ a, b }) => a < b, { description: 'a is odd', holds: ({ a }) => a % 2 === 1 }] },
    )
    expect(satisfiesConstraints(limited, { a: 1, b: 2 })).toBe(true)
    expect(satisfiesConstraints(limited, { a: 2, b: 3 })).toBe(false)
    expect(satisfiesConstraints(limited, { a: 3, b: 2 })).toBe(false)
    expect(satisfiesConstraints(space({ a: int(1, 2) }), { a: 1 })).toBe(true)
  })
})
