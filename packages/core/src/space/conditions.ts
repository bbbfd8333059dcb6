import { type Json, jsonKey } from './json-value.ts'
import type { ValueTest } from './parameter.ts'

/** A test that the value of another parameter must pass; an absent (inactive) parameter passes none. */
export interface Condition {
  readonly parameter: string
  readonly test: ValueTest
}

/** Whether every condition holds for the params chosen so far. */
export function holds(conditions: readonly Condition[], params: { readonly [name: string]: Json }): boolean {
  for (const { parameter, test } of conditions) {
    if (!Object.hasOwn(params, parameter) || !passes(test, params[parameter] as Json)) return false
  }
  return true
}

/** Whether a value passes a test. */
export function passes(test: ValueTest, value: Json): boolean {
  if ('in' in test) {
    const key = jsonKey(value)
    return test.in.some((item) => jsonKey(item) === key)
  }
  if (typeof value !== 'number') return false
  return 'atLeast' in test ? value >= test.atLeast : value <= test.atMost
}

/** Whether two sets of conditions can never hold together: some parameter would have to pass two disjoint tests. */
export function exclusive(some: readonly Condition[], others: readonly Condition[]): boolean {
  return some.some((one) => others.some((other) => one.parameter === other.parameter && disjoint(one.test, other.test)))
}

function disjoint(one: ValueTest, other: ValueTest): boolean {
  if ('in' in one) return !one.in.some((value) => passes(other, value))
  if ('in' in other) return disjoint(other, one)
  if ('atLeast' in one) return 'atMost' in other && one.atLeast > other.atMost
  return 'atLeast' in other && other.atLeast > one.atMost
}

/** The conditions in words, such as `optimizer = "sgd" and layers >= 2`. */
export function describeConditions(conditions: readonly Condition[]): string {
  return conditions
    .map(({ parameter, test }) => {
      if ('atLeast' in test) return `${parameter} >= ${test.atLeast}`
      if ('atMost' in test) return `${parameter} <= ${test.atMost}`
      return `${parameter} = ${test.in.map(jsonKey).join(' or ')}`
    })
    .join(' and ')
}
