import { describe, expect, it } from 'vitest'
import { boolean, choice, fixed, float, int, type Parameter } from '../parameters/parameter.ts'
import { firstAsk, isNews, type RangeHistory, withAsk } from './range-history.ts'

/** The history after consecutive trials asked for these ranges. */
const after = (...asked: Parameter[]): RangeHistory =>
  asked.reduce<RangeHistory>(
    (before, parameter, trial) => (trial === 0 ? before : withAsk(before, parameter, trial)),
    firstAsk(asked[0] ?? fixed(0), 0),
  )
const times = (count: number, parameter: Parameter) => Array.from({ length: count }, () => parameter)
const [narrow, wide, moved] = [float(0, 1), float(0, 10), float(20, 30)]

describe('a range that was edited', () => {
  it('replaces the earlier range immediately', () => {
    expect(after(...times(8, wide), narrow)).toMatchObject({ parameter: narrow, varies: false })
    expect(after(...times(8, wide), moved)).toMatchObject({ parameter: moved, varies: false })
    expect(after(...times(8, int(1, 9)), choice([2, 4]))).toMatchObject({ parameter: choice([2, 4]), varies: false })
    expect(after(...times(8, wide), ...times(8, moved), wide)).toMatchObject({ parameter: wide, varies: false })
    expect(after(...times(5, narrow), ...times(5, wide), moved)).toMatchObject({ parameter: moved, varies: false })
  })

  it('is forgotten once all recent trials asked for the new range', () => {
    const settled = after(...times(8, wide), ...times(20, narrow))
    expect(settled.asks).toHaveLength(1)
    expect(isNews(settled, float(0, 1, { default: 0.5 }))).toBe(false)
    expect(isNews(settled, wide)).toBe(true)
  })

  it('keeps the parameter object if the same range is asked for', () => {
    const { parameter } = after(...times(3, wide), narrow, float(0, 1), float(0, 1))
    expect(parameter).toBe(narrow)
  })
})

describe('a range that varies', () => {
  it('covers three ranges in quick succession', () => {
    expect(after(float(0, 3), float(0, 7), float(0, 5))).toMatchObject({ parameter: float(0, 7), varies: true })
    const choices = after(choice(['a']), choice(['b', 'a']), choice(['c']))
    expect(choices.varies).toBe(true)
    expect(choices.parameter).toMatchObject({
      kind: 'choice',
      values: expect.arrayContaining(['a', 'b', 'c']) as unknown,
    })
    expect(after(fixed(0), fixed(1), fixed(2)).parameter).toMatchObject({ kind: 'choice' })
  })

  it('covers a range that returns soon', () => {
    expect(after(...times(6, narrow), moved, narrow)).toMatchObject({ parameter: float(0, 30), varies: true })
  })

  it('is detected immediately if one objective asked for both ranges', () => {
    const history = withAsk(firstAsk(narrow, 0), wide, 9, true)
    expect(history).toMatchObject({ parameter: wide, varies: true })
  })

  it('shrinks by half, but not by a little', () => {
    const dependent = (high: number) => float(0, high)
    const large = after(dependent(10), dependent(9), dependent(8))
    const later = (high: number) =>
      Array.from({ length: 20 }, (_, index) => dependent(high - index / 100)).reduce(
        (before, parameter, index) => withAsk(before, parameter, 3 + index),
        large,
      )
    expect(later(6).parameter).toEqual(dependent(10))
    expect(later(3).parameter).toEqual(dependent(3))
  })

  it('covers only ranges comparable with the last', () => {
    const history = after(int(1, 3), boolean(), int(1, 4), boolean(), int(1, 5))
    expect(history).toMatchObject({ parameter: int(1, 5), varies: true })
    expect(withAsk(history, boolean(), 9)).toMatchObject({ parameter: boolean(), varies: true })
  })

  it('becomes a single range again once it no longer changes', () => {
    expect(after(float(0, 3), float(0, 7), float(0, 5), ...times(20, wide))).toMatchObject({
      parameter: wide,
      varies: false,
    })
  })
})
