import { SweetspotError } from '../errors.ts'
import { checkName, type Json, shown, toJson } from '../space/json-value.ts'
import { domainOf } from '../space/parameters/domain.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import { parameterFromJson } from '../space/parameters/parameter-json.ts'

/** A parameter that an objective asked for by running, as plain JSON, and the value that it got. */
export interface AskedParameter {
  readonly name: string
  readonly parameter: Parameter
  readonly value: Json
}

/**
 * What an objective asked for, checked before it is kept: an executor may have read it from another process.
 *
 * @throws ERR_INVALID_NAME, ERR_INVALID_JSON, the errors of the parameter's constructor; ERR_INVALID_PARAMS for a value
 *   outside its range
 */
export function checkedAsked(asked: AskedParameter): AskedParameter {
  const name = checkName(asked.name, 'A parameter')
  const parameter = parameterFromJson(asked.parameter, name)
  const value = toJson(asked.value, `The value of ${name}`)
  if (!domainOf(parameter).contains(value)) {
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `${name} was asked for in a range without its value ${shown(value)}.`,
    )
  }
  return { name, parameter, value }
}
