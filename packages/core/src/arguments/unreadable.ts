import { causeText, isErrorOf, SweetspotError } from '../errors.ts'

/**
 * The error for arguments that made a function throw. Used by functions that are called too often to check their
 * arguments first. A SweetspotError is returned unchanged; anything else becomes ERR_INVALID_ARGUMENT.
 *
 * @param of - The name of the function.
 */
export function unreadable(of: string, thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  const text = `An argument of ${of} is invalid: ${causeText(thrown)}.`
  return new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause: thrown })
}
