import { expect, test } from 'vitest'
import { hyperbandBrackets } from './rounds.ts'

// For each bracket, `trials x epochs` of its rounds by KerasTuner 1.4's formulas, computed with Python 3.11:
//   def brackets(R, f):
//     n, e = 0, R
//     while e >= 1: n, e = n + 1, e / f
//     end = math.ceil(1 + math.log(R, f))
//     return [[(math.ceil(end / (b + 1) * f ** (b - r)), math.ceil(R / f ** (b - r))) for r in range(b + 1)]
//             for b in range(n)]
const PUBLISHED: [number, number, string[]][] = [
  [1, 3, ['1x1']],
  [4, 2, ['3x4', '3x2 2x4', '4x1 2x2 1x4']],
  [10, 3, ['4x10', '6x4 2x10', '12x2 4x4 2x10']],
  [27, 3, ['4x27', '6x9 2x27', '12x3 4x9 2x27', '27x1 9x3 3x9 1x27']],
  [81, 3, ['5x81', '8x27 3x81', '15x9 5x27 2x81', '34x3 12x9 4x27 2x81', '81x1 27x3 9x9 3x27 1x81']],
  [100, 3, ['6x100', '9x34 3x100', '18x12 6x34 2x100', '41x4 14x12 5x34 2x100', '98x2 33x4 11x12 4x34 2x100']],
  [100, 4, ['5x100', '10x25 3x100', '27x7 7x25 2x100', '80x2 20x7 5x25 2x100']],
  [
    64,
    2,
    [
      '7x64',
      '7x32 4x64',
      '10x16 5x32 3x64',
      '14x8 7x16 4x32 2x64',
      '23x4 12x8 6x16 3x32 2x64',
      '38x2 19x4 10x8 5x16 3x32 2x64',
      '64x1 32x2 16x4 8x8 4x16 2x32 1x64',
    ],
  ],
  [50, 2.5, ['6x50', '8x20 3x50', '13x8 5x20 2x50', '24x4 10x8 4x20 2x50', '47x2 19x4 8x8 3x20 2x50']],
  [125, 5, ['4x125', '10x25 2x125', '34x5 7x25 2x125', '125x1 25x5 5x25 1x125']],
]

test.each(PUBLISHED)('%i epochs by %f', (maxEpochs, factor, published) => {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  expect(brackets.map((rounds) => rounds.map(({ size, epochs }) => `${size}x${epochs}`).join(' '))).toEqual(published)
  for (const rounds of brackets) {
    const starts = rounds.map(({ initialEpoch }) => initialEpoch)
    expect(starts).toEqual([0, ...rounds.slice(0, -1).map(({ epochs }) => epochs)])
    expect(rounds.at(-1)?.epochs).toBe(maxEpochs)
  }
})
