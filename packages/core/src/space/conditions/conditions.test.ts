import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../json-value.ts'
import type { ValueTest } from '../parameters/parameter-kinds.ts'
import {
  activityTest,
  type Condition,
  conditionKey,
  describeConditions,
  exclusive,
  holds,
  passes,
} from './conditions.ts'

const on = (parameter: string, test: ValueTest): Condition => ({ parameter, test })
const is = (parameter: string, ...values: Json[]) => on(parameter, { in: values })

describe('passes', () => {
  it('distinguishes types and compares objects by content', () => {
    expect(passes({ in: [1] }, 1)).toBe(true)
    expect([true, '1', null, [1], { 0: 1 }].some((value) => passes({ in: [1] }, value))).toBe(false)
    expect(passes({ in: ['x', { a: 1, b: [2] }] }, { b: [2], a: 1 })).toBe(true)
    expect(passes({ in: [null] }, null)).toBe(true)
  })

  it('compares numbers with inclusive bounds', () => {
    expect([2, 2.5, 3].map((value) => passes({ atLeast: 2.5 }, value))).toEqual([false, true, true])
    expect([2, 2.5, 3].map((value) => passes({ atMost: 2.5 }, value))).toEqual([true, true, false])
    expect(passes({ atLeast: 0 }, '5')).toBe(false)
    expect(passes({ atMost: 0 }, null)).toBe(false)
  })
})

describe('holds', () => {
  it('requires every parameter to be present and to pass', () => {
    const conditions = [is('a', 'x'), on('b', { atLeast: 2 })]
    expect(holds(conditions, { a: 'x', b: 2 })).toBe(true)
    expect(holds(conditions, { a: 'x', b: 1 })).toBe(false)
    expect(holds(conditions, { a: 'x' })).toBe(false)
    expect(holds([], {})).toBe(true)
  })

  it('ignores inherited properties', () => {
    const inherited = Object.create({ a: 'x' }) as { a: string }
    expect(holds([is('a', 'x')], inherited)).toBe(false)
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(holds([is(name, null, {})], {})).toBe(false)
      expect(activityTest([is(name, null, {})])({})).toBe(false)
    }
    expect(holds([is('constructor', 1)], { constructor: 1 })).toBe(true)
  })

  it('agrees with activityTest', () => {
    const values = fc.constantFrom<Json>(0, 1, 2, '1', true, null, [1], { a: 1 })
    const tests = fc.oneof(
      fc.array(values, { minLength: 1, maxLength: 3 }).map((list): ValueTest => ({ in: list })),
      fc.integer({ min: 0, max: 2 }).map((atLeast): ValueTest => ({ atLeast })),
      fc.integer({ min: 0, max: 2 }).map((atMost): ValueTest => ({ atMost })),
    )
    const names = fc.constantFrom('a', 'b', 'constructor')
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(names, tests).map(([name, test]) => on(name, test)),
          { maxLength: 3 },
        ),
        fc.dictionary(names, values),
        (conditions, params) => {
          expect(activityTest(conditions)(params)).toBe(holds(conditions, params))
        },
      ),
    )
  })
})

describe('exclusive', () => {
  it('returns true if a parameter would have to pass two disjoint tests', () => {
    expect(exclusive([is('a', 'x')], [is('a', 'y')])).toBe(true)
    expect(exclusive([is('a', 'x')], [is('b', 'y')])).toBe(false)
    expect(exclusive([is('a', 'x', 'y')], [is('a', 'y', 'z')])).toBe(false)
    expect(exclusive([is('a', 1)], [is('a', '1')])).toBe(true)
    expect(exclusive([on('a', { atLeast: 3 })], [on('a', { atMost: 2 })])).toBe(true)
    expect(exclusive([on('a', { atMost: 2 })], [on('a', { atLeast: 3 })])).toBe(true)
    expect(exclusive([on('a', { atLeast: 2 })], [on('a', { atMost: 2 })])).toBe(false)
    expect(exclusive([on('a', { atLeast: 2 })], [on('a', { atLeast: 9 })])).toBe(false)
    expect(exclusive([on('a', { atLeast: 2 })], [is('a', 1, 'x')])).toBe(true)
    expect(exclusive([is('a', 1, 3)], [on('a', { atLeast: 2 })])).toBe(false)
    expect(exclusive([], [])).toBe(false)
  })
})

describe('conditionKey', () => {
  it('ignores the order of values', () => {
    expect(conditionKey(is('a', 1, 'x'))).toBe(conditionKey(is('a', 'x', 1)))
    const apart = [is('a', 1), is('a', '1'), is('b', 1), on('a', { atLeast: 1 }), on('a', { atMost: 1 })]
    expect(new Set(apart.map(conditionKey)).size).toBe(apart.length)
  })
})

describe('describeConditions', () => {
  it('describes conditions in words', () => {
    const conditions = [is('optimizer', 'sgd', 'adam'), on('layers', { atLeast: 2 }), on('lr', { atMost: 0.1 })]
    expect(describeConditions(conditions)).toBe('optimizer = "sgd" or "adam" and layers >= 2 and lr <= 0.1')
  })
})
