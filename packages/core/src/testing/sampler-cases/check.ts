import { jsonKey } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import { validateParams } from '../../space/validate.ts'
import type { Suggestion } from '../../trial/suggestion.ts'

/**
 * Asserts a condition.
 *
 * @throws Error with the expectation
 */
export function holds(truth: boolean, promise: string): void {
  if (!truth) throw new Error(`Expected that ${promise}.`)
}

/**
 * Asserts that suggestions fit the space and have a valid explanation.
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
 * Asserts that params are all different.
 *
 * @throws Error
 */
export function distinct(params: readonly Params[]): void {
  const keys = params.map(jsonKey)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  holds(twice === undefined, `no params are suggested twice; ${twice} was`)
}
