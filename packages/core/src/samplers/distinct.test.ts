import { expect, it } from 'vitest'
import { replay } from '../journal/replay.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { spaceToJson } from '../space/json.ts'
import { boolean, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { untriedParams } from './distinct.ts'

const all = Array.from({ length: 8 }, (_, place) => ({ a: 1 + Math.floor(place / 2), b: place % 2 === 1 }))
const created: StudyEvent = {
  type: 'study-created',
  format: 1,
  name: 's',
  directions: { value: 'minimize' },
  space: spaceToJson(space({ a: int(1, 4), b: boolean() })),
  seed: 1,
  at: 0,
}
const started = (number: number, place: number): StudyEvent => {
  return { type: 'trial-started', number, attempt: 1, params: all[place] ?? {}, owner: null, at: 0 }
}
const without = (...places: number[]) => all.filter((_, place) => !places.includes(place))

it('untriedParams excludes started trials, also at earlier snapshots and in other branches', () => {
  const first = replay([created])
  expect(untriedParams(first)).toEqual(all)
  const second = replay([started(0, 3)], first)
  const third = replay([started(1, 0), started(2, 6)], second)
  expect(untriedParams(third)).toEqual(without(0, 3, 6))
  expect(untriedParams(second)).toEqual(without(3))
  const elsewhere = replay([started(1, 7)], second)
  expect(untriedParams(elsewhere)).toEqual(without(3, 7))
  expect(untriedParams(third)).toEqual(without(0, 3, 6))
  expect(untriedParams(first)).toEqual(all)
})

it('untriedParams skips params to avoid, and those that do not agree with given values, in this call only', () => {
  const snapshot = replay([created, started(0, 3)])
  expect(untriedParams(snapshot, [{ b: false, a: 1 }], { a: 1 })).toEqual(without(0, 2, 3, 4, 5, 6, 7))
  expect(untriedParams(snapshot)).toEqual(without(3))
})
