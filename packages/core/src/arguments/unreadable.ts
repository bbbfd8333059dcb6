import { isErrorOf, messageOf, SweetspotError } from '../errors.ts'

/**
 * The error of a function whose arguments made it fail, for functions that are called too often to look at their arguments
 * first. What JavaScript throws becomes ERR_INVALID_ARGUMENT; an error of ours is passed on.
 *
 * @param of - The name of the function.
 */
export function unreadable(of: string, thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  const text = `An argument of ${of} is not what is documented: ${messageOf(thrown)}.`
  return new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause: thrown })
}
