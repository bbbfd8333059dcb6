import { expect, it } from 'vitest'
import { choice, float, int } from '../parameters/parameter.ts'
import { fewLevels } from './explain.ts'

it('extend stores the values of parameters with up to 64 values', () => {
  expect(fewLevels(int(1, 64))).toBe(64)
  expect(fewLevels(int(1, 65))).toBeUndefined()
  expect(fewLevels(int(1, 127, { step: 2 }))).toBe(64)
  expect(fewLevels(choice(Array.from({ length: 65 }, (_, value) => value)))).toBeUndefined()
  expect(fewLevels(float(0, 1))).toBeUndefined()
})
