import type { SweetspotError } from '@sweetspot/core'
import { describe, expect, test } from 'vitest'
import { HyperParameters } from './hyperparameters.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError

describe('outside of a search', () => {
  test('values are the defaults', () => {
    const hp = new HyperParameters()
    expect(hp.int('a', { minValue: 3, maxValue: 9 })).toBe(3)
    expect(hp.int('b', { minValue: 3, maxValue: 9, default: 5 })).toBe(5)
    expect(hp.float('c', { minValue: 0.5, maxValue: 1 })).toBe(0.5)
    expect(hp.choice('d', ['x', 'y'])).toBe('x')
    expect(hp.choice('e', ['x', 'y'], { default: 'y' })).toBe('y')
    expect(hp.choice('f', ['x', null], { default: null })).toBe(null)
    expect(hp.boolean('g')).toBe(false)
    expect(hp.boolean('h', { default: true })).toBe(true)
    expect(hp.fixed('i', { deep: [1] })).toEqual({ deep: [1] })
    expect(hp.values).toEqual({ a: 3, b: 5, c: 0.5, d: 'x', e: 'y', f: null, g: false, h: true, i: { deep: [1] } })
    expect([...hp.space.keys()]).toEqual(Object.keys(hp.values))
  })

  test('a parameter has a default only if one was passed', () => {
    const hp = new HyperParameters()
    hp.int('plain', { minValue: 1, maxValue: 2 })
    hp.int('given', { minValue: 1, maxValue: 2, default: 2 })
    hp.choice('list', ['x', 'y'])
    expect(hp.space.get('plain')).not.toHaveProperty('default')
    expect(hp.space.get('given')).toHaveProperty('default', 2)
    expect(hp.space.get('list')).not.toHaveProperty('default')
  })
})

describe('choices', () => {
  test('of numbers are ordered by size by default', () => {
    const hp = new HyperParameters()
    expect(hp.choice('batch', [64, 16, 32])).toBe(64)
    hp.choice('unordered', [1, 2, 4], { ordered: false })
    hp.choice('size', ['s', 'm', 'l'], { ordered: true })
    hp.choice('mixed', [1, '2'])
    expect(hp.space.get('batch')).toEqual({ kind: 'ordinal', values: [16, 32, 64] })
    expect(hp.space.get('unordered')).toMatchObject({ kind: 'choice' })
    expect(hp.space.get('size')).toEqual({ kind: 'ordinal', values: ['s', 'm', 'l'] })
    expect(hp.space.get('mixed')).toMatchObject({ kind: 'choice' })
  })

  test('may be null, also as a stored value that is not the default', () => {
    const hp = new HyperParameters({ penalty: null })
    expect(hp.choice('penalty', ['l2', null])).toBe(null)
    expect(hp.get('penalty')).toBe(null)
  })

  test('with invalid values are refused', () => {
    const hp = new HyperParameters()
    expect(() => hp.choice('a', [])).toThrow(error('ERR_INVALID_CHOICE'))
    expect(() => hp.choice('a', [1, 1])).toThrow(error('ERR_INVALID_CHOICE'))
    expect(() => hp.choice('a', ['x', 'y'], { default: 'z' as 'x' })).toThrow(error('ERR_INVALID_DEFAULT'))
    expect(() => hp.boolean('b', { default: 1 as unknown as boolean })).toThrow(error('ERR_INVALID_DEFAULT'))
    expect(() => hp.fixed('c', (() => 1) as unknown as number)).toThrow(error('ERR_INVALID_JSON'))
  })
})

describe('conditional scopes', () => {
  const build = (hp: HyperParameters) => {
    const optimizer = hp.choice('optimizer', ['adam', 'sgd'])
    const momentum = hp.conditionalScope('optimizer', 'sgd', () => {
      const nesterov = hp.boolean('nesterov', { default: true })
      const decay = hp.conditionalScope('nesterov', [true], () => hp.float('decay', { minValue: 0.1, maxValue: 1 }))
      return { nesterov, decay }
    })
    return { optimizer, momentum }
  }

  test('return defaults and record nothing if inactive', () => {
    const hp = new HyperParameters()
    expect(build(hp)).toEqual({ optimizer: 'adam', momentum: { nesterov: true, decay: 0.1 } })
    expect(hp.values).toEqual({ optimizer: 'adam' })
    expect([...hp.space.keys()]).toEqual(['optimizer'])
  })

  test('record values if active, at every depth', () => {
    const hp = new HyperParameters({ optimizer: 'sgd', decay: 0.7 })
    expect(build(hp).momentum).toEqual({ nesterov: true, decay: 0.7 })
    expect(hp.values).toEqual({ optimizer: 'sgd', nesterov: true, decay: 0.7 })
  })

  test('are inactive inside an inactive scope, even with stored values', () => {
    const hp = new HyperParameters({ optimizer: 'adam', nesterov: true, decay: 0.7 })
    expect(build(hp).momentum).toEqual({ nesterov: true, decay: 0.1 })
    expect(hp.values).toEqual({ optimizer: 'adam' })
  })

  test.each(['a', 'b'])('allow the same name in two branches: %s', (kind) => {
    const hp = new HyperParameters({ kind, units: 3 })
    hp.choice('kind', ['a', 'b'])
    const inA = hp.conditionalScope('kind', 'a', () => hp.int('units', { minValue: 1, maxValue: 4 }))
    const inB = hp.conditionalScope('kind', 'b', () => hp.int('units', { minValue: 2, maxValue: 8 }))
    expect([inA, inB]).toEqual(kind === 'a' ? [3, 2] : [1, 3])
    expect(hp.values).toEqual({ kind, units: 3 })
    expect(hp.space.get('units')).toMatchObject({ high: kind === 'a' ? 4 : 8 })
  })

  test('compare values as JSON: true, 1 and "1" differ, lists are equal by content', () => {
    const hp = new HyperParameters({ flag: true, sizes: [8, { deep: 1, also: 2 }] })
    const isActive = (parent: string, values: Parameters<typeof hp.conditionalScope>[1]) =>
      hp.conditionalScope(parent, values, () => hp.int(`in ${parent}`, { minValue: 0, maxValue: 1 })) === 0 &&
      `in ${parent}` in hp.values
    expect(isActive('flag', 1)).toBe(false)
    expect(isActive('flag', ['true', 1])).toBe(false)
    expect(isActive('flag', true)).toBe(true)
    expect(isActive('sizes', [[8, { also: 2, deep: 1 }]])).toBe(true)
  })

  test('end with their body, also when it throws or is async', async () => {
    const hp = new HyperParameters()
    hp.choice('kind', ['a', 'b'])
    expect(() =>
      hp.conditionalScope('kind', 'b', () => {
        throw new Error('broken')
      }),
    ).toThrow('broken')
    await hp.conditionalScope('kind', 'b', async () => {
      await Promise.resolve()
      hp.boolean('inside')
    })
    hp.boolean('outside')
    expect(hp.values).toEqual({ kind: 'a', outside: false })
  })

  test('need a parent that was asked for, and are inactive if it is', () => {
    const hp = new HyperParameters()
    expect(() => hp.conditionalScope('absent', 1, () => 0)).toThrow(error('ERR_INVALID_CONDITION'))
    hp.choice('kind', ['a', 'b'])
    hp.conditionalScope('kind', 'b', () => hp.boolean('flag'))
    hp.conditionalScope('flag', false, () => hp.boolean('inside'))
    expect(hp.values).toEqual({ kind: 'a' })
  })
})

describe('name scopes', () => {
  test('prefix names, also when nested', () => {
    const hp = new HyperParameters({ 'block_1/dense/units': 7 })
    const units = () => hp.nameScope('dense', () => hp.int('units', { minValue: 1, maxValue: 8 }))
    expect(hp.nameScope('block_0', units)).toBe(1)
    expect(hp.nameScope('block_1', units)).toBe(7)
    expect(Object.keys(hp.values).toSorted()).toEqual(['block_0/dense/units', 'block_1/dense/units'])
    expect(hp.nameScope('block_1', () => hp.nameScope('dense', () => hp.get('units')))).toBe(7)
  })

  test('find names of outer scopes, the innermost first', () => {
    const hp = new HyperParameters()
    hp.fixed('kind', 'outer')
    hp.fixed('only', 'outer')
    hp.nameScope('block', () => {
      hp.fixed('kind', 'inner')
      expect([hp.get('kind'), hp.get('only')]).toEqual(['inner', 'outer'])
      hp.conditionalScope('only', 'outer', () => hp.boolean('inside'))
    })
    expect(hp.values).toHaveProperty('block/inside', false)
  })

  test('end with their body, also when it throws', () => {
    const hp = new HyperParameters()
    expect(() =>
      hp.nameScope('block', () => {
        throw new Error('broken')
      }),
    ).toThrow('broken')
    hp.fixed('a', 1)
    expect(hp.values).toEqual({ a: 1 })
  })
})

describe('names', () => {
  test('return the same value when asked for again', () => {
    const hp = new HyperParameters({ a: 4 })
    const ask = () => hp.int('a', { minValue: 1, maxValue: 8 })
    expect([ask(), ask()]).toEqual([4, 4])
  })

  test('with two definitions are refused', () => {
    const hp = new HyperParameters()
    hp.int('a', { minValue: 1, maxValue: 8 })
    expect(() => hp.int('a', { minValue: 1, maxValue: 9 })).toThrow(error('ERR_PARAMETER_CONFLICT'))
    expect(() => hp.fixed('a', 1)).toThrow(error('ERR_PARAMETER_CONFLICT'))
  })

  test('without a value throw an error with the reason', () => {
    const hp = new HyperParameters()
    expect(() => hp.get('a')).toThrow(error('ERR_INVALID_PARAMS'))
    hp.choice('kind', ['a', 'b'])
    hp.conditionalScope('kind', 'b', () => hp.boolean('flag'))
    expect(() => hp.get('flag')).toThrow(/flag is inactive/)
    expect(() => hp.get('flag')).toThrow(error('ERR_INVALID_PARAMS'))
    expect(() => hp.get('toString')).toThrow(/toString has not been asked for/)
  })
})

test('copy returns the same space and values, independent of the original', () => {
  const hp = new HyperParameters({ a: 4, later: 2 })
  hp.int('a', { minValue: 1, maxValue: 8 })
  const copy = hp.copy()
  hp.fixed('b', 1)
  expect(copy.values).toEqual({ a: 4, later: 2 })
  expect(copy.space.get('a')).toEqual(hp.space.get('a'))
  expect(copy.int('later', { minValue: 1, maxValue: 8 })).toBe(2)
  expect(hp.space.has('later')).toBe(false)
})

test('toJSON returns the values, and the constructor restores them', () => {
  const hp = new HyperParameters()
  hp.choice('a', [null, [1]])
  expect(new HyperParameters(JSON.parse(JSON.stringify(hp)) as Record<string, never>).values).toEqual({ a: null })
})
