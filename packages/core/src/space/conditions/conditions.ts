import { formatValue } from '../../arguments/format-value.ts'
import { type Json, jsonKey, sameJson } from '../json-value.ts'
import type { ValueTest } from '../parameters/parameter-kinds.ts'
import type { Params } from '../params.ts'

/** A test of the value of another parameter. An absent (inactive) parameter fails every test. */
export interface Condition {
  readonly parameter: string
  readonly test: ValueTest
}

/** Whether every condition holds for the params chosen so far. */
export function holds(conditions: readonly Condition[], params: Params): boolean {
  for (const { parameter, test } of conditions) {
    if (!Object.hasOwn(params, parameter) || !passes(test, params[parameter] as Json)) return false
  }
  return true
}

/** Whether a value passes a test. */
export function passes(test: ValueTest, value: Json): boolean {
  if ('in' in test) return test.in.some((item) => sameJson(item, value))
  if (typeof value !== 'number') return false
  return 'atLeast' in test ? value >= test.atLeast : value <= test.atMost
}

/** Compiles conditions into a function, for repeated calls of {@link holds}. */
export function activityTest(conditions: readonly Condition[]): (params: Params) => boolean {
  const tests = conditions.map(({ parameter, test }) => {
    const passing = valueTest(test)
    return (params: Params) => Object.hasOwn(params, parameter) && passing(params[parameter] as Json)
  })
  const [first, second] = tests
  if (!first) return () => true
  if (!second) return first
  return (params) => tests.every((test) => test(params))
}

function valueTest(test: ValueTest): (value: Json) => boolean {
  if (!('in' in test)) return (value) => passes(test, value)
  const scalars = new Set<Json>(test.in.filter((value) => typeof value !== 'object' || value === null))
  if (scalars.size < test.in.length) return (value) => passes(test, value)
  const [only] = scalars
  return scalars.size === 1 ? (value) => value === only : (value) => scalars.has(value)
}

/** Whether two sets of conditions exclude each other: a parameter would have to pass two disjoint tests. */
export function exclusive(some: readonly Condition[], others: readonly Condition[]): boolean {
  const tests = Map.groupBy(some, ({ parameter }) => parameter)
  return others.some(({ parameter, test }) => tests.get(parameter)?.some((one) => disjoint(one.test, test)) ?? false)
}

function disjoint(one: ValueTest, other: ValueTest): boolean {
  if ('in' in one) return !one.in.some((value) => passes(other, value))
  if ('in' in other) return disjoint(other, one)
  if ('atLeast' in one) return 'atMost' in other && one.atLeast > other.atMost
  return 'atLeast' in other && other.atLeast > one.atMost
}

const keys = new WeakMap<Condition, string>()

/** A key for comparing conditions: equal conditions have equal keys, whatever the order of the values. */
export function conditionKey(condition: Condition): string {
  const known = keys.get(condition)
  if (known !== undefined) return known
  const { parameter, test } = condition
  const canonical = 'in' in test ? { in: test.in.map(jsonKey).sort() } : { ...test }
  const key = jsonKey([parameter, canonical])
  keys.set(condition, key)
  return key
}

/** Describes conditions in words, such as `optimizer = "sgd" and layers >= 2`. */
export function describeConditions(conditions: readonly Condition[]): string {
  return conditions
    .map(({ parameter, test }) => {
      if ('atLeast' in test) return `${parameter} >= ${test.atLeast}`
      if ('atMost' in test) return `${parameter} <= ${test.atMost}`
      return `${parameter} = ${test.in.map(formatValue).join(' or ')}`
    })
    .join(' and ')
}
