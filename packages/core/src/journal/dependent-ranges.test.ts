import { describe, expect, it } from 'vitest'
import { discover, nothingDiscovered } from '../space/discovery/discover.ts'
import { boolean, choice, int, ordinal, type Parameter } from '../space/parameters/parameter.ts'
import { DependentRanges } from './dependent-ranges.ts'

/** A discovery in which the range of `y` varies. */
function varying(...ranges: readonly Parameter[]) {
  let found = discover(nothingDiscovered, { x: int(0, 1) }, 0)
  ranges.forEach((range, trial) => {
    found = discover(found, { y: range }, trial, trial > 0 ? ['y'] : [])
  })
  return found
}

describe('the ranges of a dependent parameter', () => {
  it.each([
    ['an inner value of a choice', choice(['a', 'b', 'c']), 'b', choice(['a', 'e', 'c']), 'e'],
    ['an inner value of an ordinal', ordinal([1, 2, 4]), 2, ordinal([1, 3, 4]), 3],
    ['the last value of a choice', choice(['a', 'b', 'c']), 'c', choice(['a', 'b', 'e']), 'e'],
    ['a choice to an integer', choice([0, 7, 2]), 7, int(0, 2), 1],
    ['an integer to a choice', int(0, 2), 1, choice([0, 7, 2]), 7],
    ['a boolean to a choice', boolean(), true, choice([false, 'auto']), 'auto'],
    ['the end of an integer', int(0, 2), 0, int(1, 3), 3],
  ])('follow an edit of %s', (_, before, old, after, current) => {
    const discovery = varying(before, choice(['a', 'd', 'c']), after)
    const ranges = new DependentRanges().with('y', { x: 0, y: old }, before, discovery)
    expect(ranges.exclude({ x: 0, y: current }, discovery)).toBe(true)
    const edited = ranges.with('y', { x: 0, y: current }, after, discovery)
    expect(edited.exclude({ x: 0, y: current }, discovery)).toBe(false)
    expect(edited.exclude({ x: 0, y: old }, discovery)).toBe(true)
  })

  it.each([
    ['a choice', choice(['a', 'b', 'c']), 'a', choice(['c', 'b', 'a'])],
    ['an integer', int(0, 2), 0, int(0, 2, { default: 1 })],
  ])('stay the same if %s has the same values', (_, before, value, after) => {
    const discovery = varying(before, choice(['a', 'd']))
    const ranges = new DependentRanges().with('y', { x: 0, y: value }, before, discovery)
    expect(ranges.with('y', { x: 0, y: value }, after, discovery)).toBe(ranges)
  })
})
