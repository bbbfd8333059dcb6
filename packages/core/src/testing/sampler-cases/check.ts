import { jsonKey } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import { validateParams } from '../../space/validate.ts'
import type { Suggestion } from '../../trial/suggestion.ts'

/**
 * Checks that something is true.
 *
 * @throws Error that says what should have been
 */
export function holds(truth: boolean, promise: string): void {
  if (!truth) throw new Error(`It should be that ${promise}.`)
}

/**
 * Checks that suggestions fit the space and say where they come from.
 *
 * @throws Error
 */
export function valid(space: SearchSpace, suggestions: readonly Suggestion[]): void {
  for (const { params, explanation } of suggestions) {
    validateParams(space, params)
    holds(explanation.sampler.length > 0 && explanation.phase.length > 0, 'a suggestion names its sampler and phase')
    for (const number of [explanation.predicted?.mean, explanation.predicted?.sd, explanation.acquisition?.value]) {
      holds(!Number.isNaN(number ?? 0), `an explanation has numbers, not ${JSON.stringify(explanation)}`)
    }
  }
}

/**
 * Checks that params are all different.
 *
 * @throws Error
 */
export function distinct(params: readonly Params[]): void {
  const keys = params.map(jsonKey)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  holds(twice === undefined, `nothing is suggested twice, as ${twice} was`)
}
