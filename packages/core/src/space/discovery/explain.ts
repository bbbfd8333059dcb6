import { type Json, jsonKey } from '../json-value.ts'
import { domainOf } from '../parameters/domain.ts'
import type { FloatParameter, IntParameter, Parameter, ValueTest } from '../parameters/parameter-kinds.ts'

/**
 * The values of a parameter in a set of trials: the smallest and the largest number, and each value if there are few.
 */
export interface SeenValues {
  /** Values by `jsonKey`; empty for parameters with more than {@link MAX_VALUES} values. */
  readonly values: ReadonlyMap<string, Json>
  readonly min: number
  readonly max: number
}

/** The values of a candidate parent: in the trials with both parameters, and in the trials with the parent only. */
export interface ParentSightings {
  readonly present: SeenValues
  readonly absent: SeenValues
}

/** The values before the first trial. */
export const nothingSeen: SeenValues = {
  values: new Map(),
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
}

const MAX_VALUES = 64

/** The number of values of a parameter, if it is small enough to store them; undefined otherwise. */
export function fewLevels(parameter: Parameter): number | undefined {
  const levels = levelsOf(parameter)
  return levels <= MAX_VALUES ? levels : undefined
}

function levelsOf(parameter: Parameter): number {
  switch (parameter.kind) {
    case 'float':
      return Number.POSITIVE_INFINITY
    case 'int':
      return parameter.multipleOf === undefined
        ? 1 + Math.floor((parameter.high - parameter.low) / parameter.step)
        : domainOf(parameter).levels
    case 'boolean':
      return 2
    case 'fixed':
      return 1
    default:
      return parameter.values.length
  }
}

/** Adds a value; returns the same object if nothing changes. */
export function extend(span: SeenValues, parameter: Parameter, value: Json): SeenValues {
  const number = typeof value === 'number' ? value : Number.NaN
  const key = fewLevels(parameter) === undefined ? undefined : jsonKey(value)
  const known = key === undefined || span.values.has(key)
  if (known && !(number < span.min) && !(number > span.max)) return span
  return {
    values: known ? span.values : new Map(span.values).set(key, value),
    min: number < span.min ? number : span.min,
    max: number > span.max ? number : span.max,
  }
}

/**
 * Whether a parent can no longer explain anything: a value, or an interval of numbers, occurred both with and without
 * the parameter.
 */
export function isRefuted(parent: Parameter, { present, absent }: ParentSightings): boolean {
  if (isEmpty(present) || isEmpty(absent)) return false
  if (isNumeric(parent) && (absent.max < present.min || present.max < absent.min)) return false
  if (fewLevels(parent) === undefined) return true
  for (const key of absent.values.keys()) if (present.values.has(key)) return true
  return false
}

/**
 * The test of a parent that separates the trials with a parameter from those without it. Values not seen yet count as
 * having it. Returns `always` or `never` if all current values of the parent are on one side; undefined if the parent
 * explains nothing, or nothing yet.
 */
export function explain(parent: Parameter, sightings: ParentSightings): ValueTest | 'always' | 'never' | undefined {
  const { present, absent } = sightings
  if (isEmpty(present) || isEmpty(absent) || isRefuted(parent, sightings)) return undefined
  if (isNumeric(parent)) {
    // `for (let i = 0; i < layers; i++)` makes a parameter depend on a number being large enough.
    if (absent.max < present.min) return atLeast(parent, between(parent, absent.max, present.min))
    if (present.max < absent.min) return atMost(parent, between(parent, absent.min, present.max))
  }
  const all = allValues(parent)
  const using = all.filter((value) => !absent.values.has(jsonKey(value)))
  if (using.length === 0) return 'never'
  return using.length === all.length ? 'always' : { in: using }
}

const isNumeric = (parameter: Parameter): parameter is FloatParameter | IntParameter =>
  parameter.kind === 'float' || parameter.kind === 'int'

function atLeast({ low, high }: FloatParameter | IntParameter, border: number) {
  if (border <= low) return 'always'
  return border > high ? 'never' : { atLeast: border }
}

function atMost({ low, high }: FloatParameter | IntParameter, border: number) {
  if (border >= high) return 'always'
  return border < low ? 'never' : { atMost: border }
}

/** Whether no trial has been recorded. Values that are not numbers are stored only if there are few. */
const isEmpty = ({ values, min, max }: SeenValues) => values.size === 0 && min > max

/** The threshold: next to the absent integer, or half way between two numbers. */
function between(parent: Parameter, absent: number, present: number): number {
  if (parent.kind === 'int') return absent + Math.sign(present - absent)
  return absent + (present - absent) / 2
}

function allValues(parameter: Parameter): readonly Json[] {
  switch (parameter.kind) {
    case 'choice':
    case 'ordinal':
      return parameter.values
    case 'boolean':
      return [false, true]
    case 'fixed':
      return [parameter.value]
    case 'int': {
      const { levels, valueAt } = domainOf(parameter)
      return Array.from({ length: levels }, (_, index) => valueAt(index))
    }
    case 'float':
      return []
  }
}
