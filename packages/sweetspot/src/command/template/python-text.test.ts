import { expect, it } from 'vitest'
import { pythonText } from './python-text.ts'

// Python 3: str(value) of each.
it.each<[Parameters<typeof pythonText>[0], string]>([
  ["it's", "it's"],
  [true, 'True'],
  [false, 'False'],
  [null, 'None'],
  [0, '0'],
  [-3, '-3'],
  [9_007_199_254_740_991, '9007199254740991'],
  [1e22, '1e+22'],
  [0.1, '0.1'],
  [0.0001, '0.0001'],
  [0.00012345, '0.00012345'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [-2.5e-100, '-2.5e-100'],
  [123456.789, '123456.789'],
  [1.5e16, '1.5e+16'],
  [[1, 'a', [true, null]], "[1, 'a', [True, None]]"],
  [{ a: 1, b: ["it's", 'say "hi"'] }, `{'a': 1, 'b': ["it's", 'say "hi"']}`],
  [[`both ' and "`, 'a\\b\nc'], `['both \\' and "', 'a\\\\b\\nc']`],
])('pythonText writes %j as Python does', (value, text) => {
  expect(pythonText(value)).toBe(text)
})
