import { expect, it } from 'vitest'
import { pickRows } from './matrix-rows.ts'

it('picks rows in the given order, repeated if given twice', () => {
  const matrix = Float64Array.of(1, 2, 3, 4, 5, 6)
  expect([...pickRows(matrix, [2, 0, 2], 2)]).toEqual([5, 6, 1, 2, 5, 6])
  expect([...pickRows(matrix, Int32Array.of(4), 1)]).toEqual([5])
  expect(pickRows(matrix, [], 3)).toHaveLength(0)
})
