import { callbackFailed, wrongAnswer } from '../arguments/callback.ts'
import type { Params } from './params.ts'
import type { ParameterConstraint } from './search-space.ts'

/**
 * Whether params satisfy a constraint, which is a user's function.
 *
 * @throws ERR_CALLBACK_FAILED if the function throws; ERR_INVALID_ARGUMENT if it does not return true or false
 */
export function obeys(constraint: ParameterConstraint, params: Params): boolean {
  let answer: unknown
  try {
    answer = constraint.holds(params)
  } catch (thrown) {
    throw callbackFailed(`The constraint "${constraint.description}"`, thrown)
  }
  if (typeof answer === 'boolean') return answer
  throw wrongAnswer(`the constraint "${constraint.description}"`, 'true or false', answer)
}
