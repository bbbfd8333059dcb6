import { expect, it } from 'vitest'
import { paramsKey } from './params.ts'

it('paramsKey ignores the order of properties', () => {
  expect(paramsKey({ b: [1, { d: 1, c: 2 }], a: null })).toBe(paramsKey({ a: null, b: [1, { c: 2, d: 1 }] }))
  const apart = [{}, { a: 1 }, { a: '1' }, { a: true }, { b: 1 }, { a: 1, b: 1 }, { a: null }, { a: [] }, { a: {} }]
  expect(new Set(apart.map(paramsKey)).size).toBe(apart.length)
})
