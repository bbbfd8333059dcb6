import { type Json, jsonKey, sameJson } from '../json-value.ts'
import { lattice } from '../parameters/lattice.ts'
import { choice, type FloatParameter, float, type IntParameter, int, type Parameter } from '../parameters/parameter.ts'

/** Whether two definitions allow the same values on the same scale. A default is advice for the first trial. */
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
 * The parameter that covers two definitions of one name: of two numeric ranges of one kind and scale, the range from the
 * lower end to the higher, on their common lattice if they have one; of two choices, all values of both. Other
 * definitions have nothing in common: then it is the one asked for last.
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

/** The values of a parameter without an order; a fixed value that changes is a choice of those it had. */
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

/** The step of two ranges whose values are all on one lattice. */
function sharedStep(known: FloatParameter | IntParameter, asked: FloatParameter | IntParameter): number | undefined {
  const { step } = known
  if (step === undefined || step !== asked.step) return undefined
  const { low, high } = union(known, asked)
  return lattice(low, high, step).indexOf(Math.max(known.low, asked.low)) >= 0 ? step : undefined
}
