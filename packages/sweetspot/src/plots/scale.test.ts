import { describe, expect, it } from 'vitest'
import { linearScale, logScale, parameterScale, valueScale } from './scale.ts'

const labels = ({ ticks }: { ticks: readonly { label: string }[] }) => ticks.map(({ label }) => label)

describe('linearScale', () => {
  it('has round ticks with as many decimals as needed', () => {
    expect(labels(linearScale([0, 1], [0, 300]))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'])
    expect(labels(linearScale([-40, 3000], [0, 300]))).toEqual([
      '0',
      '500',
      '1,000',
      '1,500',
      '2,000',
      '2,500',
      '3,000',
    ])
    expect(labels(linearScale([-2e8, 0], [0, 150]))).toEqual(['−2·10⁸', '−1.5·10⁸', '−10⁸', '−5·10⁷', '0'])
  })

  it('has only integer ticks for integers', () => {
    expect(labels(linearScale([0, 2], [0, 600], { whole: true }))).toEqual(['0', '1', '2'])
  })

  it('adds space around a single value', () => {
    expect(linearScale([3, 3], [0, 100]).position(3)).toBe(50)
    expect(linearScale([0, 0], [0, 100]).position(0)).toBe(50)
  })
})

describe('logScale', () => {
  it('has powers of ten over many decades, and more between few', () => {
    expect(labels(logScale([1e-6, 1], [0, 200]))).toEqual(['10⁻⁶', '10⁻⁴', '10⁻²', '1'])
    expect(labels(logScale([1, 100], [0, 300]))).toEqual(['1', '2', '5', '10', '20', '50', '100'])
    expect(labels(logScale([5e-3, 1e-2], [0, 200]))).toEqual(['0.005', '0.006', '0.007', '0.008', '0.009', '0.01'])
  })

  it('maps equal ratios to equal distances', () => {
    const { position } = logScale([1, 16], [0, 100])
    expect([1, 2, 4, 8, 16].map(position)).toEqual([0, 25, 50, 75, 100].map((at) => expect.closeTo(at, 9)))
  })
})

describe('parameterScale', () => {
  it('mirrors log for reverse-log', () => {
    const axis = {
      kind: 'number',
      id: 'm',
      name: 'm',
      scale: 'reverse-log',
      low: 0.5,
      high: 0.99,
      whole: false,
    } as const
    const { position, ticks, remark } = parameterScale(axis, [0, 100])
    expect([position(0.5), position(0.99)]).toEqual([expect.closeTo(0, 9), expect.closeTo(100, 9)])
    expect(position(0.9) - position(0.8)).toBeLessThan(position(0.99) - position(0.9))
    expect(remark).toBe('reverse log')
    expect(ticks.every(({ at }) => at >= 0 && at <= 100)).toBe(true)
  })

  it('distinguishes 1 from "1"', () => {
    const axis = { kind: 'category', id: 'c', name: 'c', ordered: false, values: [1, '1', null, [1, 2]] } as const
    expect(labels(parameterScale(axis, [0, 100]))).toEqual(['1', '"1"', 'null', '[1,2]'])
  })
})

describe('valueScale', () => {
  const near = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => value - 5)

  it('excludes values that would compress all others, on the bad side only', () => {
    const down = valueScale([...near, 1e9], 'minimize', [300, 0])
    expect([down.beyond(1e9), down.beyond(4), down.beyond(-1e9)]).toEqual([true, false, false])
    expect(down.position(1e9)).toBe(0)
    expect(down.position(-4) - down.position(4)).toBeGreaterThan(200)
    const up = valueScale([...near, -1e9], 'maximize', [300, 0])
    expect([up.beyond(-1e9), up.beyond(1e9), up.position(-1e9)]).toEqual([true, false, 300])
  })

  it('is logarithmic if positive values spread far, unless a scale is given', () => {
    const far = [0.001, 0.1, 1, 10]
    expect(valueScale(far, 'minimize', [300, 0]).remark).toBe('log')
    expect(valueScale(far, 'minimize', [300, 0], 'linear').remark).toBeUndefined()
    expect(valueScale([1, 2], 'minimize', [300, 0], 'log').remark).toBe('log')
    expect(valueScale([0, 1000], 'minimize', [300, 0], 'log').remark).toBeUndefined()
  })

  it.each([
    [[-1, Number.MAX_VALUE]],
    [[-Number.MAX_VALUE, Number.MAX_VALUE]],
    [[Number.MAX_VALUE, Number.MAX_VALUE]],
    [[Number.MIN_VALUE, Number.MAX_VALUE]],
    [[Number.MIN_VALUE, 5 * Number.MIN_VALUE]],
    [[-Number.MIN_VALUE, 0]],
    [[1e15, 1e15 + 1]],
  ])('has finite positions and ticks for the extreme values %j', (values) => {
    const scale = valueScale(values, 'minimize', [300, 0])
    const places = [...values.map((value) => scale.position(value)), ...scale.ticks.map(({ at }) => at)]
    expect(scale.ticks.length).toBeGreaterThan(0)
    for (const place of places) expect(place >= -1e-6 && place <= 300 + 1e-6).toBe(true)
  })

  it('has an axis without values', () => {
    expect(labels(valueScale([], 'minimize', [300, 0])).length).toBeGreaterThan(1)
  })
})
