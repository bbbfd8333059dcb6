import type { Condition } from '../conditions/conditions.ts'
import { type Json, jsonKey } from '../json-value.ts'
import type { Parameter } from '../parameters/parameter-kinds.ts'

/** The values of a parameter in some trials: its smallest and largest number, and each value where there are few. */
export interface SeenValues {
  /** By `jsonKey`; stays empty for parameters with more than {@link MAX_VALUES} values. */
  readonly values: ReadonlyMap<string, Json>
  readonly min: number
  readonly max: number
}

/** What finished trials say about a parameter and one that appeared before it, its possible parent. */
export interface ParentSightings {
  /** Values of the parent in trials that used the parameter. */
  readonly present: SeenValues
  /** Values of the parent in trials that did not. */
  readonly absent: SeenValues
  /** Whether some trial used the parameter without the parent. */
  readonly alone: boolean
}

export const nothingSeen: SeenValues = {
  values: new Map(),
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
}

const MAX_VALUES = 64

/** How many values a parameter has, where they are few enough to be kept; undefined otherwise. */
export function fewLevels(parameter: Parameter): number | undefined {
  const levels = levelsOf(parameter)
  return levels <= MAX_VALUES ? levels : undefined
}

function levelsOf(parameter: Parameter): number {
  switch (parameter.kind) {
    case 'float':
      return Number.POSITIVE_INFINITY
    case 'int':
      return 1 + Math.floor((parameter.high - parameter.low) / parameter.step)
    case 'boolean':
      return 2
    case 'fixed':
      return 1
    default:
      return parameter.values.length
  }
}

/** A span with one more value; the same object where that changes nothing. */
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
 * The condition on a parent that divides the trials exactly into those that used a parameter and those that did not;
 * values not seen yet count as using it. Undefined where there is none.
 */
export function explain(
  name: string,
  parent: Parameter,
  { present, absent, alone }: ParentSightings,
): Condition | undefined {
  if (alone || isEmpty(present) || isEmpty(absent)) return undefined
  if (parent.kind === 'float' || parent.kind === 'int') {
    // `for (let i = 0; i < layers; i++)` makes a parameter depend on a number being large enough.
    if (absent.max < present.min)
      return { parameter: name, test: { atLeast: between(parent, absent.max, present.min) } }
    if (present.max < absent.min) return { parameter: name, test: { atMost: between(parent, absent.min, present.max) } }
  }
  const few = fewLevels(parent)
  if (few === undefined) return undefined
  if ([...absent.values.keys()].some((key) => present.values.has(key))) return undefined
  const using = allValues(parent).filter((value) => !absent.values.has(jsonKey(value)))
  return using.length > 0 ? { parameter: name, test: { in: using } } : undefined
}

/** Whether no trial is in it, as far as that is known: values that are no numbers are kept only where they are few. */
const isEmpty = ({ values, min, max }: SeenValues) => values.size === 0 && min > max

/** Where the border is drawn: next to the absent integer, or half way between numbers. */
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
      const { low, step } = parameter
      return Array.from({ length: levelsOf(parameter) }, (_, index) => low + index * step)
    }
    case 'float':
      return []
  }
}
