import { describe, expect, it } from 'vitest'
import { decodeParams } from './encode.ts'
import {
  boolean,
  choice,
  fixed,
  float,
  int,
  ordinal,
  type Parameter,
  type Shape,
  when,
} from './parameters/parameter.ts'
import type { Params } from './params.ts'
import { buildSpace, type SearchSpace, space } from './search-space.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const outline = ({ dimensions }: SearchSpace) => dimensions.map(({ id, conditions }) => [id, conditions])

describe('space', () => {
  it('lists parameters in order, those of a branch after its choice', () => {
    const search = space({
      lr: float(1e-5, 1e-1, { log: true }),
      model: choice({
        svm: { kernel: choice({ poly: { degree: int(2, 5) }, rbf: {} }) },
        forest: { trees: int(1, 9) },
      }),
      bias: boolean(),
    })
    expect(outline(search)).toEqual([
      ['lr', []],
      ['model', []],
      ['kernel', [{ parameter: 'model', test: { in: ['svm'] } }]],
      [
        'degree',
        [
          { parameter: 'model', test: { in: ['svm'] } },
          { parameter: 'kernel', test: { in: ['poly'] } },
        ],
      ],
      ['trees', [{ parameter: 'model', test: { in: ['forest'] } }]],
      ['bias', []],
    ])
    expect(Object.isFrozen(search) && Object.isFrozen(search.dimensions)).toBe(true)
    expect(search.dimensions.every((dimension) => Object.isFrozen(dimension) && !dimension.optional)).toBe(true)
    expect(search.dimensions[1]?.parameter).toEqual({ kind: 'choice', values: ['svm', 'forest'] })
  })

  it('activates dimensions by their conditions', () => {
    const search = space({ a: choice({ x: { b: int(1, 3) }, y: {} }), c: when({ b: { atLeast: 2 } }, boolean()) })
    const active = (params: Params) =>
      search.dimensions.filter(({ isActive }) => isActive(params)).map(({ name }) => name)
    expect(active({ a: 'y' })).toEqual(['a'])
    expect(active({ a: 'x' })).toEqual(['a', 'b'])
    expect(active({ a: 'x', b: 2 })).toEqual(['a', 'b', 'c'])
    expect(active({ a: 'x', b: 1 })).toEqual(['a', 'b'])
  })

  it('merges equal parameters of several branches into one dimension', () => {
    const search = space({
      optimizer: choice({
        sgd: { lr: float(0, 1), momentum: float(0, 1) },
        adam: { lr: float(0, 1) },
        lbfgs: { lr: float(0, 2) },
        none: {},
      }),
    })
    expect(outline(search)).toEqual([
      ['optimizer', []],
      ['lr@optimizer = "sgd" or "adam"', [{ parameter: 'optimizer', test: { in: ['sgd', 'adam'] } }]],
      ['momentum', [{ parameter: 'optimizer', test: { in: ['sgd'] } }]],
      ['lr@optimizer = "lbfgs"', [{ parameter: 'optimizer', test: { in: ['lbfgs'] } }]],
    ])
  })

  it('merges through nested branches if one set of conditions can express it', () => {
    const inner = () => choice({ u: { d: int(1, 2) }, v: { d: int(1, 2) }, w: {} })
    const search = space({ m: choice({ a: { k: inner() }, b: { k: inner() }, c: {} }) })
    expect(outline(search)).toEqual([
      ['m', []],
      ['k', [{ parameter: 'm', test: { in: ['a', 'b'] } }]],
      [
        'd',
        [
          { parameter: 'm', test: { in: ['a', 'b'] } },
          { parameter: 'k', test: { in: ['u', 'v'] } },
        ],
      ],
    ])
  })

  it('keeps the wider of two equal declarations if one covers the other', () => {
    const search = space({ m: choice({ a: { x: int(1, 2) }, b: {} }), x: int(1, 2) })
    expect(outline(search)).toEqual([
      ['m', []],
      ['x', []],
    ])
    const first = space({ x: int(1, 2), m: choice({ a: { x: int(1, 2) }, b: {} }) })
    expect(outline(first)).toEqual([
      ['x', []],
      ['m', []],
    ])
  })

  it('does not merge parameters with different defaults', () => {
    const search = space({ m: choice({ a: { x: int(1, 2, { default: 1 }) }, b: { x: int(1, 2) } }) })
    expect(search.dimensions.length).toBe(3)
  })

  it('makes ids unique even if a name looks like an id', () => {
    const search = space({
      'x@m = "a"': int(1, 2),
      m: choice({ a: { x: int(1, 2) }, b: { x: int(1, 3) } }),
    })
    const ids = search.dimensions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect(ids[0]).toBe('x@m = "a"')
  })

  it('supports choices with branches inside when', () => {
    const search = space({
      on: boolean(),
      noise: when({ on: true }, choice({ gauss: { sigma: float(0, 1) }, salt: {} })),
    })
    expect(outline(search)).toEqual([
      ['on', []],
      ['noise', [{ parameter: 'on', test: { in: [true] } }]],
      [
        'sigma',
        [
          { parameter: 'on', test: { in: [true] } },
          { parameter: 'noise', test: { in: ['gauss'] } },
        ],
      ],
    ])
  })

  it('accepts names such as constructor and toString', () => {
    const search = space({
      constructor: int(1, 2),
      toString: when({ constructor: 2 }, int(1, 2)),
      hasOwnProperty: boolean(),
    })
    expect(decodeParams(search, [0, 0, 0])).toEqual({ constructor: 1, hasOwnProperty: false })
    expect(decodeParams(search, [1, 0, 0])).toEqual({ constructor: 2, toString: 1, hasOwnProperty: false })
  })

  it('accepts an empty shape', () => {
    expect(space({}).dimensions).toEqual([])
  })
})

describe('space throws for', () => {
  it.each<[string, Shape]>([
    ['a parent that does not exist', { b: when({ a: 1 }, boolean()) }],
    ['a parent that comes later', { b: when({ a: 1 }, boolean()), a: int(1, 2) }],
    ['itself as parent', { a: when({ a: 1 }, int(1, 2)) }],
    ['a value that the parent never has', { a: int(1, 2), b: when({ a: 3 }, boolean()) }],
    ['a value of another type', { a: int(1, 2), b: when({ a: '1' }, boolean()) }],
    ['one impossible value among several', { a: int(1, 2), b: when({ a: { in: [1, 3] } }, boolean()) }],
    ['a bound that the parent never reaches', { a: int(1, 2), b: when({ a: { atLeast: 3 } }, boolean()) }],
    ['a bound on a boolean', { a: boolean(), b: when({ a: { atLeast: 1 } }, boolean()) }],
    ['a bound on words', { a: choice(['x', 'y']), b: when({ a: { atMost: 1 } }, boolean()) }],
    ['a bound beyond a fixed value', { a: fixed(1), b: when({ a: { atMost: 0 } }, boolean()) }],
    ['a condition against its own branch', { a: choice({ x: { b: when({ a: 'y' }, boolean()) }, y: {} }) }],
    [
      'a condition on a parameter of another branch',
      { a: choice({ x: { p: boolean() }, y: { q: when({ p: true }, boolean()) } }) },
    ],
  ])('%s', (_, shape) => {
    expect(() => space(shape)).toThrow(code('ERR_INVALID_CONDITION'))
  })

  it.each<[string, Shape]>([
    ['inside and outside of a branch', { a: choice({ x: { b: int(1, 2) }, y: {} }), b: int(1, 3) }],
    ['in two choices beside each other', { a: choice({ x: { c: int(1, 2) } }), b: choice({ y: { c: boolean() } }) }],
    [
      'under conditions that may both hold',
      {
        a: int(1, 5),
        p: choice({ x: { q: when({ a: { atLeast: 2 } }, boolean()) } }),
        q: when({ a: { atMost: 2 } }, int(1, 2)),
      },
    ],
    ['as a choice and inside of it', { a: choice({ x: { a: int(1, 2) } }) }],
  ])('conflicting declarations of a name %s', (_, shape) => {
    expect(() => space(shape)).toThrow(code('ERR_PARAMETER_CONFLICT'))
  })

  it('but accepts different declarations that are never active together', () => {
    const shapes: Shape[] = [
      {
        a: int(1, 5),
        p: choice({ x: { q: when({ a: { atLeast: 3 } }, boolean()) } }),
        q: when({ a: { atMost: 2 } }, int(1, 2)),
      },
      // d depends on kernel, which is active for svm only: the conditions of parents count.
      {
        m: choice({ svm: { kernel: choice(['poly', 'rbf']) }, net: { d: int(1, 9) } }),
        d: when({ kernel: 'poly' }, int(2, 5)),
      },
    ]
    for (const shape of shapes) expect(space(shape).dimensions.length).toBe(4)
  })

  it.each([
    ['null', null],
    ['an array', [float(0, 1)]],
    ['a number as parameter', { x: 1 }],
    ['undefined as parameter', { x: undefined }],
    ['an unknown kind', { x: { kind: 'categorical' } }],
    ['when without a parameter', { a: int(1, 2), x: { ...when({ a: 1 }, int(1, 2)), parameter: undefined } }],
    ['a when inside a when', { a: int(1, 2), x: when({ a: 1 }, when({ a: 1 }, int(1, 2)) as never) }],
    ['a prototype as shape', Object.create({ x: float(0, 1) })],
  ])('%s', (_, shape) => {
    expect(() => space(shape as Shape)).toThrow(code('ERR_INVALID_ARGUMENT'))
  })

  it('invalid names', () => {
    for (const name of ['', 'a\nb', '\ud800', 'x'.repeat(2 ** 20)]) {
      expect(() => space({ [name]: int(1, 2) })).toThrow(code('ERR_INVALID_NAME'))
    }
    expect(() => space(JSON.parse('{"__proto__":{"kind":"boolean"}}') as Shape)).toThrow(code('ERR_INVALID_NAME'))
  })

  it('invalid constraints', () => {
    for (const wrong of ['a < b', null, { description: 'a < b' }, { holds: () => true }, 1]) {
      expect(() => space({ a: int(1, 2) }, { constraints: [wrong as never] })).toThrow(code('ERR_INVALID_ARGUMENT'))
    }
  })
})

describe('constraints', () => {
  const shape = { a: float(0, 1), b: float(0, 1) }
  const description = (constraint: (params: { a: number; b: number }) => boolean) =>
    space(shape, { constraints: [constraint] }).constraints[0]?.description

  it('use their source as description', () => {
    expect(description((params) => params.a + params.b <= 1)).toBe('params.a + params.b <= 1')
    expect(description(({ a, b }) => a <= b)).toBe('a <= b')
    expect(
      description(function smaller({ a, b }) {
        return a < b
      }),
    ).toBe('smaller')
    expect(
      description(({ a }) => {
        return a > 0
      }),
    ).toContain('return a > 0')
  })

  it('accept a description', () => {
    const constraint = { description: 'b exceeds a', holds: ({ a, b }: { a: number; b: number }) => b > a }
    expect(space(shape, { constraints: [constraint] }).constraints[0]).toBe(constraint)
  })
})

describe('large spaces', () => {
  it('are built fast: a thousand parameters, a thousand branches, deep nesting', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, int(1, 9)]))
    expect(space(many).dimensions.length).toBe(1000)
    const wide = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`b${index}`, { lr: float(0, 1), [`p${index}`]: boolean() }]),
    )
    expect(space({ branch: choice(wide) }).dimensions.length).toBe(302)
    let deep: Shape = { bottom: boolean() }
    for (let level = 0; level < 60; level += 1) deep = { [`level${level}`]: choice({ down: deep, stop: {} }) }
    expect(space(deep).dimensions.length).toBe(61)
  })

  it('compare only direct conditions if there are too many activations', () => {
    // Each parent has several activations; their product exceeds the limit.
    const parent = (name: string): [string, Parameter] => [
      name,
      choice(
        Object.fromEntries(
          ['1', '2', '3', '4', '5'].map((option) => [option, { [`${name}.k`]: ordinal([option, 'z']) }]),
        ),
      ),
    ]
    const parents = Object.fromEntries(['p', 'q', 'r', 's'].map(parent))
    const all = Object.fromEntries(['p', 'q', 'r', 's'].map((name) => [`${name}.k`, 'z' as const]))
    expect(space({ ...parents, x: when(all, boolean()) }).dimensions.length).toBe(25)
  })
})

describe('buildSpace', () => {
  it('keeps optional dimensions', () => {
    const { dimensions } = buildSpace([{ name: 'x', parameter: int(1, 2), conditions: [], optional: true }])
    expect(dimensions[0]?.optional).toBe(true)
  })
})
