import { expect, it } from 'vitest'
import { foldIn, keyFromSeed, randomStream } from '../../math/random.ts'
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
