import { SweetspotError } from '../../errors.ts'
import { describeParameter } from '../describe.ts'
import { lattice } from '../parameters/lattice.ts'
import { type FloatParameter, float, type IntParameter, int, type Parameter } from '../parameters/parameter.ts'
import { parameterKey } from '../parameters/parameter-json.ts'

/**
 * The parameter that covers two definitions of one name: equal ones, or numeric ranges of one kind and scale. A step
 * remains where one lattice holds both. The first default stays.
 *
 * @throws ERR_PARAMETER_CONFLICT where the two cannot both be meant
 */
export function widen(name: string, known: Parameter, asked: Parameter): Parameter {
  if (isSameRange(known, asked) || meaning(known) === meaning(asked)) return known
  if (known.kind === 'int' && asked.kind === 'int' && known.scale === asked.scale) {
    const { low, high, preset } = union(known, asked)
    return int(low, high, { scale: known.scale, step: sharedStep(known, asked) ?? 1, ...preset })
  }
  if (known.kind === 'float' && asked.kind === 'float' && known.scale === asked.scale) {
    const { low, high, preset } = union(known, asked)
    const step = sharedStep(known, asked)
    return float(low, high, { scale: known.scale, ...(step !== undefined && { step }), ...preset })
  }
  const words = `${name} was ${describeParameter(known)} and is now ${describeParameter(asked)}`
  throw new SweetspotError('ERR_PARAMETER_CONFLICT', `${words}.`)
}

/** Ranges are compared with each that a trial asks for, and are mostly the same. */
const isSameRange = (known: Parameter, asked: Parameter) =>
  (known.kind === 'float' || known.kind === 'int') &&
  asked.kind === known.kind &&
  asked.low === known.low &&
  asked.high === known.high &&
  asked.step === known.step &&
  asked.scale === known.scale

const meaning = (parameter: Parameter) => parameterKey({ ...parameter, default: undefined } as unknown as Parameter)

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
