import { type Json, jsonKey, sameJson } from '../json-value.ts'
import { MAX_WEIGHT_RATIO } from '../parameters/choices.ts'
import { lattice } from '../parameters/lattice.ts'
import {
  type ChoiceParameter,
  choice,
  type FixedParameter,
  type FloatParameter,
  float,
  type IntParameter,
  int,
  type Parameter,
} from '../parameters/parameter.ts'

/**
 * Whether two definitions allow the same values on the same scale. Defaults are ignored: they only advise on the first
 * trial.
 */
export function isSameRange(known: Parameter, asked: Parameter): boolean {
  if (known === asked) return true
  if (known.kind !== asked.kind) return false
  if ((known.kind === 'float' || known.kind === 'int') && (asked.kind === 'float' || asked.kind === 'int')) {
    const { low, high, step, multipleOf, scale } = known
    const isSameLattice = step === asked.step && multipleOf === asked.multipleOf
    return (
      low === asked.low && high === asked.high && isSameLattice && scale === asked.scale && isSamePrior(known, asked)
    )
  }
  if (known.kind === 'fixed' && asked.kind === 'fixed') return sameJson(known.value, asked.value)
  const [some, others] = [listed(known), listed(asked)]
  if (some.length !== others.length) return false
  if (known.kind === 'choice' && asked.kind === 'choice' && (known.weights || asked.weights)) {
    return sameJson(weightsOf(known), weightsOf(asked))
  }
  if (some.every((value, index) => sameJson(value, others[index] ?? null))) return true
  const keys = new Set(some.map(jsonKey))
  return known.kind === 'choice' && others.every((value) => keys.has(jsonKey(value)))
}

const listed = (parameter: Parameter): readonly Json[] => ('values' in parameter ? parameter.values : [])

const isSamePrior = ({ prior }: FloatParameter | IntParameter, other: FloatParameter | IntParameter) =>
  prior === other.prior || (!!prior && !!other.prior && sameJson(prior, other.prior))

/** The weight of each value, by its JSON, relative to their mean. */
function weightsOf(parameter: ChoiceParameter | FixedParameter): { [value: string]: number } {
  if (parameter.kind === 'fixed') return { [jsonKey(parameter.value)]: 1 }
  const { values, weights = values.map(() => 1) } = parameter
  const mean = weights.reduce((sum, weight) => sum + weight / weights.length, 0)
  return Object.fromEntries(values.map((value, index) => [jsonKey(value), (weights[index] as number) / mean]))
}

/**
 * Returns a parameter that covers two definitions of one name. Two numeric ranges of the same kind and scale give the
 * range from the lower low to the higher high, on their common lattice if there is one, with the prior of the later one.
 * Two choices give all values of both, each with its latest weight. Other definitions cannot be combined: the later one
 * is returned.
 */
export function widen(known: Parameter, asked: Parameter): Parameter {
  if (isSameRange(known, asked)) return known
  if (known.kind === 'int' && asked.kind === 'int' && known.scale === asked.scale) {
    const { low, high, options } = union(known, asked)
    const step = options.multipleOf === undefined ? { step: sharedStep(known, asked) ?? 1 } : {}
    return int(low, high, { ...step, ...options })
  }
  if (known.kind === 'float' && asked.kind === 'float' && known.scale === asked.scale) {
    const { low, high, options } = union(known, asked)
    const step = options.multipleOf === undefined ? sharedStep(known, asked) : undefined
    return float(low, high, { ...(step !== undefined && { step }), ...options })
  }
  const [some, others] = [valuesOf(known), valuesOf(asked)]
  if (!some || !others) return asked
  const all = new Map([...some, ...others].map((value) => [jsonKey(value), value]))
  const weighed = [known, asked].some((parameter) => parameter.kind === 'choice' && parameter.weights)
  if (!weighed) return all.size === some.length && known.kind === 'choice' ? known : choice([...all.values()])
  const latest = { ...weightsOf(known as ChoiceParameter), ...weightsOf(asked as ChoiceParameter) }
  const weights = [...all.keys()].map((key) => latest[key] as number)
  const least = weights.reduce((largest, weight) => Math.max(largest, weight), 0) / MAX_WEIGHT_RATIO
  return choice([...all.values()], { weights: weights.map((weight) => Math.max(weight, least)) })
}

/** The values of an unordered parameter. A fixed value that changes becomes a choice of all its values. */
function valuesOf(parameter: Parameter): readonly Json[] | undefined {
  if (parameter.kind === 'choice') return parameter.values
  return parameter.kind === 'fixed' ? [parameter.value] : undefined
}

function union(known: FloatParameter | IntParameter, asked: FloatParameter | IntParameter) {
  const preset = known.default ?? asked.default
  const { multipleOf, prior } = asked
  const isShared = multipleOf !== undefined && multipleOf === known.multipleOf
  const low = Math.min(known.low, asked.low)
  const fits = prior && !('logNormal' in prior && low < 0)
  return {
    low,
    high: Math.max(known.high, asked.high),
    options: {
      scale: known.scale,
      ...(isShared && { multipleOf }),
      ...(fits && { prior }),
      ...(preset !== undefined && { default: preset }),
    },
  }
}

/** The common step of two ranges whose values are all on one lattice. */
function sharedStep(known: FloatParameter | IntParameter, asked: FloatParameter | IntParameter): number | undefined {
  const { step } = known
  if (step === undefined || step !== asked.step || known.multipleOf !== asked.multipleOf) return undefined
  const [low, high] = [Math.min(known.low, asked.low), Math.max(known.high, asked.high)]
  return lattice(low, high, step).indexOf(Math.max(known.low, asked.low)) >= 0 ? step : undefined
}
