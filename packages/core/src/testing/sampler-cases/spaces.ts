import { boolean, choice, fixed, float, int, ordinal, when } from '../../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../../space/search-space.ts'

/** A mix of parameters: numbers on scales, lattices, categories, and conditional parameters. */
export const MIXED: SearchSpace = space({
  rate: float(1e-5, 1, { log: true }),
  layers: int(1, 4),
  width: ordinal([16, 32, 64]),
  bias: boolean(),
  optimizer: choice({ sgd: { momentum: float(0, 0.9), nesterov: boolean() }, adam: {} }),
})

/** Six combinations. */
export const SIX: SearchSpace = space({ model: choice({ tree: { depth: int(1, 2) }, line: {} }), bias: boolean() })

/** A finite space in which twelve combinations satisfy the constraints. */
export const RARE: SearchSpace = (() => {
  const twelve = choice(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'])
  return space(
    { one: twelve, two: twelve, three: twelve },
    { constraints: [({ one, two, three }) => one === two && two === three] },
  )
})()

const half = float(0, 1)

/** Declared spaces of every kind. */
export const SPACES: { readonly [kind: string]: SearchSpace } = {
  'real numbers on each scale': space({
    linear: float(-3, 5),
    log: float(1e-6, 10, { log: true }),
    reverse: float(0.5, 0.999, { scale: 'reverse-log' }),
  }),
  lattices: space({
    tenths: float(0, 1, { step: 0.1 }),
    small: int(-2, 2),
    steps: int(32, 250, { step: 32 }),
    octaves: int(1, 1024, { log: true }),
  }),
  'categories of any JSON': space({
    any: choice([true, 1, '1', null, [1, 2], { a: 1 }]),
    order: ordinal(['small', 'medium', 'large']),
    bias: boolean(),
  }),
  'parameters with one value': space({
    real: float(2, 2),
    whole: int(3, 3),
    only: choice(['only']),
    fixed: fixed({ a: [null] }),
    free: half,
  }),
  'branches in branches': space({
    model: choice({
      net: { layers: int(1, 3), optimizer: choice({ sgd: { momentum: half }, adam: {} }) },
      forest: { trees: int(10, 100, { log: true }) },
      none: {},
    }),
    seed: int(0, 1),
  }),
  'one name in several branches': space({
    kernel: choice({ rbf: { gamma: float(1e-3, 1, { log: true }) }, linear: {}, poly: { gamma: int(1, 5) } }),
  }),
  conditions: space({
    layers: int(1, 3),
    second: when({ layers: { atLeast: 2 } }, int(8, 64)),
    third: when({ layers: 3, second: { atMost: 63 } }, half),
    first: when({ layers: { in: [1, 2] } }, boolean()),
  }),
  constraints: space(
    { a: half, b: half, kind: choice({ open: {}, closed: { c: half } }) },
    { constraints: [({ a, b }) => a + b <= 1, ({ a, ...rest }) => rest.kind === 'open' || rest.c >= a] },
  ),
  'a constraint that few points satisfy': space(
    { a: half, b: half },
    { constraints: [({ a, b }) => Math.abs(a - b) < 2e-3] },
  ),
  'twelve of 1,728 combinations': RARE,
  'many dimensions': space(
    Object.fromEntries([
      ...Array.from({ length: 20 }, (_, index) => [`x${index}`, float(-1, 1)] as const),
      ...Array.from({ length: 6 }, (_, index) => [`kind${index}`, choice(['a', 'b', 'c'])] as const),
    ]),
  ),
  'extreme ranges': space({
    wide: float(-8e307, 8e307),
    tiny: float(1e-300, 1e-290),
    ratios: float(1e-300, 1e300, { log: true }),
    near: float(5, 5 + 1e-9),
    whole: int(0, Number.MAX_SAFE_INTEGER),
  }),
  'names with a special meaning in JavaScript': space({
    constructor: half,
    toString: boolean(),
    'Größe ✓': int(1, 3),
    '0': half,
  }),
  'a single fixed value': space({ only: fixed(1) }),
  'no parameter': space({}),
  'everything mixed': MIXED,
}
