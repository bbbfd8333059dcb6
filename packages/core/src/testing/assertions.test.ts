import { describe, expect, it } from 'vitest'
import { studyError } from '../errors.ts'
import { assertExactly, assertRejects } from './assertions.ts'

const proto = (value: unknown) => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as unknown

describe('assertExactly', () => {
  it.each([
    ['NaN', Number.NaN, Number.NaN],
    ['-0', -0, -0],
    ['nested values', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
    ['another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['own __proto__ keys', proto([1]), proto([1])],
  ])('accepts %s', (_, actual, expected) => {
    expect(() => assertExactly(actual, expected)).not.toThrow()
  })

  it.each([
    ['0 for -0', 0, -0, 'value is 0, not -0'],
    ['null for NaN', null, Number.NaN, 'value is null, not NaN'],
    ['a string for a number', { a: '1' }, { a: 1 }, 'value["a"] is "1", not 1'],
    ['a missing key', {}, { a: undefined }, 'lacks the own key "a"'],
    ['a surplus key', { a: undefined }, {}, 'surplus key "a"'],
    ['a shorter array', [1], [1, 2], 'has 1 items, not 2'],
    ['an array for an object', [], {}, 'array on one side'],
    ['an object for an array', { length: 0 }, [], 'array on one side'],
    ['a prototype for an own key', {}, proto({}), 'lacks the own key "__proto__"'],
    ['another value of __proto__', proto([1]), proto([2]), 'value["__proto__"]["0"] is 1, not 2'],
    ['null for an object', null, {}, 'value is null'],
  ])('rejects %s', (_, actual, expected, message) => {
    expect(() => assertExactly(actual, expected)).toThrow(message)
  })
})

describe('assertRejects', () => {
  it('requires a rejection with the code', async () => {
    const failed = () => Promise.reject(studyError('ERR_STORAGE', 'It is full.'))
    await assertRejects(failed(), 'ERR_STORAGE')
    await expect(assertRejects(failed(), 'ERR_STORAGE_BUSY')).rejects.toThrow(
      'Expected a rejection with ERR_STORAGE_BUSY',
    )
    await expect(assertRejects(Promise.resolve(1), 'ERR_STORAGE')).rejects.toThrow('the promise resolved')
    await expect(assertRejects(Promise.reject(new Error('ERR_STORAGE')), 'ERR_STORAGE')).rejects.toThrow(
      'Expected a rejection',
    )
  })
})
