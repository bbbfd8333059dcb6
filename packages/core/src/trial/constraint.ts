/**
 * Constraints on what trials measure, beside the metrics that are to be made small or large: black-box or outcome
 * constraints (Gardner et al. 2014, ICML; Gelbart, Snoek & Adams 2014, UAI). Constraints on params, which are known
 * before a trial runs, belong to the search space instead.
 */
import { plainCopy } from '../arguments/plain-object.ts'
import { unreadable } from '../arguments/unreadable.ts'
import { SweetspotError } from '../errors.ts'
import { checkName, formatValue } from '../space/json-value.ts'
import type { MetricValues } from './measurement.ts'

/** The bounds of a measured value, ends included: one of them or both, each finite, in the unit of the value. */
export type OutcomeConstraint =
  | { readonly atMost: number; readonly atLeast?: number }
  | { readonly atLeast: number; readonly atMost?: number }

/** Constraints by the names of the values that they bound, in the order in which they were declared. */
export type OutcomeConstraints = { readonly [name: string]: OutcomeConstraint }

/** By how much a value is out of bounds, in its own unit: 0 inside, NaN for NaN, which says that it is not known. */
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

/** What a trial measured of a constraint; NaN where it did not, or not a finite number. */
export function constraintValue(values: MetricValues, name: string): number {
  try {
    const value: unknown = Object.hasOwn(values, name) ? values[name] : undefined
    return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
  } catch (thrown) {
    throw unreadable('constraintValue', thrown)
  }
}

/** The names of the constraints that are not known to be met: a value is out of bounds, or was not measured. */
export function unmetConstraints(constraints: OutcomeConstraints, values: MetricValues): string[] {
  try {
    checkRecord(constraints)
    return Object.keys(constraints).filter((name) => !isMet(constraints, values, name))
  } catch (thrown) {
    throw unreadable('unmetConstraints', thrown)
  }
}

/** Whether all constraints are known to be met: a trial that did not measure one of them is not feasible. */
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
 * How far a trial is from meeting all constraints: violations relative to the sizes of their bounds, so that bytes and
 * shares can be added up, in sum (Deb 2000, CMAME 186, section 3). 0 where it meets all; infinite where it did not
 * measure one of them.
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

/** In words: `at least 2 and at most 8`. */
export function boundsText({ atLeast, atMost }: OutcomeConstraint): string {
  const bounds = [atLeast === undefined ? [] : `at least ${atLeast}`, atMost === undefined ? [] : `at most ${atMost}`]
  return bounds.flat().join(' and ')
}

const BOUNDS: ReadonlySet<string> = new Set(['atMost', 'atLeast'])

/**
 * A frozen copy of what was given as constraints.
 *
 * @param metrics - Names that are taken.
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function checkedConstraints(given: unknown, metrics: readonly string[]): OutcomeConstraints {
  const bounds = plainCopy(given)
  if (!bounds) throw invalid(`constraints are bounds by name, not ${formatValue(given)}`)
  const entries = Object.entries(bounds).map(([name, constraint]) => {
    checkName(name, 'A constraint')
    if (metrics.includes(name)) throw invalid(`${name} is a metric already, so no constraint can be called so`)
    return [name, checkedConstraint(name, constraint)]
  })
  return Object.freeze(Object.fromEntries(entries))
}

function checkedConstraint(name: string, given: unknown): OutcomeConstraint {
  const copy = plainCopy(given)
  if (!copy || !Object.keys(copy).every((key) => BOUNDS.has(key))) {
    throw invalid(`the constraint ${name} is { atMost } or { atLeast } or both, not ${formatValue(given)}`)
  }
  const bounds = Object.entries(copy).filter(([, bound]) => bound !== undefined)
  if (bounds.length === 0) throw invalid(`the constraint ${name} has neither atMost nor atLeast`)
  for (const [key, bound] of bounds) {
    if (!Number.isFinite(bound))
      throw invalid(`${key} of the constraint ${name} is a finite number, not ${formatValue(bound)}`)
  }
  const constraint = Object.freeze(Object.fromEntries(bounds)) as { readonly atMost: number; readonly atLeast: number }
  if (constraint.atLeast > constraint.atMost) {
    throw invalid(`the constraint ${name} cannot be met: atLeast is ${constraint.atLeast}, atMost ${constraint.atMost}`)
  }
  return constraint
}

const invalid = (why: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`)

/** The letters of a text would otherwise be taken for names. */
function checkRecord(constraints: unknown): void {
  if (typeof constraints !== 'object') throw invalid(`constraints are bounds by name, not ${formatValue(constraints)}`)
}
