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
  for (const { params, account } of suggestions) {
    validateParams(space, params)
    holds(account.sampler.length > 0 && account.phase.length > 0, 'a suggestion names its sampler and phase')
    for (const number of [account.predicted?.mean, account.predicted?.sd, account.acquisition?.value]) {
      holds(!Number.isNaN(number ?? 0), `an account has numbers, not ${JSON.stringify(account)}`)
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
