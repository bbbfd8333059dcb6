import { type Json, jsonKey, sameJson } from '../json-value.ts'
import { lattice } from '../parameters/lattice.ts'
import { choice, type FloatParameter, float, type IntParameter, int, type Parameter } from '../parameters/parameter.ts'

/**
 * Whether two definitions allow the same values on the same scale. Defaults are ignored: they only advise on the first
 * trial.
 */
export function isSameRange(known: Parameter, asked: Parameter): boolean {
  if (known === asked) return true
  if (known.kind !== asked.kind) return false
  if ((known.kind === 'float' || known.kind === 'int') && (asked.kind === 'float' || asked.kind === 'int')) {
    const { low, high, step, scale } = known
    return low === asked.low && high === asked.high && step === asked.step && scale === asked.scale
  }
  if (known.kind === 'fixed' && asked.kind === 'fixed') return sameJson(known.value, asked.value)
  const [some, others] = [listed(known), listed(asked)]
  if (some.length !== others.length) return false
  if (some.every((value, index) => sameJson(value, others[index] ?? null))) return true
  const keys = new Set(some.map(jsonKey))
  return known.kind === 'choice' && others.every((value) => keys.has(jsonKey(value)))
}

const listed = (parameter: Parameter): readonly Json[] => ('values' in parameter ? parameter.values : [])

/**
 * Returns a parameter that covers two definitions of one name. Two numeric ranges of the same kind and scale give the
 * range from the lower low to the higher high, on their common lattice if there is one. Two choices give all values of
 * both. Other definitions cannot be combined: the later one is returned.
 */
export function widen(known: Parameter, asked: Parameter): Parameter {
  if (isSameRange(known, asked)) return known
  if (known.kind === 'int' && asked.kind === 'int' && known.scale === asked.scale) {
    const { low, high, preset } = union(known, asked)
    return int(low, high, { scale: known.scale, step: sharedStep(known, asked) ?? 1, ...preset })
  }
  if (known.kind === 'float' && asked.kind === 'float' && known.scale === asked.scale) {
    const { low, high, preset } = union(known, asked)
    const step = sharedStep(known, asked)
    return float(low, high, { scale: known.scale, ...(step !== undefined && { step }), ...preset })
  }
  const [some, others] = [valuesOf(known), valuesOf(asked)]
  if (!some || !others) return asked
  const all = new Map([...some, ...others].map((value) => [jsonKey(value), value]))
  return all.size === some.length && known.kind === 'choice' ? known : choice([...all.values()])
}

/** The values of an unordered parameter. A fixed value that changes becomes a choice of all its values. */
function valuesOf(parameter: Parameter): readonly Json[] | undefined {
  if (parameter.kind === 'choice') return parameter.values
  return parameter.kind === 'fixed' ? [parameter.value] : undefined
}

function union(known: FloatParameter | IntParameter, asked: FloatParameter | IntParameter) {
  const preset = known.default ?? asked.default
  return {
    low: Math.min(known.low, asked.low),
    high: Math.max(known.high, asked.high),
    preset: preset === undefined ? {} : { default: preset },
  }
}

/** The common step of two ranges whose values are all on one lattice. */
function sharedStep(known: FloatParameter | IntParameter, asked: FloatParameter | IntParameter): number | undefined {
  const { step } = known
  if (step === undefined || step !== asked.step) return undefined
  const { low, high } = union(known, asked)
  return lattice(low, high, step).indexOf(Math.max(known.low, asked.low)) >= 0 ? step : undefined
}
