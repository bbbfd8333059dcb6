import { choice, countOf, float, int, type Parameter, SweetspotError } from '@sweetspot/core'
import { pythonJson } from '../../text/python-json.ts'
import { plainAttribute } from '../plain-attribute.ts'
import { type Distribution, valueOf } from './distribution.ts'
import type { OptunaStudy } from './optuna-study.ts'

/** A parameter that has the ranges of all trials of a study, and what had to change for it. */
export interface UnitedParameter {
  readonly parameter: Parameter
  readonly notices: readonly string[]
}

type Numeric = Exclude<Distribution, { readonly kind: 'categorical' }>

/**
 * The parameters of a study of Optuna, which has a distribution per trial instead of a space: each range is the union
 * of those of all trials, and of the params outside them.
 */
export function unitedParameters({ trials }: OptunaStudy): ReadonlyMap<string, UnitedParameter> {
  const found = new Map<string, { distributions: Distribution[]; values: unknown[] }>()
  for (const { params } of trials) {
    for (const [name, { internal, distribution }] of Object.entries(params)) {
      const entry = found.get(name) ?? { distributions: [], values: [] }
      found.set(name, entry)
      entry.distributions.push(distribution)
      entry.values.push(valueOf(distribution, internal))
    }
  }
  return new Map([...found].map(([name, { distributions, values }]) => [name, united(name, distributions, values)]))
}

function united(name: string, distributions: readonly Distribution[], values: readonly unknown[]): UnitedParameter {
  const numeric = distributions.filter((each): each is Numeric => each.kind !== 'categorical')
  if (numeric.length === distributions.length) return unitedRange(name, numeric, values as readonly number[])
  const choices = distributions.flatMap((each) => (each.kind === 'categorical' ? each.choices : []))
  const isMixed = numeric.length > 0
  const all = isMixed ? [...choices, ...values] : choices
  const distinct = [...new Map(all.map(plainAttribute).map((value) => [pythonJson(value), value])).values()]
  const hasOdd = all.some((value) => typeof value === 'number' && !Number.isFinite(value))
  return {
    parameter: choice(distinct),
    notices: [
      ...(hasOdd ? [`${name}: choices that are not finite are texts here.`] : []),
      ...(isMixed ? [`${name}: trials have both a range and choices, so it is a choice of all their values.`] : []),
    ],
  }
}

function unitedRange(name: string, ranges: readonly Numeric[], values: readonly number[]): UnitedParameter {
  const notices: string[] = []
  const [first] = ranges as readonly [Numeric, ...Numeric[]]
  const log = ranges.every((range) => range.log)
  const isInt = ranges.every(({ kind }) => kind === 'int')
  const inside = values.filter((value) => Number.isFinite(value) && !(log && value <= 0))
  const low = least([...ranges.map((range) => range.low), ...inside])
  const high = greatest([...ranges.map((range) => range.high), ...inside])
  const outside = values.filter((value, trial) => isOutside(value, ranges[trial] as Numeric)).length
  if (outside > 0)
    notices.push(
      `${name}: the range includes ${countOf(outside, 'value')} outside the ranges of ${outside === 1 ? 'its trial' : 'their trials'}.`,
    )
  const { step } = first
  const isLattice =
    step !== undefined &&
    ranges.every((range) => range.step === step && isMultiple(range.low - low, step)) &&
    inside.every((value) => isMultiple(value - low, step))
  if (step !== undefined && !isLattice) notices.push(`${name}: not all values are on one lattice, so it has no step.`)
  const options = { ...(isLattice && { step }), ...(log && { log }) }
  try {
    return { parameter: isInt ? int(low, high, options) : float(low, high, options), notices }
  } catch (thrown) {
    if (!(thrown instanceof SweetspotError)) throw thrown
    return {
      parameter: float(low, high),
      notices: [...notices, `${name} is a plain range of numbers: ${thrown.message}`],
    }
  }
}

/** Whether a number is a multiple of a step, with a relative tolerance of 1e-9. */
const isMultiple = (difference: number, step: number) =>
  Math.abs(difference / step - Math.round(difference / step)) <= 1e-9 * Math.max(1, Math.abs(difference / step))

const isOutside = (value: number, { low, high }: Numeric) => value < low || value > high

const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other))

const greatest = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other))
