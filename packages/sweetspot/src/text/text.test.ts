import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth, pad, truncate } from './display-width.ts'
import { formatDuration, formatElapsed } from './format-duration.ts'
import { formatMegabytes } from './format-megabytes.ts'
import { formatUnmet } from './format-unmet.ts'
import { formatCategories, formatJson, formatNumber, formatParams } from './format-value.ts'
import { sentence } from './sentence.ts'

describe('displayWidth', () => {
  it.each([
    ['learning_rate', 13],
    ['学習率', 6],
    ['ﾊﾝｶｸ', 4],
    ['한국', 4],
    ['e\u0301te\u0301', 3],
    ['🎉', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['αβγ ★ █', 7],
    ['', 0],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

describe('truncate and pad', () => {
  it('respect the width for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => {
        const cut = truncate(text, width)
        expect(displayWidth(cut)).toBeLessThanOrEqual(width)
        if (displayWidth(text) <= width) expect(cut).toBe(text)
        expect(displayWidth(pad(cut, width))).toBe(width)
      }),
    )
  })

  it('mark truncated text', () => {
    expect(truncate('momentum', 5)).toBe('mome…')
    expect(truncate('学習率', 5)).toBe('学習…')
    expect(pad('7', 3, 'right')).toBe('  7')
  })
})

describe('formatNumber', () => {
  it.each([
    [0.97312345, '0.9731'],
    [0.95, '0.95'],
    [1 / 3, '0.3333'],
    [1234.5678, '1235'],
    [123456, '123456'],
    [-2.5e-7, '-2.5e-7'],
    [1e-5, '1e-5'],
    [3e21, '3e21'],
    [12_345_678, '1.235e7'],
    [0, '0'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-∞'],
  ])('of %d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })
})

describe('formatParams', () => {
  it('formats params as a line', () => {
    expect(formatParams({ learning_rate: 0.00612345, layers: 2, kind: 'a b', shape: [1, 2], on: true, no: null })).toBe(
      'learning_rate=0.006123 layers=2 kind=a b shape=[1,2] on=true no=null',
    )
  })

  it('truncates names, not values', () => {
    const params = { first_hidden: 128, second_hidden: 32, learning_rate: 0.00512 }
    expect(formatParams(params, 42)).toBe('first_h…=128 second_…=32 learnin…=0.00512')
    expect(formatParams(params, 5)).toBe('fir…=128 sec…=32 lea…=0.00512')
  })
})

describe('formatJson and formatCategories', () => {
  it('omit quotes if the labels are unambiguous', () => {
    expect(formatJson('sgd')).toBe('sgd')
    expect(formatCategories(['sgd', 1, null])).toEqual(['sgd', '1', 'null'])
    expect(formatCategories(['1', 1, 'true', true])).toEqual(['"1"', '1', '"true"', 'true'])
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [59_940, '59.9 s'],
    [59_960, '1 m 00 s'],
    [65_000, '1 m 05 s'],
    [3_599_600, '1 h 00 m'],
    [7_800_000, '2 h 10 m'],
    [86_400_000 * 3 + 3_600_000 * 4, '3 d 4 h'],
    [Number.NaN, '–'],
  ])('of %d is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })

  it('starts at 0.0 s', () => {
    expect([formatElapsed(-5), formatElapsed(440), formatElapsed(61_000)]).toEqual(['0.0 s', '0.4 s', '1 m 01 s'])
  })
})

describe('formatUnmet', () => {
  const constraints = { memory: { atMost: 8 }, recall: { atLeast: 0.9, atMost: 1 } }

  it('shows the unmet bound, or that nothing was measured', () => {
    expect(formatUnmet(constraints, { loss: 1, memory: 8, recall: 0.95 })).toBe('')
    expect(formatUnmet(constraints, { loss: 1, memory: 9.12345, recall: 0.5 })).toBe(
      'memory 9.123 > 8, recall 0.5 < 0.9',
    )
    expect(formatUnmet(constraints, { loss: 1, recall: 1.5 })).toBe('memory not measured, recall 1.5 > 1')
  })

  it('has all digits if needed, and no control characters', () => {
    expect(formatUnmet(constraints, { memory: 8.000001, recall: 1 })).toBe('memory 8.000001 > 8')
    expect(formatUnmet({ 'a\u001b': { atMost: 0 } }, { 'a\u001b': 1 })).toBe('a� 1 > 0')
  })
})

describe('sentence', () => {
  it.each([
    ['It is full', 'It is full.'],
    ['It is full.', 'It is full.'],
    ['Did you mean lr?', 'Did you mean lr?'],
  ])('of %j is %j', (text, expected) => {
    expect(sentence(text)).toBe(expected)
  })
})

describe('formatMegabytes', () => {
  it.each([
    [2_500_000, '2.5 MB'],
    [512e6, '512 MB'],
    [8e9, '8000 MB'],
  ])('of %i bytes is %s', (bytes, text) => {
    expect(formatMegabytes(bytes)).toBe(text)
  })
})
