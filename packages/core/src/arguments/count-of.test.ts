import { expect, it } from 'vitest'
import { countOf } from './count-of.ts'

it('countOf uses the plural for all counts but 1', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'trial'))).toEqual(['0 trials', '1 trial', '2 trials'])
  expect([1, 2].map((count) => countOf(count, 'study', 'studies'))).toEqual(['1 study', '2 studies'])
})
