import { describe, expect, it } from 'vitest'
import { foldIn, keyFromSeed, randomStream } from '../../math/random.ts'
import { encodeParams } from '../encode.ts'
import { boolean, choice, float, type Parameter } from '../parameters/parameter.ts'
import type { Params } from '../params.ts'
import { type Discovery, discover, discoveredSpace, nothingDiscovered, observe } from './discover.ts'

const stream = randomStream(foldIn(keyFromSeed(1), 'presence'))
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)
const drawn = (list: readonly string[]): Params => Object.fromEntries(list.map((name) => [name, stream.uniform()]))

/** The number of stored pairs of a parameter and a candidate parent. */
const pairs = ({ groups }: Discovery) => groups.reduce((sum, { parents }) => sum + parents.size, 0)

function learn(before: Discovery, params: Params, parameter: Parameter = float(0, 1)): Discovery {
  const found = Object.fromEntries(Object.keys(params).map((name) => [name, name === 'on' ? boolean() : parameter]))
  return observe(discover(before, found), params)
}

it('stores no pairs while all parameters are always present', () => {
  let discovery = nothingDiscovered
  for (let trial = 0; trial < 5; trial += 1) discovery = learn(discovery, drawn(names(10_000)))
  expect(discovery.groups).toHaveLength(1)
  expect(pairs(discovery)).toBe(0)
  expect(discoveredSpace(discovery).dimensions).toHaveLength(10_000)
})

it('stores few pairs for a branch with thousands of parameters, and explains all of it', () => {
  let discovery = nothingDiscovered
  for (let trial = 0; trial < 12; trial += 1) {
    const on = trial % 2 === 0
    const common = names(5_000)
    discovery = learn(discovery, { on, ...drawn(on ? [...common, ...common.map((name) => `${name}/in`)] : common) })
    expect(pairs(discovery)).toBeLessThanOrEqual(512)
  }
  const { dimensions } = discoveredSpace(discovery)
  expect(dimensions).toHaveLength(10_001)
  for (const { name, conditions, optional } of dimensions) {
    expect(optional).toBe(false)
    expect(conditions).toEqual(name.endsWith('/in') ? [{ parameter: 'on', test: { in: [true] } }] : [])
  }
})

it('explains hundreds of nested levels', () => {
  const levels = names(300)
  const params = (depth: number): Params =>
    Object.fromEntries(levels.slice(0, depth + 1).map((name, level) => [name, level < depth ? 'go' : 'stop']))
  let discovery = nothingDiscovered
  for (const depth of [299, ...levels.keys()]) discovery = learn(discovery, params(depth), choice(['go', 'stop']))
  const { dimensions } = discoveredSpace(discovery)
  expect(dimensions.map(({ conditions }) => conditions)).toEqual(
    levels.map((_, level) => (level === 0 ? [] : [{ parameter: levels[level - 1], test: { in: ['go'] } }])),
  )
  expect(pairs(discovery)).toBeLessThan(600)
})

it('stores a bounded number of pairs for randomly present parameters', () => {
  let discovery = nothingDiscovered
  for (let trial = 0; trial < 8; trial += 1) {
    discovery = learn(discovery, drawn(names(2_000).filter(() => stream.uniform() < 0.5)))
  }
  for (const { parents } of discovery.groups) expect(parents.size).toBeLessThanOrEqual(256)
})

const spaceAfter = (trials: readonly Params[]) =>
  discoveredSpace(trials.reduce((discovery, params) => learn(discovery, params), nothingDiscovered))

describe('a parameter that trials lack', () => {
  const withBoth = (count: number) => Array.from({ length: count }, () => ({ x: 0.5, y: 0.5 }))
  const withoutY = (count: number) => Array.from({ length: count }, () => ({ x: 0.5 }))
  const keepsY = (...trials: Params[]) => spaceAfter(trials).dimensions.some(({ name }) => name === 'y')

  // After n trials with it, chance leaves it out of the next m with probability 1 / C(n + 1 + m, m): math.comb of Python.
  it.each([
    [1, 43], // 1 / 990, then 1 / 1035
    [4, 7], // 1 / 792, then 1 / 1287
    [8, 4], // 1 / 715, then 1 / 2002
    [100, 1], // 1 / 102, then 1 / 5253
  ])('leaves the space if it is absent for longer than by chance, after %d trials with it', (present, absent) => {
    expect(keepsY(...withBoth(present), ...withoutY(absent))).toBe(true)
    expect(keepsY(...withBoth(present), ...withoutY(absent + 1))).toBe(false)
    expect(keepsY(...withBoth(present), ...withoutY(absent + 1), ...withBoth(1))).toBe(true)
  })

  it('stays if about half of the trials have it, although the first few all do', () => {
    const trials: Params[] = [
      { p0: 0.646, p1: 0.9, p2: 0.419 },
      { p0: 0.468, p1: 0.9, p2: 0.843 },
      { p0: 0.696, p1: 0.4, p2: 0.723 },
      { p0: 0.262, p1: 0.9, p2: 0.057 },
      { p0: 0.107, p1: 0.9 },
      { p0: 0.533, p1: 0.1 },
      { p0: 0.358, p1: 0.1 },
      { p0: 0.217, p1: 0.4 },
      { p0: 0.781, p1: 0.1 },
    ]
    const space = spaceAfter(trials)
    for (const params of trials) expect(encodeParams(space, params), JSON.stringify(params)).toBeDefined()
  })
})
