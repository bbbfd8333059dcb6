import { describe, expect, it } from 'vitest'
import { numberFromText } from './number-text.ts'

describe('numberFromText', () => {
  it('reads numbers as programs print them', () => {
    const texts = ['1', '-1.5', '.5', '5.', '1e-5', '+2E3', 'nan', 'NaN', 'inf', '-Inf', '+Infinity', ' 3 ']
    expect(texts.map(numberFromText)).toEqual([1, -1.5, 0.5, 5, 1e-5, 2000, NaN, NaN, Infinity, -Infinity, Infinity, 3])
  })

  it('returns undefined for other texts', () => {
    const texts = ['', '-', '1,5', '0x10', '93%', '1_000', 'e5', 'none', 'constructor', '1 2']
    expect(texts.map(numberFromText)).toEqual(texts.map(() => undefined))
  })
  it('takes linear time', () => {
    expect(numberFromText('1'.repeat(1_000_000))).toBe(Number.POSITIVE_INFINITY)
    expect(numberFromText(`${'1'.repeat(1_000_000)}x`)).toBeUndefined()
  })
})
