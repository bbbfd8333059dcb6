import { describe, expect, it } from 'vitest'
import { int } from '../parameters/numbers.ts'
import { when } from './conditional.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error
const parameter = int(1, 2)

describe('when', () => {
  it('normalizes every test to its full form', () => {
    expect(when({ a: 'x', b: null, c: { atLeast: 2 }, d: { atMost: -1.5 }, e: { in: [1, 2, 1] } }, parameter)).toEqual({
      kind: 'when',
      tests: { a: { in: ['x'] }, b: { in: [null] }, c: { atLeast: 2 }, d: { atMost: -1.5 }, e: { in: [1, 2] } },
      parameter,
    })
  })

  it('compares with arrays and objects by `in`', () => {
    const { tests } = when({ shape: { in: [[1, 2], { a: 1 }, { a: 1 }] } }, parameter)
    expect(tests.shape).toEqual({ in: [[1, 2], { a: 1 }] })
  })

  it('accepts names such as constructor and toString', () => {
    const { tests } = when({ constructor: 1, toString: 2, hasOwnProperty: 3 }, parameter)
    expect(Object.keys(tests)).toEqual(['constructor', 'toString', 'hasOwnProperty'])
  })

  it.each([
    ['no test', {}],
    ['an empty list', { a: { in: [] } }],
    ['a list that is none', { a: { in: 'xyz' } }],
    ['an unknown test', { a: { above: 1 } }],
    ['an inherited test', { a: Object.create({ atLeast: 1 }) as object }],
    ['two tests in one', { a: { atLeast: 1, atMost: 2 } }],
    ['an object to equal', { a: {} }],
    ['an array to equal', { a: [1] }],
    ['no number', { a: { atLeast: '1' } }],
    ['NaN', { a: { atMost: Number.NaN } }],
    ['infinity', { a: { atLeast: Number.POSITIVE_INFINITY } }],
  ])('throws for %s', (_, tests) => {
    expect(() => when(tests as never, parameter)).toThrow(code('ERR_INVALID_CONDITION'))
  })

  it('throws for values that are not JSON and for invalid names', () => {
    expect(() => when({ a: undefined as never }, parameter)).toThrow(code('ERR_INVALID_JSON'))
    expect(() => when({ a: { in: [Number.NaN] } }, parameter)).toThrow(code('ERR_INVALID_JSON'))
    expect(() => when({ '': 1 }, parameter)).toThrow(code('ERR_INVALID_NAME'))
  })
})
