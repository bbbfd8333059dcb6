import { describe, expect, it } from 'vitest'
import { boolean, choice, fixed, ordinal } from './choices.ts'
import { float, int } from './numbers.ts'

const code = (value: string) => expect.objectContaining({ name: 'SweetspotError', code: value }) as Error

describe('choice', () => {
  it('returns a frozen copy of the values', () => {
    const values = [{ units: [8, 8] }, null, true, 1, '1']
    const parameter = choice(values, { default: null })
    ;(values[0] as { units: number[] }).units.push(8)
    expect(parameter).toEqual({ kind: 'choice', values: [{ units: [8, 8] }, null, true, 1, '1'], default: null })
    expect(Object.isFrozen(parameter) && Object.isFrozen(parameter.values)).toBe(true)
    expect(Object.isFrozen((parameter.values[0] as { units: number[] }).units)).toBe(true)
  })

  it('accepts branches by name', () => {
    const parameter = choice({ sgd: { momentum: float(0, 1) }, adam: {} }, { default: 'adam' })
    expect(parameter).toMatchObject({ kind: 'choice', values: ['sgd', 'adam'], default: 'adam' })
    expect(parameter.branches.sgd.momentum.high).toBe(1)
  })

  it('accepts an equal default, whatever the order of its keys', () => {
    expect(choice([{ a: 1, b: 2 }], { default: { b: 2, a: 1 } as never }).default).toEqual({ a: 1, b: 2 })
  })

  it.each([
    ['no values', []],
    ['a value twice', [1, 2, 1]],
    [
      'an object twice',
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    ['both zeros', [0, -0]],
    ['no branches', {}],
    ['neither values nor branches', 'abc'],
    ['null', null],
    ['a class instance', new Map()],
    ['a branch that is no object', { a: 1 }],
    ['a branch that is null', { a: null }],
  ])('throws for %s', (_, values) => {
    expect(() => choice(values as never)).toThrow(code('ERR_INVALID_CHOICE'))
  })

  it.each([
    ['undefined', [undefined]],
    ['NaN', [Number.NaN]],
    ['a function', [() => 1]],
    ['a bigint', [1n]],
    ['a hole', Array(1)],
    ['a date', [new Date(0)]],
    ['a lone surrogate', ['\ud800']],
  ])('throws for %s, which is not JSON', (_, values) => {
    expect(() => choice(values as never)).toThrow(code('ERR_INVALID_JSON'))
  })

  it('throws for a default that is not among the values', () => {
    expect(() => choice([1, true], { default: '1' as never })).toThrow(code('ERR_INVALID_DEFAULT'))
    expect(() => choice({ a: {} }, { default: 'b' as never })).toThrow(code('ERR_INVALID_DEFAULT'))
    expect(() => choice([1], { default: Number.NaN as never })).toThrow(code('ERR_INVALID_JSON'))
  })

  it('throws for invalid names of branches', () => {
    for (const name of ['', '\n', '__proto__', 'x'.repeat(201)]) {
      expect(() => choice({ [name]: { x: int(1, 2) } })).toThrow(code('ERR_INVALID_NAME'))
    }
  })
})

describe('ordinal', () => {
  it('keeps the order of the values', () => {
    expect(ordinal(['small', 'large'], { default: 'large' })).toEqual({
      kind: 'ordinal',
      values: ['small', 'large'],
      default: 'large',
    })
  })

  it('throws for what choice throws for, and for branches', () => {
    for (const values of [[], [1, 1], { a: {} }, null]) {
      expect(() => ordinal(values as never)).toThrow(code('ERR_INVALID_CHOICE'))
    }
    expect(() => ordinal([1, 2], { default: 3 as never })).toThrow(code('ERR_INVALID_DEFAULT'))
    expect(() => ordinal([Number.POSITIVE_INFINITY])).toThrow(code('ERR_INVALID_JSON'))
  })
})

describe('boolean', () => {
  it('accepts a default', () => {
    expect(boolean()).toEqual({ kind: 'boolean' })
    expect(boolean({ default: false })).toEqual({ kind: 'boolean', default: false })
    for (const wrong of [0, 'true', null]) {
      expect(() => boolean({ default: wrong as never })).toThrow(code('ERR_INVALID_DEFAULT'))
    }
  })
})

describe('fixed', () => {
  it('accepts any JSON value', () => {
    expect(fixed({ a: [null] })).toEqual({ kind: 'fixed', value: { a: [null] } })
    expect(() => fixed(undefined as never)).toThrow(code('ERR_INVALID_JSON'))
  })
})
