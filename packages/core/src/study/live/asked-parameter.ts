import { formatValue } from '../../arguments/format-value.ts'
import { isPlainObject, plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import { checkName, type Json, toJson } from '../../space/json-value.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import { parameterFromJson } from '../../space/parameters/parameter-json.ts'

/** A parameter that an objective asked for, and its value, as plain JSON. */
export interface AskedParameter {
  readonly name: string
  readonly parameter: Parameter
  readonly value: Json
}

/** Parameters created by `liveTrial` of this process, which need no check. */
const made = new WeakSet<AskedParameter>()

/** Creates a parameter for the host of `liveTrial`. Its value must be in the range. */
export function askedParameter(name: string, parameter: Parameter, value: Json): AskedParameter {
  const asked = Object.freeze({ name, parameter, value })
  made.add(asked)
  return asked
}

/**
 * Checks a parameter from an executor, which may have read it from another process.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME, ERR_INVALID_JSON, the errors of the parameter's constructor;
 *   ERR_INVALID_PARAMS for a value outside its range
 */
export function checkedAsked(asked: AskedParameter): AskedParameter {
  const given: unknown = asked
  if (!isPlainObject(given)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected an asked parameter as { name, parameter, value }; received ${formatValue(given)}.`,
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
      `Expected the value of ${name} to be in its range; received ${formatValue(value)}.`,
    )
  }
  return { name, parameter, value: domain.snap(value) }
}
