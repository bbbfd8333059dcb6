import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawSpace } from '../../test/arbitrary-space.ts'
import { describeParameter, spaceChanges } from './describe.ts'
import { spaceFingerprint } from './fingerprint.ts'
import { boolean, choice, distribution, fixed, float, int, ordinal, type Shape, when } from './parameters/parameter.ts'
import { buildSpace, type SearchSpace, space } from './search-space.ts'

const changes = (before: Shape, after: Shape) => spaceChanges(space(before), space(after))

it('describeParameter describes values in words', () => {
  expect(
    [
      float(0, 1),
      float(0, 1, { step: 0.1 }),
      float(1e-5, 0.1, { log: true }),
      int(1, 4),
      int(32, 256, { step: 32 }),
      int(1, 8, { scale: 'reverse-log' }),
      choice(['a', 1, null]),
      ordinal([16, 32]),
      boolean(),
      fixed({ a: 1 }),
      float(8, 1024, { multipleOf: 8, log: true }),
      float(0, 1, { prior: distribution({ normal: { mean: 0.5, sd: 0.2 } }) }),
      int(1, 9, { prior: distribution({ logNormal: { mean: 1, sd: 0.2 } }) }),
      float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) }),
      choice(['a', 'b'], { weights: [1, 3] }),
    ].map(describeParameter),
  ).toEqual([
    'a number from 0 to 1',
    'a number from 0 to 1 by 0.1',
    'a number from 0.00001 to 0.1 on a log scale',
    'an integer from 1 to 4',
    'an integer from 32 to 256 by 32',
    'an integer from 1 to 8 on a reverse-log scale',
    'one of "a", 1, null',
    'one of 16, 32 in this order',
    'true or false',
    'always {"a":1}',
    'a multiple of 8 from 8 to 1024 on a log scale',
    'a number from 0 to 1, normal with mean 0.5 and sd 0.2',
    'an integer from 1 to 9, log-normal with mean 1 and sd 0.2',
    'a number from 0 to 1, beta with a 2 and b 5',
    'one of "a", "b", with the weights 1, 3',
  ])
  const long = describeParameter(choice(Array.from({ length: 1000 }, (_, index) => index)))
  expect(long).toMatch(/^one of 0, 1, .* 19, … \(1000 values\)$/)
})

describe('spaceChanges', () => {
  it('describes each difference in a sentence', () => {
    expect(
      changes(
        { lr: float(1e-4, 1, { log: true }), units: int(1, 4), old: boolean(), same: fixed(1) },
        {
          lr: float(1e-5, 1, { log: true }),
          units: int(1, 4, { default: 2 }),
          new: choice(['a', 'b']),
          same: fixed(1),
        },
      ),
    ).toEqual([
      'lr was a number from 0.0001 to 1 on a log scale and is now a number from 0.00001 to 1 on a log scale.',
      'units was an integer from 1 to 4 and is now an integer from 1 to 4, 2 by default.',
      'new was added: one of "a", "b".',
      'old was removed: true or false.',
    ])
  })

  it('describes when a parameter is active', () => {
    expect(
      changes(
        { o: choice({ sgd: { m: float(0, 1) }, adam: {} }) },
        { o: choice({ sgd: { m: float(0, 1) }, adam: { m: float(0, 1) }, none: {} }) },
      ),
    ).toEqual([
      'o was one of "sgd", "adam" and is now one of "sgd", "adam", "none".',
      'm was a number from 0 to 1, where o = "sgd" and is now a number from 0 to 1, where o = "sgd" or "adam".',
    ])
    expect(changes({ n: int(1, 3) }, { n: int(1, 3), b: when({ n: { atLeast: 2 } }, boolean()) })).toEqual([
      'b was added: true or false, where n >= 2.',
    ])
  })

  it('compares a name that occurs in several branches with itself', () => {
    const branches = (high: number) => ({ m: choice({ a: { x: int(1, 2) }, b: { x: int(1, high) } }) })
    expect(changes(branches(3), branches(4))).toEqual([
      'x was an integer from 1 to 3, where m = "b" and is now an integer from 1 to 4, where m = "b".',
    ])
  })

  it('describes changes of constraints', () => {
    const limited = (...descriptions: string[]) =>
      space({ a: int(1, 2) }, { constraints: descriptions.map((description) => ({ description, holds: () => true })) })
    expect(spaceChanges(limited('a < 2', 'a > 0'), limited('a > 0', 'a is odd'))).toEqual([
      'The constraint "a is odd" was added.',
      'The constraint "a < 2" was removed.',
    ])
  })

  it('reports changes even if the descriptions are equal', () => {
    const values = Array.from({ length: 30 }, (_, index) => index)
    expect(changes({ c: choice(values) }, { c: choice([...values.slice(0, 29), 99]) })[0]).toContain(
      'c has other values than before',
    )
  })

  it('is empty if and only if the fingerprints are equal', () => {
    fc.assert(
      fc.property(fc.gen(), fc.boolean(), (g, same) => {
        const one = drawSpace(g, { depth: 1 })
        const other = same ? one : drawSpace(g, { depth: 1 })
        expect(spaceChanges(one, other).length === 0).toBe(spaceFingerprint(one) === spaceFingerprint(other))
      }),
      { numRuns: 300 },
    )
  })
})

describe('spaceFingerprint', () => {
  const same = (...spaces: SearchSpace[]) => new Set(spaces.map(spaceFingerprint)).size === 1

  it('is sixteen hexadecimal digits, the same in every version', () => {
    expect(spaceFingerprint(space({ x: float(0, 1), c: choice(['a', 'b']) }))).toMatch(/^[0-9a-f]{16}$/)
    // Golden: identifies the spaces of stored studies.
    expect(spaceFingerprint(space({}))).toMatchInlineSnapshot(`"25bab201dc9a26d9"`)
    expect(
      spaceFingerprint(space({ x: float(0, 1), m: choice({ a: { n: int(1, 4) }, b: {} }) })),
    ).toMatchInlineSnapshot(`"c786be18776017a8"`)
  })

  it('ignores order and form', () => {
    expect(same(space({ a: int(1, 2), b: boolean() }), space({ b: boolean(), a: int(1, 2) }))).toBe(true)
    expect(same(space({ c: choice([1, 2]) }), space({ c: choice([2, 1]) }))).toBe(true)
    expect(same(space({ x: float(1, 2, { log: true }) }), space({ x: float(1, 2, { scale: 'log' }) }))).toBe(true)
    expect(
      same(
        space({ m: choice({ a: { x: boolean() }, b: { x: boolean() } }) }),
        space({ m: choice(['b', 'a']), x: when({ m: { in: ['a', 'b'] } }, boolean()) }),
        space({ m: choice(['b', 'a']), x: when({ m: { in: ['b', 'a'] } }, boolean()) }),
      ),
    ).toBe(true)
  })

  it('depends on everything that matters', () => {
    const rule = (description: string) => space({ a: int(1, 2) }, { constraints: [{ description, holds: () => true }] })
    const apart = [
      space({}),
      space({ a: int(1, 2) }),
      space({ b: int(1, 2) }),
      space({ a: int(1, 3) }),
      space({ a: int(0, 2) }),
      space({ a: int(1, 2, { log: true }) }),
      space({ a: int(1, 2, { default: 1 }) }),
      space({ a: float(1, 2) }),
      space({ a: float(1, 2, { step: 0.5 }) }),
      space({ a: choice([1, 2]) }),
      space({ a: ordinal([1, 2]) }),
      space({ a: ordinal([2, 1]) }),
      space({ a: choice(['1', 2]) }),
      space({ a: int(1, 2), b: boolean() }),
      space({ a: int(1, 2), b: when({ a: 1 }, boolean()) }),
      space({ a: int(1, 2), b: when({ a: 2 }, boolean()) }),
      space({ a: int(1, 2), b: when({ a: { atLeast: 2 } }, boolean()) }),
      rule('a is odd'),
      rule('a is even'),
      buildSpace([{ name: 'a', parameter: int(1, 2), conditions: [], optional: true }]),
    ]
    expect(new Set(apart.map(spaceFingerprint)).size).toBe(apart.length)
  })
})
