/**
 * Params that the user gave, by `enqueue` or by adding a waiting trial. They are never replaced: a trial whose given
 * params do not fit fails with the reason `invalid-params`.
 */

import { formatValue } from '../../arguments/format-value.ts'
import { nearestName } from '../../arguments/nearest-name.ts'
import { type SweetspotError, studyError } from '../../errors.ts'
import { describeParameter } from '../../space/describe.ts'
import type { Discovery } from '../../space/discovery/discover.ts'
import { encodeParams, satisfiesConstraints } from '../../space/encode.ts'
import type { Json } from '../../space/json-value.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import { validateParams } from '../../space/validate.ts'

/** The error of an objective that asks for a range without the given value. */
export function unfitValue(number: number, name: string, value: Json, parameter: Parameter): SweetspotError {
  const asked = `its objective asks for ${describeParameter(parameter)}`
  return studyError('ERR_UNFIT_PARAMS', `Trial ${number} was given ${name} = ${formatValue(value)}, but ${asked}.`)
}

/**
 * Checks given params against a declared space. Complete params must satisfy its constraints; the sampler chooses what
 * partial ones lack.
 *
 * @throws ERR_INVALID_PARAMS
 */
export function fittingParams(space: SearchSpace, given: unknown): { params: Params; isComplete: boolean } {
  const params = validateParams(space, given, { partial: true })
  if (!encodeParams(space, params)) return { params, isComplete: false }
  if (!satisfiesConstraints(space, params)) validateParams(space, params)
  return { params, isComplete: true }
}

/**
 * Warnings about given params in a define-by-run space: names that no trial has asked for, and values outside the
 * known ranges.
 *
 * Empty until a trial has asked for a parameter. The objective may have changed, so the warnings may be wrong.
 */
export function doubtsAbout({ parameters }: Discovery, number: number, given: Params): string[] {
  if (parameters.size === 0) return []
  return Object.entries(given).flatMap(([name, value]) => {
    const parameter = parameters.get(name)
    if (!parameter) {
      const known = [...parameters.keys()].filter((one) => !Object.hasOwn(given, one))
      const unused = 'The value is not used unless its objective asks for it.'
      return [`Trial ${number} is given ${name}, which no trial has asked for so far${meant(name, known)}. ${unused}`]
    }
    if (domainOf(parameter).contains(value)) return []
    const failing = 'The trial fails if its objective asks for the same range.'
    return [
      `Trial ${number} is given ${name} = ${formatValue(value)}, but the known range is ${describeParameter(parameter)}. ${failing}`,
    ]
  })
}

/**
 * The notice that given params were not used because the objective never asked for them; undefined if it asked for all.
 */
export function unusedText(number: number, given: Params, used: ReadonlyMap<string, Json>): string | undefined {
  const unused = Object.keys(given).filter((name) => !used.has(name))
  if (unused.length === 0) return undefined
  const asked = [...used.keys()].filter((name) => !Object.hasOwn(given, name))
  const names = unused.map((name) => `${name}${meant(name, asked)}`).join('; ')
  return `Trial ${number} was given params that its objective did not ask for, so they were not used: ${names}.`
}

function meant(name: string, known: readonly string[]): string {
  const near = nearestName(name, known)
  return near === undefined ? '' : ` (did you mean ${near}?)`
}
