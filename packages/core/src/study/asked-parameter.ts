import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { type Discovery, widen } from '../space/discovery/discover.ts'
import { checkName, formatValue, isPlainObject, type Json, toJson } from '../space/json-value.ts'
import { domainOf } from '../space/parameters/domain.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import { parameterFromJson, parameterKey } from '../space/parameters/parameter-json.ts'

/** A parameter that an objective asked for by running, as plain JSON, and the value that it got. */
export interface AskedParameter {
  readonly name: string
  readonly parameter: Parameter
  readonly value: Json
}

/** What `liveTrial` of this process made: the parameter that it was compared with, and whether it adds to that. */
const made = new WeakMap<AskedParameter, { readonly known: Parameter | undefined; readonly isNew: boolean }>()

/**
 * What an objective asked for, as `liveTrial` tells its host: a value of the parameter's range.
 *
 * @throws ERR_PARAMETER_CONFLICT if it contradicts the parameter that is known by this name
 */
export function askedParameter(name: string, parameter: Parameter, value: Json, known?: Parameter): AskedParameter {
  const asked = Object.freeze({ name, parameter, value })
  made.set(asked, { known, isNew: extendsKnown(name, parameter, known) })
  return asked
}

/** Whether a parameter is not known, or not in this range; also if it contradicts what is known, as the end will say. */
export function addsTo({ parameters }: Discovery, asked: AskedParameter): boolean {
  const { name, parameter } = asked
  const known = parameters.get(name)
  const compared = made.get(asked)
  if (compared && compared.known === known) return compared.isNew
  try {
    return extendsKnown(name, parameter, known)
  } catch {
    return true
  }
}

function extendsKnown(name: string, parameter: Parameter, known: Parameter | undefined): boolean {
  const widened = known && widen(name, known, parameter)
  return !widened || (widened !== known && parameterKey(widened) !== parameterKey(known))
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
