import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { checkName, formatValue, isPlainObject, type Json, toJson } from '../space/json-value.ts'
import { domainOf } from '../space/parameters/domain.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import { parameterFromJson } from '../space/parameters/parameter-json.ts'

/** A parameter that an objective asked for by running, as plain JSON, and the value that it got. */
export interface AskedParameter {
  readonly name: string
  readonly parameter: Parameter
  readonly value: Json
}

/** What `liveTrial` of this process made: no need to check it again. */
const made = new WeakSet<AskedParameter>()

/** What an objective asked for, as `liveTrial` tells its host: a value of the parameter's range. */
export function askedParameter(name: string, parameter: Parameter, value: Json): AskedParameter {
  const asked = Object.freeze({ name, parameter, value })
  made.add(asked)
  return asked
}

/**
 * What an objective asked for, checked before it is kept: an executor may have read it from another process.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME, ERR_INVALID_JSON, the errors of the parameter's constructor;
 *   ERR_INVALID_PARAMS for a value outside its range
 */
export function checkedAsked(asked: AskedParameter): AskedParameter {
  const given: unknown = asked
  if (!isPlainObject(given)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a parameter that was asked for, as { name, parameter, value }; received ${formatValue(given)}.`,
    )
  }
  if (made.has(asked)) return asked
  const copy = plainCopy(asked)
  const name = checkName(copy?.name, 'A parameter')
  const parameter = parameterFromJson(copy?.parameter, name)
  const value = toJson(copy?.value, `The value of ${name}`)
  const domain = domainOf(parameter)
  if (!domain.contains(value)) {
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `${name} was asked for in a range without its value ${formatValue(value)}.`,
    )
  }
  return { name, parameter, value: domain.snap(value) }
}
