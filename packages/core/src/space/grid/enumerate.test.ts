import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSpace } from '../../../test/arbitrary-space.ts'
import { holds } from '../conditions/conditions.ts'
import type { Json } from '../json-value.ts'
import { boolean, choice, fixed, float, int, ordinal, type Shape, when } from '../parameters/parameter.ts'
import { type Params, paramsKey } from '../params.ts'
import { buildSpace, type SearchSpace, space } from '../search-space.ts'
import { combinations } from './combinations.ts'
import { cardinality, enumerateParams } from './enumerate.ts'
import { type GridOptions, gridOf } from './grid-of.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error

/** All combinations, by brute force over the values of each dimension. */
function bruteForce({ dimensions }: SearchSpace): Params[] {
  let partial: Params[] = [{}]
  for (const { name, conditions, domain } of dimensions) {
    partial = partial.flatMap((params) =>
      holds(conditions, params)
        ? Array.from({ length: domain.levels }, (_, level) => ({ ...params, [name]: domain.valueAt(level) }))
        : [params],
    )
  }
  return partial
}

const all = (shape: Shape, options?: GridOptions) => [...enumerateParams(gridOf(space(shape), options))]
const size = (shape: Shape, options?: GridOptions) => gridOf(space(shape), options).size

describe('a grid', () => {
  it('varies the last parameter fastest', () => {
    expect(all({ a: int(1, 2), b: choice(['x', 'y', 'z']) })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 1, b: 'z' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
      { a: 2, b: 'z' },
    ])
    expect(all({ a: choice({ x: { b: boolean() }, y: {} }), c: int(1, 2) })).toEqual([
      { a: 'x', b: false, c: 1 },
      { a: 'x', b: false, c: 2 },
      { a: 'x', b: true, c: 1 },
      { a: 'x', b: true, c: 2 },
      { a: 'y', c: 1 },
      { a: 'y', c: 2 },
    ])
  })

  it('equals brute force in any space', () => {
    let compared = 0
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const any = drawSpace(g, { finite: true, depth: 1 })
        const grid = gridOf(any)
        if (grid.size > 1000) return
        compared += 1
        const expected = bruteForce(any).map(paramsKey)
        expect(grid.size).toBe(expected.length)
        const found = Array.from({ length: grid.size }, (_, index) => paramsKey(grid.at(index)))
        expect(new Set(found).size).toBe(found.length)
        expect([...found].sort()).toEqual([...expected].sort())
      }),
      { numRuns: 300 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  it('counts without enumerating', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`x${index}`, int(1, 10)]))
    expect(size(many)).toBeCloseTo(1e30, -16)
    expect(gridOf(space(many)).at(12)).toMatchObject({ x27: 1, x28: 2, x29: 3 })
    const more = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`x${index}`, int(1, 10)]))
    const infinite = gridOf(space(more))
    expect(infinite.size).toBe(Number.POSITIVE_INFINITY)
    expect(infinite.at(3)).toMatchObject({ x0: 1, x398: 1, x399: 4 })
  })

  it('counts below a parent with many values by the thresholds of its tests', () => {
    const shape = {
      n: int(1, 1e15),
      a: when({ n: { atLeast: 101 } }, int(1, 3)),
      b: when({ n: { atMost: 10 } }, boolean()),
      c: when({ n: { in: [7, 500] } }, int(1, 5)),
    }
    // n ≤ 10: b; 7: b and c; 11 … 100: nothing; ≥ 101: a; 500: a and c.
    const expected = 9 * 2 + 2 * 5 + 90 + (1e15 - 101) * 3 + 3 * 5
    expect(size(shape)).toBe(expected)
    const grid = gridOf(space(shape))
    expect(grid.at(0)).toEqual({ n: 1, b: false })
    expect(grid.at(9 * 2 + 2 * 5)).toEqual({ n: 11 })
    expect(grid.at(expected - 1)).toEqual({ n: 1e15, a: 3 })
  })

  it('counts many parents with much later children', () => {
    const parents = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, boolean()]))
    const children = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`c${index}`, when({ [`p${index}`]: true }, int(1, 2))]),
    )
    expect(size({ ...parents, ...children })).toBeCloseTo(3 ** 40, -4)
  })

  it('counts loops', () => {
    const layers = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`units${index}`, when({ layers: { atLeast: index + 1 } }, int(1, 2))]),
    )
    expect(size({ layers: int(1, 64), ...layers })).toBe(2 ** 65 - 2)
  })

  it('uses points for continuous parameters, both ends included', () => {
    expect(all({ x: float(0, 1) }, { points: 5 }).map(({ x }) => x)).toEqual([0, 0.25, 0.5, 0.75, 1])
    const logarithmic = all({ x: float(1e-4, 1, { log: true }) }, { points: 5 }).map(({ x }) => x as number)
    logarithmic.forEach((value, index) => expect(value).toBeCloseTo(10 ** (index - 4), 12))
    expect(all({ x: float(0, 1), y: float(2, 4) }, { points: { x: 2, y: 1 } })).toEqual([
      { x: 0, y: 3 },
      { x: 1, y: 3 },
    ])
    expect(size({ x: float(3, 3) })).toBe(1)
  })

  it('thins numbers with more values, and keeps the others', () => {
    expect(all({ n: int(1, 100) }, { points: 3 }).map(({ n }) => n)).toEqual([1, 51, 100])
    expect(all({ n: int(1, 3) }, { points: 5 }).map(({ n }) => n)).toEqual([1, 2, 3])
    expect(size({ c: choice([1, 2, 3]), o: ordinal([1, 2, 3]), b: boolean() }, { points: 2 })).toBe(18)
    // On a log scale, several points may round to the smallest integers.
    const log = all({ n: int(1, 1000, { log: true }) }, { points: 20 }).map(({ n }) => n as number)
    expect(new Set(log).size).toBe(log.length)
    expect([log[0], log.at(-1)]).toEqual([1, 1000])
  })

  it('keeps integers and stepped ranges whole with `lattices: whole`', () => {
    const options = { points: 3, lattices: 'whole' } as const
    expect(all({ n: int(1, 5) }, options).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5])
    expect(size({ x: float(0, 1, { step: 0.1 }), y: float(0, 1), z: int(1, 1000, { log: true }) }, options)).toBe(
      33_000,
    )
    expect(size({ n: int(1, 5) }, { points: 3, lattices: 'thin' })).toBe(3)
  })

  it('uses listed values instead', () => {
    expect(all({ x: float(0, 1), n: int(1, 9) }, { values: { x: [0.5, 0.1], n: [9] } })).toEqual([
      { x: 0.5, n: 9 },
      { x: 0.1, n: 9 },
    ])
    // A condition on a thinned parent, and a name in two branches that share only some of the values.
    expect(size({ n: int(1, 100), b: when({ n: { atLeast: 60 } }, boolean()) }, { points: 3 })).toBe(4)
    expect(size({ n: int(1, 100), b: when({ n: { atLeast: 60 } }, boolean()) }, { values: { n: [99, 1, 70] } })).toBe(5)
    const branches = { m: choice({ a: { x: int(1, 3) }, b: { x: int(3, 5) } }) }
    expect(all(branches, { values: { x: [2, 3] } })).toEqual([
      { m: 'a', x: 2 },
      { m: 'a', x: 3 },
      { m: 'b', x: 3 },
    ])
  })

  it.each<[string, GridOptions, string]>([
    ['a continuous parameter without points', {}, 'ERR_SPACE_NOT_FINITE'],
    ['points for another parameter only', { points: { n: 3 } }, 'ERR_SPACE_NOT_FINITE'],
    ['no points', { points: 0 }, 'ERR_INVALID_ARGUMENT'],
    ['half a point', { points: { x: 2.5 } }, 'ERR_INVALID_ARGUMENT'],
    ['points that are no number', { points: { x: '3' as never } }, 'ERR_INVALID_ARGUMENT'],
    ['more points than a list can hold', { points: 1e9 }, 'ERR_INVALID_ARGUMENT'],
    ['points of an unknown parameter', { points: { y: 3 } }, 'ERR_INVALID_ARGUMENT'],
    ['values of an unknown parameter', { values: { y: [1] } }, 'ERR_INVALID_ARGUMENT'],
    ['an inherited name', { values: { constructor: [1] } }, 'ERR_INVALID_ARGUMENT'],
    ['an unknown treatment of lattices', { points: 3, lattices: 'all' as never }, 'ERR_INVALID_ARGUMENT'],
    ['no values', { values: { x: [] } }, 'ERR_INVALID_PARAMS'],
    ['a value outside', { values: { x: [0, 2] } }, 'ERR_INVALID_PARAMS'],
    ['a value twice', { values: { x: [0, 0] } }, 'ERR_INVALID_PARAMS'],
  ])('throws for %s', (_, options, expected) => {
    expect(() => size({ x: float(0, 1), n: int(1, 3) }, options)).toThrow(code(expected))
  })

  it('names the nearest parameter of an unknown one', () => {
    expect(() => size({ rate: float(0, 1) }, { points: { raet: 3 } })).toThrow('did you mean "rate"?')
    expect(() => size({ rate: float(0, 1) }, { points: { units: 3 } })).toThrow('the parameters of the space are rate.')
  })

  it('throws for indices out of range', () => {
    const grid = gridOf(space({ n: int(1, 3) }))
    for (const index of [-1, 3, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '1' as never]) {
      expect(() => grid.at(index)).toThrow(code('ERR_INVALID_ARGUMENT'))
    }
  })

  it('enumerates the combinations that satisfy the constraints', () => {
    const search = space({ a: int(1, 3), b: int(1, 3) }, { constraints: [({ a, b }) => a < b] })
    expect([...enumerateParams(gridOf(search))]).toEqual([
      { a: 1, b: 2 },
      { a: 1, b: 3 },
      { a: 2, b: 3 },
    ])
  })

  it('has one combination in an empty space', () => {
    expect(all({})).toEqual([{}])
  })

  it('counts an optional parameter as present', () => {
    const optional = buildSpace([{ name: 'x', parameter: int(1, 4), conditions: [], optional: true }])
    expect(gridOf(optional).size).toBe(4)
  })
})

describe('combinations', () => {
  it('are those of the grid, in its order', () => {
    fc.assert(
      fc.property(fc.gen(), (g) => {
        const search = drawSpace(g, { finite: true })
        const grid = gridOf(search)
        fc.pre(grid.size <= 500)
        expect(combinations(search, 500)?.map(paramsKey)).toEqual(
          Array.from({ length: grid.size }, (_, index) => paramsKey(grid.at(index))),
        )
        expect(combinations(search, grid.size - 1)).toBeUndefined()
      }),
    )
  })
})

describe('cardinality', () => {
  it('counts distinct params', () => {
    const values: Json[] = [true, 1, '1', null, {}]
    expect(cardinality(space({ a: choice(values), b: fixed(3), c: boolean() }))).toBe(10)
    expect(cardinality(space({ x: float(0, 1, { step: 0.1 }) }))).toBe(11)
    expect(cardinality(space({ x: float(0, 1), b: boolean() }))).toBe(Number.POSITIVE_INFINITY)
    expect(cardinality(space({ m: choice({ a: { k: choice({ u: { d: int(1, 3) }, v: {} }) }, b: {} }) }))).toBe(5)
  })
})
