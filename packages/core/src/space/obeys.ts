import { invokeTest } from '../arguments/callback.ts'
import type { Params } from './params.ts'
import type { ParameterConstraint } from './search-space.ts'

/**
 * Whether params satisfy a constraint, which is a user's function.
 *
 * @throws ERR_CALLBACK_FAILED if the function throws; ERR_INVALID_ARGUMENT if it does not return true or false
 */
export function obeys(constraint: ParameterConstraint, params: Params): boolean {
  return invokeTest(`the constraint "${constraint.description}"`, () => constraint.holds(params))
}
