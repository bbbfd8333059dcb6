/**
 * Outcome constraints: bounds on values that trials measure besides the metrics (also called black-box constraints;
 * Gardner et al. 2014, ICML; Gelbart, Snoek & Adams 2014, UAI). Constraints on params, which are known before a trial
 * runs, belong to the search space instead.
 */

import { formatValue } from '../arguments/format-value.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { unreadable } from '../arguments/unreadable.ts'
import { SweetspotError } from '../errors.ts'
import { checkName } from '../space/json-value.ts'
import type { MetricValues } from './measurement.ts'

/** The bounds of a measured value, inclusive: `atMost`, `atLeast` or both, each finite, in the unit of the value. */
export type OutcomeConstraint =
  | { readonly atMost: number; readonly atLeast?: number }
  | { readonly atLeast: number; readonly atMost?: number }

/** Outcome constraints by name, in the order of declaration. */
export type OutcomeConstraints = { readonly [name: string]: OutcomeConstraint }

/**
 * The violation of a constraint, in its own unit: 0 if the value is within bounds, NaN if the value is NaN.
 */
export function violation(constraint: OutcomeConstraint, value: number): number {
  try {
    const { atMost, atLeast } = constraint
    const above = atMost === undefined ? 0 : value - atMost
    const below = atLeast === undefined ? 0 : atLeast - value
    return Math.max(0, above, below)
  } catch (thrown) {
    throw unreadable('violation', thrown)
  }
}

/** The value of a constraint that a trial measured; NaN if it is missing or not finite. */
export function constraintValue(values: MetricValues, name: string): number {
  try {
    const value: unknown = Object.hasOwn(values, name) ? values[name] : undefined
    return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
  } catch (thrown) {
    throw unreadable('constraintValue', thrown)
  }
}

/** The names of the constraints that are not known to be met: the value is out of bounds or was not measured. */
export function unmetConstraints(constraints: OutcomeConstraints, values: MetricValues): string[] {
  try {
    checkRecord(constraints)
    return Object.keys(constraints).filter((name) => !isMet(constraints, values, name))
  } catch (thrown) {
    throw unreadable('unmetConstraints', thrown)
  }
}

/** Whether all constraints are known to be met. A trial that did not measure one of them is infeasible. */
export function isFeasible(constraints: OutcomeConstraints, values: MetricValues): boolean {
  try {
    checkRecord(constraints)
    return Object.keys(constraints).every((name) => isMet(constraints, values, name))
  } catch (thrown) {
    throw unreadable('isFeasible', thrown)
  }
}

const isMet = (constraints: OutcomeConstraints, values: MetricValues, name: string) =>
  violation(constraints[name] as OutcomeConstraint, constraintValue(values, name)) === 0

/**
 * The total violation: the sum of all violations, each relative to its bound so that units do not matter (Deb 2000,
 * CMAME 186, section 3). 0 if all constraints are met; Infinity if one was not measured.
 */
export function totalViolation(constraints: OutcomeConstraints, values: MetricValues): number {
  try {
    checkRecord(constraints)
    let total = 0
    for (const [name, constraint] of Object.entries(constraints)) {
      const value = constraintValue(values, name)
      if (Number.isNaN(value)) return Number.POSITIVE_INFINITY
      const { atMost, atLeast } = constraint
      const bound = atMost !== undefined && value > atMost ? atMost : (atLeast ?? 0)
      total += violation(constraint, value) / (Math.abs(bound) || 1)
    }
    return total
  } catch (thrown) {
    throw unreadable('totalViolation', thrown)
  }
}

/** Describes bounds in words: `at least 2 and at most 8`. */
export function boundsText({ atLeast, atMost }: OutcomeConstraint): string {
  const bounds = [atLeast === undefined ? [] : `at least ${atLeast}`, atMost === undefined ? [] : `at most ${atMost}`]
  return bounds.flat().join(' and ')
}

const BOUNDS: ReadonlySet<string> = new Set(['atMost', 'atLeast'])

/**
 * Checks constraints and returns a frozen copy.
 *
 * @param metrics - The names of the metrics, which constraints cannot use.
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function checkedConstraints(given: unknown, metrics: readonly string[]): OutcomeConstraints {
  const bounds = plainCopy(given)
  if (!bounds) throw invalid(`Expected constraints to be bounds by name; received ${formatValue(given)}`)
  const entries = Object.entries(bounds).map(([name, constraint]) => {
    checkName(name, 'A constraint')
    if (metrics.includes(name)) throw invalid(`The constraint ${name} has the name of a metric`)
    return [name, checkedConstraint(name, constraint)]
  })
  return Object.freeze(Object.fromEntries(entries))
}

function checkedConstraint(name: string, given: unknown): OutcomeConstraint {
  const copy = plainCopy(given)
  if (!copy || !Object.keys(copy).every((key) => BOUNDS.has(key))) {
    throw invalid(
      `Expected the constraint ${name} to be { atMost }, { atLeast } or both; received ${formatValue(given)}`,
    )
  }
  const bounds = Object.entries(copy).filter(([, bound]) => bound !== undefined)
  if (bounds.length === 0) throw invalid(`The constraint ${name} has neither atMost nor atLeast`)
  for (const [key, bound] of bounds) {
    if (!Number.isFinite(bound))
      throw invalid(`Expected ${key} of the constraint ${name} to be a finite number; received ${formatValue(bound)}`)
  }
  const constraint = Object.freeze(Object.fromEntries(bounds)) as { readonly atMost: number; readonly atLeast: number }
  if (constraint.atLeast > constraint.atMost) {
    throw invalid(`The constraint ${name} cannot be met: atLeast is ${constraint.atLeast}, atMost ${constraint.atMost}`)
  }
  return constraint
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', `${why}.`)

/** Object.keys of a string would return its indices. */
function checkRecord(constraints: unknown): void {
  if (typeof constraints !== 'object')
    throw invalid(`Expected constraints to be bounds by name; received ${formatValue(constraints)}`)
}
